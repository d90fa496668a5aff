"""Keeps the attacks from being collected: doctest collection would import, and so run, them in this process."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))

collect_ignore_glob = ["cells/*", "files/*", "pipe/*", "baseline.py"]


@pytest.hookimpl(wrapper=True)
def pytest_collect_file(file_path: Path) -> Iterator[None]:
    """Not even where one of them is named on the command line."""
    collected = yield
    return [] if file_path.resolve().parent != HERE else collected
