"""Starts processes by all calls that the kernel has for it."""

GROUP = "processes"
import ctypes
import multiprocessing
import os
import time

libc = ctypes.CDLL(None)
for number, arguments in (
    (57, ()),
    (58, ()),
    (56, (17, 0, 0, 0, 0)),
    (56, (0x11 | 0x10000000, 0, 0, 0, 0)),
    (435, (ctypes.create_string_buffer(b"\0" * 64 + b"\x11"), 88)),
):
    if number == 58:
        continue  # vfork returns twice on one stack
    if libc.syscall(number, *arguments) == 0:
        time.sleep(60)
        os._exit(0)
for method in ("fork", "spawn", "forkserver"):
    try:
        multiprocessing.get_context(method).Process(target=time.sleep, args=(60,)).start()
    except (OSError, AttributeError, RuntimeError, EOFError, ImportError):
        pass
