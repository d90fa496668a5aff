"""Packs files whose names are no text, empty, or a megabyte of folders."""

import io
import zipfile
from pathlib import Path

GROUP = "zips"
DOORS = ("gradescent",)
EXPECT = {}


def write(folder: Path, honest: bytes) -> Path:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("Q.ipynb", honest)
        archive.writestr("a/" * 30_000 + "b", "")
    data = packed.getvalue()
    for signature, offset in ((b"PK\x01\x02", 9), (b"PK\x03\x04", 7)):
        where = data.find(signature)
        data = data[: where + offset] + b"\x08" + data[where + offset + 1 :]
    path = folder / "zip_with_odd_names.zip"
    path.write_bytes(data.replace(b"Q.ipynb", b"\xff.ipynb"))
    return path
