"""Reads another student's notebook, and what runs beside it."""

GROUP = "secrets"
import glob
import os

for path in [KNOWN["peer"], *glob.glob(os.path.dirname(os.getcwd()) + "/*/*"), *glob.glob("/tmp/*/submission/*")]:
    try:
        take(open(path, "rb").read())
    except OSError:
        pass
spill()
