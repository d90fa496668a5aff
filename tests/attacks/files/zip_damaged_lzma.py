"""Packs its notebook by another method and damages the compressed data."""

import io
import zipfile
from pathlib import Path

GROUP = "zips"
DOORS = ("gradescent",)
EXPECT = {}


def write(folder: Path, honest: bytes) -> Path:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_LZMA) as archive:
        archive.writestr("a.ipynb", honest)
    data = bytearray(packed.getvalue())
    data[46:60] = bytes(byte ^ 0xFF for byte in data[46:60])
    path = folder / "zip_damaged_lzma.zip"
    path.write_bytes(data)
    return path
