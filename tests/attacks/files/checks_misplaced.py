"""Mentions the checks in strings, comments and markdown, before and after its answers."""

import json
from pathlib import Path

GROUP = "notebooks"


def write(folder: Path, honest: bytes) -> Path:
    book = json.loads(honest)
    text = 'text = """\ngrader.check("q1")\ngrader.check("q2")\ngrader.check("q99")\n"""\ngrader.check("q3")'
    for where, name in ((1, "early"), (len(book["cells"]) + 1, "late")):
        cell = {"cell_type": "code", "execution_count": None, "id": name, "metadata": {}, "outputs": [], "source": text}
        book["cells"].insert(where, cell)
    path = folder / "checks_misplaced.ipynb"
    path.write_text(json.dumps(book))
    return path
