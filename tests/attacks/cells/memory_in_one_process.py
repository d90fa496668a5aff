"""Takes all memory, and touches it."""

GROUP = "memory"
hoard = []
try:
    while True:
        hoard.append(bytearray(b"x" * (16 << 20)))
except MemoryError:
    pass
