"""Takes memory in many processes, each within its own limit."""

GROUP = "memory"
import os
import time

for _ in range(16):
    if os.fork() == 0:
        hoard = bytearray(b"x" * (200 << 20))
        time.sleep(30)
        os._exit(0)
