"""Hands in a file of two hundred megabytes, most of it a hole."""

import os
from pathlib import Path

GROUP = "sizes"
EXPECT = {}


def write(folder: Path, honest: bytes) -> Path:
    path = folder / "huge_file.ipynb"
    path.write_bytes(honest)
    os.truncate(path, 200 << 20)
    return path
