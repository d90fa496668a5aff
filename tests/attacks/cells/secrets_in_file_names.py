"""Sends what it finds by way of the names of files, and of files outside."""

GROUP = "secrets"
for name in ("hidden", "answers", "peer"):
    try:
        take(open(KNOWN[name]).read())
    except OSError:
        pass
for secret in LOOT or {"nothing"}:
    for folder in (".", KNOWN["outside"], "/tmp"):
        try:
            open(f"{folder}/{KNOWN['marker']}-{secret}", "w")
        except OSError:
            pass
spill()
