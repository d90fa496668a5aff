"""What the doors share: one file graded, or an error from which a door makes no mark."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from autograder import doors
from autograder.errors import SandboxError
from autograder.sandbox.session import Sandbox

from ...conftest import spoil


@pytest.fixture
def warm(monkeypatch: pytest.MonkeyPatch) -> Iterator[Sandbox]:
    """The doors' own sandbox, without torch, and for one test."""
    doors._warm.cache_clear()
    with ExitStack() as at_the_end:
        monkeypatch.setattr(doors, "Sandbox", partial(Sandbox, ()))
        monkeypatch.setattr(doors, "atexit", SimpleNamespace(register=at_the_end.callback))
        yield doors._warm()
        doors._warm.cache_clear()


@pytest.fixture
def handed_in(solved: dict[str, Any], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("handed-in") / "alice.ipynb"
    path.write_text(json.dumps(solved))
    return path


def test_a_check_that_cannot_be_made_gives_no_mark(warm, rooms, handed_in):
    """As in a container that lacks the data which a hidden check reads: everybody would lose its points."""
    hidden = rooms / "solutions" / "tiny" / "hidden.py"
    spoil(hidden, "return close(", 'raise FileNotFoundError("no Fashion-MNIST here.")\n    return close(')
    with pytest.raises(
        SandboxError,
        match=r"doubles_any could not be made.*: FileNotFoundError: no Fashion-MNIST here. \(hidden.py, line \d+\)$",
    ):
        doors.grade_file(rooms, "tiny", handed_in, "alice")
    assert doors._warm() is warm


def test_a_warm_process_that_died_is_replaced(warm, tiny, handed_in):
    home = warm._zygote.home
    warm._zygote.process.kill()
    warm._zygote.process.wait()
    assert doors.grade_file(tiny.root, "tiny", handed_in, "alice").score == 4.0
    assert doors._warm() is warm
    assert not home.exists()


def test_isolation_that_is_missing_starts_no_other_process(warm, rooms, handed_in):
    zygote = warm._zygote
    with (rooms / "assignments" / "course.toml").open("a") as plan:
        plan.write('\n[isolation]\nrequire = ["carbonite"]\n')
    with pytest.raises(SandboxError, match="no carbonite"):
        doors.grade_file(rooms, "tiny", handed_in, "alice")
    assert doors._warm() is warm
    assert warm._zygote is zygote
