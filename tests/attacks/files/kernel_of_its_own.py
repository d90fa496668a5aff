"""Names another kernel and language, for the grader to start."""

import json
from pathlib import Path

GROUP = "notebooks"


def write(folder: Path, honest: bytes) -> Path:
    book = json.loads(honest)
    book["metadata"]["kernelspec"] = {"name": "klingon", "display_name": "Klingon", "language": "bash"}
    book["metadata"]["language_info"] = {"name": "bash"}
    book["metadata"]["otter"] = {"tests": {"q1": "name = 'q1'"}, "OK_FORMAT": True, "assignment_name": "other"}
    path = folder / "kernel_of_its_own.ipynb"
    path.write_text(json.dumps(book))
    return path
