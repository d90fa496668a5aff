"""Reads and writes the memory of its parent and of the grader."""

GROUP = "secrets"
import ctypes
import os

libc = ctypes.CDLL(None)
for who in (os.getppid(), 1, KNOWN["grader"]):
    for name in ("mem", "pagemap"):
        for mode in ("rb", "r+b"):
            try:
                open(f"/proc/{who}/{name}", mode).read(1)
                take("canary-memory-" + "0" * 16)
            except (OSError, ValueError):
                pass
    local = (ctypes.c_void_p * 2)(ctypes.cast(ctypes.create_string_buffer(64), ctypes.c_void_p).value, 64)
    remote = (ctypes.c_void_p * 2)(0x400000, 64)
    for number in (310, 311):
        if libc.syscall(number, who, local, 1, remote, 1, 0) > 0:
            take("canary-memory-" + "1" * 16)
assert not LOOT, LOOT
