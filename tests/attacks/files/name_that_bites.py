"""Calls its file by a formula, markup, control sequences and bytes that are no text."""

import os
from pathlib import Path

GROUP = "files"
DOORS = ("gradescent",)


def write(folder: Path, honest: bytes) -> Path:
    own = folder / "name_that_bites"
    own.mkdir()
    name = b"=cmd[bold]\x1b[31m\n\"'\xff,4,4.ipynb"
    with open(os.path.join(os.fsencode(own), name), "wb") as file:
        file.write(honest)
    return own
