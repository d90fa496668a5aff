"""Answers cells at once, but never the request to keep a value, for which the grader may wait longer."""

GROUP = "the engine"
EXPECT = "at most"
SLOW = True
import gc
import time


def stall(**_):
    while True:
        try:
            time.sleep(1000)
        except BaseException:
            pass


for thing in gc.get_objects():
    if type(thing) is dict and "capture" in thing and "probe" in thing and "load" in thing:
        thing["capture"] = stall
