"""Reads everything that /proc shows of itself, its parent and the grader."""

GROUP = "secrets"
import os

for who in ("self", os.getppid(), 1, KNOWN["grader"]):
    for name in ("maps", "stat", "status", "cgroup", "mountinfo", "net/tcp", "net/unix", "stack", "auxv", "limits"):
        try:
            take(open(f"/proc/{who}/{name}", "rb").read())
        except OSError:
            pass
    for folder in ("fd", "task", "map_files"):
        try:
            for entry in os.listdir(f"/proc/{who}/{folder}"):
                take(open(f"/proc/{who}/{folder}/{entry}", "rb", buffering=0).read(4096) if who != "self" else "")
        except OSError:
            pass
spill()
