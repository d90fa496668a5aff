"""Leaves files wherever somebody might run or read them later."""

GROUP = "secrets"
import os
import site
import sys

for folder in [
    KNOWN["outside"],
    KNOWN["home"],
    "/tmp",
    "/var/tmp",
    "/dev/shm",
    "/run",
    "/root",
    "/etc/cron.d",
    os.getcwd() + "/..",
    *site.getsitepackages(),
    *sys.path,
]:
    for name in (KNOWN["marker"], KNOWN["marker"] + ".pth"):
        try:
            open(os.path.join(folder, name), "w").write("import os")
        except OSError:
            pass
