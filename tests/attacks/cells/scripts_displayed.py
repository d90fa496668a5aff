"""Shows HTML and JavaScript, for the browser of whoever reads the feedback."""

GROUP = "secrets"
try:
    from IPython.display import HTML, Javascript, display

    display(HTML(f"<script>alert('{KNOWN['marker']}')</script><img src=x onerror=alert('{KNOWN['marker']}')>"))
    display(Javascript(f"alert('{KNOWN['marker']}')"))
except Exception:
    pass
raise ValueError(f"<script>alert('{KNOWN['marker']}')</script>")
