"""Fills /dev/shm, which is memory."""

GROUP = "disk"
import multiprocessing.shared_memory as shared

for folder in ("/dev/shm", "/dev/mqueue", "/dev"):
    try:
        with open(marked(folder), "wb", buffering=0) as file:
            for _ in range(512):
                file.write(b"x" * (1 << 20))
    except OSError:
        pass
try:
    block = shared.SharedMemory(name=KNOWN["marker"], create=True, size=512 << 20)
    block.buf[:] = b"x" * len(block.buf)
except (OSError, ImportError):
    pass
