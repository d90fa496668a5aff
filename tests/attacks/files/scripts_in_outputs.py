"""Brings scripts in outputs, text, attachments and metadata, for the browser of whoever marks."""

import json
from pathlib import Path

GROUP = "notebooks"
SCRIPT = "<script>alert('pwned-by-script')</script><img src=x onerror=alert('pwned-by-script')>"


def write(folder: Path, honest: bytes) -> Path:
    book = json.loads(honest)
    page = {"text/html": SCRIPT, "application/javascript": "alert('pwned-by-script')", "image/svg+xml": SCRIPT}
    for cell in book["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = [{"output_type": "display_data", "metadata": {}, "data": page}]
        elif cell["id"] == "q4":
            cell["source"] = SCRIPT + "\n\n[a](javascript:alert('pwned-by-script'))"
            cell["attachments"] = {"a.svg": {"image/svg+xml": SCRIPT}}
    book["metadata"]["title"] = "</title>" + SCRIPT
    path = folder / "scripts_in_outputs.ipynb"
    path.write_text(json.dumps(book))
    return path
