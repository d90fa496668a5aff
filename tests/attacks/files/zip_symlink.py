"""Packs a symbolic link to the answers as its notebook."""

import stat
import zipfile
from pathlib import Path

GROUP = "zips"
DOORS = ("gradescent",)
EXPECT = {}


def write(folder: Path, honest: bytes) -> Path:
    path = folder / "zip_symlink.zip"
    with zipfile.ZipFile(path, "w") as archive:
        entry = zipfile.ZipInfo("a.ipynb")
        entry.create_system, entry.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
        archive.writestr(entry, str(folder.parent.parent / "peers" / "peer.ipynb"))
    return path
