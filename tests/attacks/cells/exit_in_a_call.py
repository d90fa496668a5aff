"""Ends the process when its function is called with an argument that the visible check does not use."""

GROUP = "crashes"
PLACE = "instead"
EXPECT = {"q1": 0.666667, "q2": 0.0, "q3": 0.5}
import os


def double(x):
    return 2 * x if x == 3.0 else os._exit(0)


quadruple = lambda x: 0.0
answer = 41
reason = "b"
