"""Hands in nineteen hundred cells that each raise."""

import json
from pathlib import Path

GROUP = "sizes"
SLOW = True


def write(folder: Path, honest: bytes) -> Path:
    book = json.loads(honest)
    cell = {"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": "1 / 0"}
    book["cells"][2:2] = [{**cell, "id": f"n{number}"} for number in range(1900)]
    path = folder / "many_cells.ipynb"
    path.write_text(json.dumps(book))
    return path
