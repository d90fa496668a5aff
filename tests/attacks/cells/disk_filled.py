"""Writes one file that never ends."""

GROUP = "disk"
try:
    with open("huge", "wb", buffering=0) as file:
        while True:
            file.write(b"x" * (1 << 20))
except OSError:
    pass
