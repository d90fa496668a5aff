"""Spoils another student's notebook."""

GROUP = "secrets"
import os

for action in (
    lambda: open(KNOWN["peer"], "w").write("{}"),
    lambda: os.truncate(KNOWN["peer"], 0),
    lambda: os.unlink(KNOWN["peer"]),
    lambda: os.rename(KNOWN["peer"], KNOWN["peer"] + ".bak"),
    lambda: os.chmod(KNOWN["peer"], 0),
    lambda: os.utime(KNOWN["peer"], (0, 0)),
    lambda: os.setxattr(KNOWN["peer"], "user.x", b"1"),
):
    try:
        action()
    except OSError:
        pass
