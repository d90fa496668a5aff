"""Reads from, and asks about, every descriptor that it inherited."""

GROUP = "secrets"
EXPECT = "at most"
import os
import socket
import stat

for number in range(3, 300):
    try:
        mode = os.fstat(number).st_mode
    except OSError:
        continue
    take(os.readlink(f"/proc/self/fd/{number}") if os.path.islink(f"/proc/self/fd/{number}") else "")
    try:
        if stat.S_ISDIR(mode):
            take(os.listdir(number))
            take(os.read(os.open(KNOWN["hidden"][1:], os.O_RDONLY, dir_fd=number), 9999))
        elif stat.S_ISREG(mode):
            take(os.pread(number, 100_000, 0))
        elif stat.S_ISSOCK(mode):
            take(socket.socket(fileno=os.dup(number)).getpeername())
    except OSError:
        pass
spill()
