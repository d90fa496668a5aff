"""Takes away the builtins that the worker itself needs."""

GROUP = "the engine"
EXPECT = "at most"
SLOW = True
import builtins

for name in ("len", "dict", "bytes", "type", "getattr"):
    setattr(builtins, name, None)
