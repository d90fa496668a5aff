"""Raises errors whose text, type and traceback are made to break whoever prints them."""

GROUP = "the engine"


class Bites(Exception):
    def __str__(self):
        raise RuntimeError("no")

    __repr__ = __format__ = __str__

    @property
    def __class__(self):
        raise RuntimeError("no")


raise Bites(b"\xff", "\ud800\x00\x1b]0;title\x07\u202e" * 100_000)
