"""Leaves folders and files that nobody may enter or remove."""

GROUP = "disk"
import os

try:
    os.makedirs("shut/inner", 0o700)
    open("shut/inner/file", "w").write("x")
    os.mkdir("shut/closed", 0)
    os.chmod("shut/inner", 0)
    os.chmod("shut", 0)
    os.mkdir("-rf *\n\x1b[31m")
    os.mkdir(b"\xff\xfe")
except OSError:
    pass
