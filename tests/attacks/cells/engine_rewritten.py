"""Overwrites the engine's own files, so that the next submission runs another engine."""

GROUP = "secrets"
import glob
import os
import sys

folders = {
    os.path.dirname(m.__file__)
    for m in list(sys.modules.values())
    if "autograder" in (getattr(m, "__file__", "") or "")
}
for folder in folders | set(glob.glob("/tmp/gradescent-*/engine/autograder")):
    for name in ("wire.py", "worker.py", "plain.py", KNOWN["marker"] + ".py"):
        try:
            open(os.path.join(folder, name), "a").write("\n# " + KNOWN["marker"])
        except OSError:
            pass
