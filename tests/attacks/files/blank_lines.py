"""Hands in a cell of a hundred thousand blank lines, which some searches take hours for."""

import json
from pathlib import Path

GROUP = "notebooks"
SLOW = True


def write(folder: Path, honest: bytes) -> Path:
    book = json.loads(honest)
    blank = {"cell_type": "code", "execution_count": None, "id": "blank", "metadata": {}, "outputs": []}
    book["cells"].insert(3, {**blank, "source": "x = 1" + "\n" * 100_000 + "y = 1"})
    path = folder / "blank_lines.ipynb"
    path.write_text(json.dumps(book))
    return path
