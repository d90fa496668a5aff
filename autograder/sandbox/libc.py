"""The C library, for the system calls that Python has no name for."""

from __future__ import annotations

import ctypes
import functools


@functools.cache
def libc() -> ctypes.CDLL:
    """Looked up once, and before the fork where there is one: looking for it anew at each call costs a child milliseconds."""
    return ctypes.CDLL(None, use_errno=True)
