"""Opens files until there are no descriptors left."""

GROUP = "processes"
EXPECT = "at most"
kept = []
try:
    while True:
        kept.append(open("/dev/null"))
except OSError:
    pass
