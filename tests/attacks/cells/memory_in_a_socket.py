"""Takes memory that the kernel holds for it: full pipes and sockets."""

GROUP = "memory"
import os
import socket

kept = []
try:
    for _ in range(5000):
        pair = socket.socketpair()
        kept.append(pair)
        pair[0].setblocking(False)
        while True:
            pair[0].send(b"x" * 65536)
except (OSError, BlockingIOError):
    pass
try:
    for _ in range(5000):
        read, write = os.pipe()
        os.set_blocking(write, False)
        os.write(write, b"x" * 65536)
except OSError:
    pass
for pair in kept:
    pair[0].close()
    pair[1].close()
