"""Hands in the cells in the opposite order, so that checks come before answers."""

import json
from pathlib import Path

GROUP = "notebooks"


def write(folder: Path, honest: bytes) -> Path:
    book = json.loads(honest)
    book["cells"] = [
        {**cell, "source": cell["source"].replace("double(double(x)) + 1", "0 * x")} for cell in book["cells"]
    ]
    book["cells"].reverse()
    path = folder / "cells_reversed.ipynb"
    path.write_text(json.dumps(book))
    return path
