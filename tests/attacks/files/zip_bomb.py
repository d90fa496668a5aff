"""Packs a hundred and twenty megabytes of zeros into a small zip, as its notebook."""

import zipfile
from pathlib import Path

GROUP = "zips"
DOORS = ("gradescent",)
EXPECT = {}


def write(folder: Path, honest: bytes) -> Path:
    path = folder / "zip_bomb.zip"
    block = bytes(1 << 20)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.ipynb", "w") as member:
        for _ in range(120):
            member.write(block)
    return path
