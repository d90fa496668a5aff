"""Packs its notebook and damages the compressed data."""

import io
import zipfile
from pathlib import Path

GROUP = "zips"
DOORS = ("gradescent",)
EXPECT = {}


def write(folder: Path, honest: bytes) -> Path:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.ipynb", honest)
    data = bytearray(packed.getvalue())
    data[45:60] = bytes(byte ^ 0xFF for byte in data[45:60])
    path = folder / "zip_damaged.zip"
    path.write_bytes(data)
    return path
