"""Says that all of its cells are the given one, or the setup."""

import json
from pathlib import Path

GROUP = "notebooks"
EXPECT = "at most"


def write(folder: Path, honest: bytes) -> Path:
    book = json.loads(honest)
    for number, cell in enumerate(book["cells"]):
        cell["metadata"] = {"gradescent": {"name": ("given", "setup")[number % 2], "role": "given"}}
    path = folder / "everything_is_given.ipynb"
    path.write_text(json.dumps(book))
    return path
