"""Deletes the check cells and everything else that is not an answer."""

import json
from pathlib import Path

GROUP = "notebooks"


def write(folder: Path, honest: bytes) -> Path:
    book = json.loads(honest)
    book["cells"] = [cell for cell in book["cells"] if cell["id"] in ("q1", "q2", "q3")]
    path = folder / "checks_deleted.ipynb"
    path.write_text(json.dumps(book))
    return path
