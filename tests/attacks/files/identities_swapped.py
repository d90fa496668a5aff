"""Swaps what the cells say they are: the check of one question for that of another."""

import json
from pathlib import Path

GROUP = "notebooks"
EXPECT = "at most"


def write(folder: Path, honest: bytes) -> Path:
    book = json.loads(honest)
    mine = {cell["id"]: cell for cell in book["cells"]}
    for a, b in (("q1-check", "q3-check"), ("q1", "q2"), ("given", "q3")):
        mine[a]["metadata"], mine[b]["metadata"] = mine[b]["metadata"], mine[a]["metadata"]
        mine[a]["id"], mine[b]["id"] = b, a
    path = folder / "identities_swapped.ipynb"
    path.write_text(json.dumps(book))
    return path
