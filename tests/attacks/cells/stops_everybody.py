"""Stops its parent and then itself, so that nobody can wait for it."""

GROUP = "processes"
SLOW = True
import os
import signal

for who in (os.getppid(), KNOWN["grader"]):
    try:
        if who > 1:
            os.kill(who, signal.SIGSTOP)
    except OSError:
        pass
os.kill(os.getpid(), signal.SIGSTOP)
