"""Announces a message of four gigabytes on the grader's pipe."""

GROUP = "the wire"
EXPECT = "at most"
import os
import stat
import struct

for number in range(3, 100):
    try:
        if stat.S_ISSOCK(os.fstat(number).st_mode):
            os.write(number, struct.pack("!II", 0xFFFFFFFF, 0xFFFFFFFF) + b"x" * 1000)
    except OSError:
        pass
