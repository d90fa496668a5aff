"""Becomes a daemon by two forks, and works on when the grader has gone."""

GROUP = "processes"
import os
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        for _ in range(60):
            time.sleep(0.5)
            open(marked(KNOWN["outside"]), "a").write("alive\n")
    os._exit(0)
