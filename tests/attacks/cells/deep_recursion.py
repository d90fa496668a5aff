"""Recurses until the stack of C is used up."""

GROUP = "crashes"
import sys

sys.setrecursionlimit(2**31 - 1)


class Deep:
    def __getattr__(self, name):
        return getattr(self, name + "x")

    def __repr__(self):
        return repr([self])


repr(Deep())
