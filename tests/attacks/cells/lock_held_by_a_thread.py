"""Leaves a thread behind that holds the interpreter's lock from a moment after the cell has ended."""

GROUP = "time"
EXPECT = "at most"
SLOW = True
import re
import threading
import time


def hold():
    time.sleep(0.02)
    re.match(r"(a+)+$", "a" * 60 + "b")


threading.Thread(target=hold, daemon=True).start()
