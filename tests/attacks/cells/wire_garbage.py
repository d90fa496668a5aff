"""Writes noise on every descriptor, the grader's pipe among them."""

GROUP = "the wire"
EXPECT = "at most"
import os

for number in range(3, 100):
    try:
        os.set_blocking(number, False)
        os.write(number, b"\xff\x00garbage" * 100)
    except OSError:
        pass
