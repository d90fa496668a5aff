"""Packs a notebook, and files whose names climb out of the folder that it is unpacked in."""

import zipfile
from pathlib import Path

GROUP = "zips"
DOORS = ("gradescent", "otter")


def write(folder: Path, honest: bytes) -> Path:
    path = folder / "zip_traversal.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.ipynb", honest)
        for name in ("../../outside/notes.txt", "/tmp/marker-traversal", "..\\..\\x", "a/../../../results/scores.csv"):
            archive.writestr(name, "overwritten")
    return path
