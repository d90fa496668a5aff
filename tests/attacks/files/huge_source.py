"""Hands in six megabytes of source."""

import json
from pathlib import Path

GROUP = "sizes"
EXPECT = {}


def write(folder: Path, honest: bytes) -> Path:
    book = json.loads(honest)
    cell = {"cell_type": "code", "execution_count": None, "id": "huge", "metadata": {}, "outputs": []}
    book["cells"].append({**cell, "source": "x = '" + "x" * (6 << 20) + "'"})
    path = folder / "huge_source.ipynb"
    path.write_text(json.dumps(book))
    return path
