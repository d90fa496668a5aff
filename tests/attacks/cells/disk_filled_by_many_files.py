"""Writes many files, each within its limit."""

GROUP = "disk"
SLOW = True
import itertools

try:
    for number in itertools.count():
        with open(f"part{number}", "wb", buffering=0) as file:
            for _ in range(7):
                file.write(b"x" * (1 << 20))
        if number > 60:
            break
except OSError:
    pass
