"""Starts threads until it can no more."""

GROUP = "processes"
SLOW = True
import threading
import time

try:
    for _ in range(100_000):
        threading.Thread(target=time.sleep, args=(1000,), daemon=True).start()
except (RuntimeError, MemoryError):
    pass
