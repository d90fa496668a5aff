"""Huge pages for a process that will be forked often.

A fork copies the table of every page that the process has written, and the child's end frees it again: with some hundred
thousand small pages, as torch leaves behind, that is most of what a fork costs. A huge page is one entry instead of 512. Where
the child writes, the kernel still copies small pages only.
"""

from __future__ import annotations

import ctypes
import sys
from pathlib import Path

from autograder.sandbox.libc import libc

_HUGE = 2 << 20
_MADV_COLLAPSE = 25  # Linux 6.1


def collapse() -> int:
    """Gathers this process's private memory into huge pages; how many ranges the kernel took, 0 where it knows no such call."""
    if not sys.platform.startswith("linux"):
        return 0
    taken = 0
    for start, end in _private(Path("/proc/self/maps").read_text()):
        first, last = -(-start // _HUGE) * _HUGE, end // _HUGE * _HUGE
        if first < last:
            size = ctypes.c_size_t(last - first)
            taken += libc().madvise(ctypes.c_void_p(first), size, ctypes.c_int(_MADV_COLLAPSE)) == 0
    return taken


def _private(maps: str) -> list[tuple[int, int]]:
    """The ranges of memory that belong to no file and may be written.

    >>> _private("00400000-00800000 rw-p 00000000 00:00 0 [heap]\\n00800000-00900000 r-xp 00000000 08:01 7 /lib/x.so")
    [(4194304, 8388608)]
    """
    found = []
    for line in maps.splitlines():
        place, rights, _, _, inode, *name = line.split(maxsplit=5)
        if rights == "rw-p" and inode == "0" and name in ([], ["[heap]"]):
            start, end = place.split("-")
            found.append((int(start, 16), int(end, 16)))
    return found
