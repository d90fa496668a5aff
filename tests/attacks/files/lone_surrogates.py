"""Puts halves of surrogate pairs, null characters and odd line ends into every text."""

import json
from pathlib import Path

GROUP = "notebooks"


def write(folder: Path, honest: bytes) -> Path:
    book = json.loads(honest)
    for cell in book["cells"]:
        if cell["id"] == "q4":
            cell["source"] = "why \ud800 \u2028 \x85"
    source = "odd = '\ud800\u202e'\nraise ValueError('\ud800')"
    for number, text in enumerate((source, "x = 1\x00", "\ud800", "y = 1\r\rz = 2\x0c", "# \u2028raise SystemExit")):
        cell = {"cell_type": "code", "execution_count": None, "id": f"odd{number}", "metadata": {}, "outputs": []}
        book["cells"].append({**cell, "source": text})
    path = folder / "lone_surrogates.ipynb"
    path.write_text(json.dumps(book))
    return path
