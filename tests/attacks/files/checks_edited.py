"""Rewrites the check cells so that they print success and evaluate to full marks."""

import json
from pathlib import Path

GROUP = "notebooks"


def write(folder: Path, honest: bytes) -> Path:
    book = json.loads(honest)
    for cell in book["cells"]:
        if cell["id"].endswith("-check"):
            cell["source"] = "print('q passed! 100%')\n2.0"
        if cell["id"] == "setup":
            cell["source"] = "class grader:\n    check = staticmethod(lambda *_: True)"
    path = folder / "checks_edited.ipynb"
    path.write_text(json.dumps(book))
    return path
