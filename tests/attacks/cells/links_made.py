"""Makes symbolic and hard links out of the scratch folder, for a careless grader to follow."""

GROUP = "secrets"
import os

for index, path in enumerate((KNOWN["hidden"], KNOWN["answers"], KNOWN["peer"], KNOWN["outside"], "/etc/shadow")):
    for action in (
        lambda: os.symlink(path, f"soft{index}"),
        lambda: os.link(path, f"hard{index}"),
        lambda: take(open(f"soft{index}").read()),
        lambda: take(open(f"hard{index}").read()),
        lambda: os.mkfifo(f"fifo{index}"),
        lambda: os.mknod(f"node{index}", 0o600 | 0o020000, os.makedev(1, 1)),
    ):
        try:
            action()
        except OSError:
            pass
spill()
