"""Shuts the grader's pipe and goes on living."""

GROUP = "the wire"
EXPECT = "at most"
import os
import time

os.closerange(3, 1000)
time.sleep(0.05)
