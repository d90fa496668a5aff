"""Answers each interrupt at the last moment, cell after cell."""

GROUP = "time"
SLOW = True
import time

for _ in range(100):
    try:
        time.sleep(1000)
    except KeyboardInterrupt:
        time.sleep(1.5)
        break
