"""Leaves timers and alarms behind that interrupt what comes later."""

GROUP = "processes"
EXPECT = "at most"
import signal

signal.signal(signal.SIGALRM, signal.SIG_DFL)
signal.setitimer(signal.ITIMER_REAL, 0.05, 0.05)
