"""Hands in every cell three times, check cells and their identities included."""

import json
from pathlib import Path

GROUP = "notebooks"


def write(folder: Path, honest: bytes) -> Path:
    book = json.loads(honest)
    book["cells"] = book["cells"] * 3
    path = folder / "cells_duplicated.ipynb"
    path.write_text(json.dumps(book))
    return path
