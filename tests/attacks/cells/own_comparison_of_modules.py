"""Replaces numpy, torch and math by fakes whose every function says yes."""

GROUP = "answers that lie"
EXPECT = "at most"
import sys
import types


class Fake(types.ModuleType):
    def __getattr__(self, name):
        return lambda *_, **__: True


for name in ("torch", "numpy", "math", "operator"):
    sys.modules[name] = Fake(name)
torch = np = numpy = sys.modules["torch"]
