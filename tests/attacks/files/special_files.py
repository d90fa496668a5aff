"""Hands in a pipe, a folder and a broken link under the names of notebooks, beside its own."""

import os
from pathlib import Path

GROUP = "files"
DOORS = ("gradescent",)


def write(folder: Path, honest: bytes) -> Path:
    own = folder / "special_files"
    (own / "folder.ipynb").mkdir(parents=True)
    os.mkfifo(own / "pipe.ipynb")
    (own / "broken.ipynb").symlink_to("/nowhere")
    (own / "tiny.ipynb").write_bytes(honest)
    return own
