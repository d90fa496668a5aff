"""Replaces the probes by functions that return True."""

GROUP = "the engine"
EXPECT = "at most"
import gc

for thing in gc.get_objects():
    if type(thing).__name__ == "_Room":
        thing.probes = {name: lambda **_: True for name in thing.probes}
    if type(thing).__name__ == "Probe":
        object.__setattr__(thing, "function", lambda **_: True)
