"""Makes empty files until it can no more."""

GROUP = "disk"
SLOW = True
import os

try:
    for number in range(30_000):
        os.close(os.open(f"empty{number}", os.O_CREAT | os.O_WRONLY))
except OSError:
    pass
