"""Kills its parent and the grader."""

GROUP = "processes"
import os
import signal

for who in (os.getppid(), KNOWN["grader"]):
    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGKILL):
        try:
            if who > 1 and who != os.getpid():
                os.kill(who, number)
        except OSError:
            pass
