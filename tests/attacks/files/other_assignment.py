"""Says that it is the notebook of another assignment, by a path."""

import json
from pathlib import Path

GROUP = "files"
EXPECT = {}


def write(folder: Path, honest: bytes) -> Path:
    book = json.loads(honest)
    book["metadata"]["gradescent"]["assignment"] = "../../solutions/tiny"
    path = folder / "other_assignment.ipynb"
    path.write_text(json.dumps(book))
    return path
