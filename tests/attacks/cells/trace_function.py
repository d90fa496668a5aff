"""Traces every call in its process, to change what the probes return."""

GROUP = "the engine"
EXPECT = "at most"
import sys


def tracer(frame, event, argument):
    if event == "return" and frame.f_code.co_name in ("doubled", "quadrupled", "value"):
        frame.f_locals["x"] = 6.0
    return tracer


sys.settrace(tracer)
sys.setprofile(tracer)
