"""Hands in a million cells."""

import json
from pathlib import Path

GROUP = "sizes"
EXPECT = {}
SLOW = True


def write(folder: Path, honest: bytes) -> Path:
    path = folder / "million_cells.ipynb"
    book = json.loads(honest)
    start = json.dumps({**book, "cells": []}).replace('"cells": []', '"cells": [')
    head, tail = start.split('"cells": [')
    path.write_text(
        head + '"cells": [' + ",".join(['{"cell_type":"code","metadata":{},"source":""}'] * 1_000_000) + "]" + tail
    )
    return path
