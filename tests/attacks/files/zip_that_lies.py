"""Says in the zip's directory that its notebook is small, and it is not."""

import struct
import zipfile
from pathlib import Path

GROUP = "zips"
DOORS = ("gradescent",)
EXPECT = {}


def write(folder: Path, honest: bytes) -> Path:
    path = folder / "zip_that_lies.zip"
    block = bytes(1 << 20)
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive, archive.open("a.ipynb", "w") as member:
        for _ in range(120):
            member.write(block)
    data = bytearray(path.read_bytes())
    where = data.rfind(b"PK\x01\x02")
    data[where + 24 : where + 28] = struct.pack("<I", 1000)
    path.write_bytes(data)
    return path
