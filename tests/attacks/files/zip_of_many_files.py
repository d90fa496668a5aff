"""Packs thirty thousand files beside its notebook."""

import zipfile
from pathlib import Path

GROUP = "zips"
DOORS = ("gradescent",)
SLOW = True


def write(folder: Path, honest: bytes) -> Path:
    path = folder / "zip_of_many_files.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.ipynb", honest)
        for number in range(30_000):
            archive.writestr(f"{number}", b"")
    return path
