"""Sleeps when its function is called."""

GROUP = "time"
PLACE = "instead"
EXPECT = {"q1": 0.0, "q2": 0.0, "q3": 0.5}
SLOW = True
import time


def double(x):
    time.sleep(1000)


quadruple = double
answer = 41
reason = "b"
