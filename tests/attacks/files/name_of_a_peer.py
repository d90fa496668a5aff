"""Calls its file like a peer's, in folders that look the same."""

from pathlib import Path

GROUP = "files"
DOORS = ("gradescent",)


def write(folder: Path, honest: bytes) -> Path:
    own = folder / "neighbour"
    own.mkdir()
    (own / "neighbour.ipynb").write_bytes(honest)
    return own
