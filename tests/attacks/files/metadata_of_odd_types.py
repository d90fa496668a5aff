"""Brings metadata, sources and identities of types that they should not have."""

import json
from pathlib import Path

GROUP = "notebooks"


def write(folder: Path, honest: bytes) -> Path:
    book = json.loads(honest)
    odd = [None, 7, [], {}, "x" * 10_000, {"name": ["q1"]}, {"name": {"a": 1}}, {"name": "__class__"}]
    for number, value in enumerate(odd):
        cell = {"cell_type": "code", "id": value, "metadata": {"gradescent": value, "nbgrader": value}, "source": value}
        book["cells"].insert(number, cell)
    book["cells"] += [None, 7, "cell", {"cell_type": ["code"]}, {"cell_type": "code", "source": [1, None, "x = 1"]}]
    path = folder / "metadata_of_odd_types.ipynb"
    path.write_text(json.dumps(book))
    return path
