"""A new exercise is valid before a word of it is changed, and needs no change in the engine."""

from __future__ import annotations

import pytest

from autograder import cli
from autograder.bank.validate import validate
from autograder.course import load_course
from autograder.errors import CourseError
from autograder.sandbox.session import Sandbox
from autograder.scaffold import write_exercise


@pytest.mark.heavy
def test_a_new_exercise_builds_and_validates(rooms, tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(Sandbox.__init__, "__defaults__", (("torch",),))
    course = ("--course", str(rooms))
    assert cli.main([*course, "new", "newton"]) == 0
    assert "gradescent build newton" in capsys.readouterr().out
    assert cli.main([*course, "build", "newton", "--out", str(tmp_path / "dist")]) == 0
    assert cli.main([*course, "validate", "newton", "--mutants"]) == 0
    with Sandbox() as sandbox:
        assert all(finding.diagnosed for finding in validate(load_course(rooms), "newton", sandbox).of("wrong"))


@pytest.mark.parametrize("slug", ["tiny", "checks", "Newton", "two words", "../up", ""])
def test_slugs_that_are_taken_or_no_names(rooms, slug):
    with pytest.raises(CourseError):
        write_exercise(load_course(rooms), slug)
