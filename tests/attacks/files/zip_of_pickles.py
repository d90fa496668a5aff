"""Packs pickles that run code, under the names of otter's log and of its results."""

import pickle
import zipfile
from pathlib import Path

GROUP = "zips"
DOORS = ("gradescent", "otter")


class Fires:
    def __init__(self, path: Path) -> None:
        self.path = path

    def __reduce__(self):
        return (Path.touch, (self.path,))


def write(folder: Path, honest: bytes) -> Path:
    path = folder / "zip_of_pickles.zip"
    outside = folder.parent.parent / "outside"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.ipynb", honest)
        for name in (".OTTER_LOG", "results.pkl", "results.json", "log.pkl", "model.pt"):
            archive.writestr(name, pickle.dumps(Fires(outside / f"unpickled{name}")))
    return path
