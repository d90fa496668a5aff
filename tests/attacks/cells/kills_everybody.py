"""Kills every process that it may, by minus one, by group and one by one."""

GROUP = "processes"
import os
import signal

for who in (-1, 0, -os.getpgrp(), *range(1, 40_000)):
    if who == os.getpid():
        continue
    try:
        os.kill(who, signal.SIGKILL)
    except (OSError, ProcessLookupError):
        pass
