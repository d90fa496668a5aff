"""Searches the memory of its own process, a copy of the one it was forked from, for secrets."""

GROUP = "secrets"
import ctypes
import re

pattern = re.compile(rb"canary-[a-z]+-[0-9a-f]{16}")
mine = {str(value).encode() for value in KNOWN.values()}
for line in open("/proc/self/maps"):
    span, rights, *rest = line.split()
    if not rights.startswith("rw") or (len(rest) > 3 and rest[3].startswith("[v")):
        continue
    start, end = (int(part, 16) for part in span.split("-"))
    if end - start < 40 << 20:
        try:
            for found in pattern.findall(ctypes.string_at(start, end - start)):
                take(found)
        except BaseException:
            pass
spill()
