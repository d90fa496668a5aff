"""Opens the hidden checks and the answers by their paths, in every way that Python has."""

GROUP = "secrets"
import linecache
import mmap
import os

for path in (KNOWN["hidden"], KNOWN["answers"]):
    for way in (
        lambda: open(path, "rb").read(),
        lambda: os.read(os.open(path, os.O_RDONLY), 9999),
        lambda: os.read(os.open(path, os.O_RDWR), 9999),
        lambda: "".join(linecache.getlines(path)),
        lambda: __import__("runpy").run_path(path),
        lambda: os.listxattr(path),
        lambda: mmap.mmap(os.open(path, os.O_RDONLY), 0, prot=mmap.PROT_READ)[:],
        lambda: os.read(os.open("/proc/self/root" + path, os.O_RDONLY), 9999),
    ):
        try:
            take(way())
        except BaseException as error:
            take(error)
spill()
