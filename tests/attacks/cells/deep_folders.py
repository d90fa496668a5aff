"""Leaves folders nested three thousand deep, for whoever clears up by recursion."""

GROUP = "disk"
import os

here = os.getcwd()
try:
    for _ in range(3000):
        os.mkdir("a")
        os.chdir("a")
    open("deep", "w").write("x" * 100_000)
except OSError:
    pass
os.chdir(here)
