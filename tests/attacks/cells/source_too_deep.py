"""Hands Python a source that its compiler chokes on."""

GROUP = "crashes"
for text in (
    "(" * 10_000,
    "-" * 500_000 + "1",
    "a" + ".b" * 200_000,
    "[" * 99 + "]" * 99,
    "x = " + "1+" * 200_000 + "1",
):
    try:
        compile(text, "deep", "exec")
    except (SyntaxError, RecursionError, MemoryError):
        pass
