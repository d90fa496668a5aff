"""Becomes another user, root first, and takes back its capabilities."""

GROUP = "the kernel"
import ctypes
import os

libc = ctypes.CDLL(None)
for identity in (0, 1, 1000, 65533):
    for call in (os.setuid, os.setgid, os.seteuid, lambda i: os.setresuid(i, i, i), lambda i: os.setgroups([i])):
        try:
            call(identity)
        except OSError:
            pass
header = (ctypes.c_uint32 * 2)(0x20080522, 0)
libc.capset(header, (ctypes.c_uint32 * 6)(*[0xFFFFFFFF] * 6))
libc.prctl(47, 2, 21, 0, 0)
for path in (KNOWN["hidden"], KNOWN["peer"]):
    try:
        take(open(path).read())
        os.chown(path, 65534, 65534)
    except OSError:
        pass
spill()
