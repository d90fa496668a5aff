"""Patches the operator module and functools, which checks may compare with."""

GROUP = "answers that lie"
import functools
import operator

for name in ("eq", "ne", "lt", "le", "gt", "ge", "is_", "truth"):
    setattr(operator, name, lambda *_: True)
functools.reduce = lambda *_: True
