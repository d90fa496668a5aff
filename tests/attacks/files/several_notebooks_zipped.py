"""Packs two notebooks, for the grader to take the better one."""

import zipfile
from pathlib import Path

GROUP = "zips"
DOORS = ("gradescent",)
EXPECT = {}


def write(folder: Path, honest: bytes) -> Path:
    path = folder / "several_notebooks_zipped.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.ipynb", honest)
        archive.writestr("b.ipynb", honest)
    return path
