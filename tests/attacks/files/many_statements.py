"""Hands in a cell of a million statements, which cost a parser a thousand times their size."""

import json
from pathlib import Path

GROUP = "notebooks"
SLOW = True


def write(folder: Path, honest: bytes) -> Path:
    book = json.loads(honest)
    cell = {"cell_type": "code", "execution_count": None, "id": "many", "metadata": {}, "outputs": []}
    book["cells"].insert(3, {**cell, "source": "a=1\n" * 1_000_000})
    path = folder / "many_statements.ipynb"
    path.write_text(json.dumps(book))
    return path
