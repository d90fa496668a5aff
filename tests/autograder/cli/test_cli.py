"""The command, as users call it: what it prints, what it leaves, and how it ends."""

from __future__ import annotations

import csv
import json
import sys
from pathlib import Path

import pytest

from autograder import cli
from autograder.bank.survival import MutationReport
from autograder.bank.validate import Report
from autograder.notebook import text
from autograder.sandbox import confine
from autograder.sandbox.session import Sandbox

from ...conftest import spoil


@pytest.fixture(autouse=True)
def without_torch(monkeypatch):
    """The tiny course needs none, and loading it takes seconds."""
    monkeypatch.setattr(Sandbox.__init__, "__defaults__", ((),))


def run(*words: object) -> int:
    return cli.main([str(word) for word in words])


@pytest.fixture
def course(rooms):
    return "--course", rooms


def rows(folder) -> list[dict[str, str]]:
    with (folder / "scores.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_grade_a_class(course, solved, book, tmp_path, capsys):
    folder = tmp_path / "class"
    folder.mkdir()
    (folder / "alice.ipynb").write_text(text(solved))
    (folder / "bob.ipynb").write_text(text(book))
    assert run(*course, "grade", folder, "--out", tmp_path / "out") == 0
    assert [(row["submission"], row["score"], row["status"]) for row in rows(tmp_path / "out")] == [
        ("alice", "4", "graded"),
        ("bob", "0", "graded"),
    ]
    shown = capsys.readouterr().out
    assert "graded 2 of 2" in shown
    assert "not answered: q1, q2, q3" in shown


def test_a_check_that_fails_itself_is_said_and_made_again(rooms, solved, tmp_path, capsys):
    hidden = rooms / "solutions" / "tiny" / "hidden.py"
    whole = hidden.read_text()
    data = tmp_path / "figures.txt"
    spoil(hidden, '"""The answer, and why."""', f'"""The answer, and why."""\n    open({str(data)!r}).close()')
    (tmp_path / "alice.ipynb").write_text(text(solved))
    words = ["--course", rooms, "grade", tmp_path / "alice.ipynb", "--out", tmp_path / "out"]
    assert run(*words) == 1
    said = capsys.readouterr().err
    assert "1 checks could not be made, by no fault of the students" in said
    assert "is_the_answer of tiny, for alice: FileNotFoundError" in said
    assert run(*words, "--resume") == 1  # it is made again, and still so
    assert "1 checks could not be made" in capsys.readouterr().err
    data.touch()
    assert whole != hidden.read_text()
    assert run(*words, "--resume") == 0  # kept neither in the journal nor in the cache
    assert rows(tmp_path / "out")[0]["score"] == "4"


def test_what_cannot_be_graded_is_a_row_and_exit_1(course, solved, tmp_path):
    good, empty, other = (tmp_path / f"{name}.ipynb" for name in ("good", "empty", "other"))
    good.write_text(text(solved))
    empty.write_text("")
    other.write_text(text({**solved, "metadata": {"gradescent": {"assignment": "quartic"}}}))
    foreign = tmp_path / "foreign.ipynb"
    foreign.write_text('{"nbformat": 4, "cells": [{"cell_type": "code", "source": "x = 1"}]}')
    out = tmp_path / "out"
    assert run(*course, "grade", good, empty, other, foreign, "--out", out, "--quiet") == 1
    assert [(row["submission"], row["status"]) for row in rows(out)] == [
        ("good", "graded"),
        ("empty", "empty"),
        ("other", "other assignment"),
        ("foreign", "other assignment"),
    ]


def test_a_path_that_is_not_there_is_wrong_use_and_changes_nothing(course, solved, tmp_path, capsys):
    (tmp_path / "good.ipynb").write_text(text(solved))
    out = tmp_path / "out"
    assert run(*course, "grade", tmp_path / "good.ipynb", "--out", out, "--quiet") == 0
    before = {path: path.read_bytes() for path in out.iterdir() if path.is_file()}
    assert run(*course, "grade", tmp_path / "good.ipynb", tmp_path / "god", "--out", out, "--quiet") == 2
    assert f"not there, so nothing was graded: {tmp_path / 'god'}" in capsys.readouterr().err
    assert {path: path.read_bytes() for path in out.iterdir() if path.is_file()} == before


def test_who_is_no_longer_in_the_table_is_said(course, solved, tmp_path, capsys):
    for name in ("ana", "=bob", "carl"):
        (tmp_path / f"{name}.ipynb").write_text(text(solved))
    paths = sorted(tmp_path.glob("*.ipynb"))
    assert run(*course, "grade", *paths, "--out", tmp_path / "out", "--quiet") == 0
    assert "last run" not in capsys.readouterr().err
    assert run(*course, "grade", tmp_path / "ana.ipynb", "--out", tmp_path / "out", "--quiet") == 0
    assert "2 submissions of the last run are not in this one, nor in" in (said := capsys.readouterr().err)
    assert ": =bob, carl. For one table of all" in said


def test_a_foreign_notebook_is_graded_where_the_assignment_is_named(course, tmp_path):
    foreign = tmp_path / "foreign.ipynb"
    foreign.write_text('{"nbformat": 4, "cells": [{"cell_type": "code", "source": "def double(x): return 2 * x"}]}')
    assert run(*course, "grade", foreign, "--assignment", "tiny", "--out", tmp_path / "out", "--quiet") == 0
    assert rows(tmp_path / "out")[0]["q1"] == "2"


@pytest.mark.parametrize(("out", "why"), [("taken", "File exists"), ("taken/class", "Not a directory")])
def test_what_the_system_refuses_is_said_in_a_line(course, tmp_path, capsys, out, why):
    (tmp_path / "taken").touch()
    assert run(*course, "demo", "--out", tmp_path / out) == 1
    assert capsys.readouterr().err == f"gradescent: {tmp_path / out}: {why}\n"


def test_an_error_of_ours_is_no_error_of_the_systems(course, monkeypatch):
    def bug(*_):
        raise OSError("could not get source code")

    monkeypatch.setattr("autograder.demo.write_class", bug)
    with pytest.raises(OSError, match="source code"):
        run(*course, "demo", "--out", "x")


def test_the_same_class_gets_the_same_files(course, tmp_path):
    run(*course, "demo", "--students", 6, "--out", tmp_path / "class")
    files = []
    for jobs in (1, 3):
        run(*course, "grade", tmp_path / "class", "--out", tmp_path / f"out{jobs}", "--quiet", "--jobs", jobs)
        files.append((tmp_path / f"out{jobs}" / "scores.csv").read_bytes())
    assert files[0] == files[1]


def test_a_grade_without_the_isolation_that_the_course_asks_for(course, rooms, solved, tmp_path, capsys):
    (tmp_path / "a.ipynb").write_text(text(solved))
    spoil(rooms / "assignments/course.toml", "[limits]", '[isolation]\nrequire = ["carbonite"]\n\n[limits]')
    assert run(*course, "grade", tmp_path / "a.ipynb", "--out", tmp_path / "out") == 1
    assert "no carbonite" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()
    assert run(*course, "grade", tmp_path / "a.ipynb", "--out", tmp_path / "out", "--weaker-isolation") == 0


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("grade", "x.ipynb", "--out", "o", "--assignment", "large"), "no assignment large; there are: tiny"),
        (("build", "large"), "no assignment large"),
        (("validate", "large"), "no assignment large"),
        (("demo", "large", "--out", "o"), "no assignment large"),
    ],
)
def test_wrong_use_is_exit_2_and_says_what_to_do(course, capsys, words, says):
    assert run(*course, *words) == 2
    assert says in capsys.readouterr().err


def test_no_course_here(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    assert run("validate") == 2
    assert "--course DIR" in capsys.readouterr().err


@pytest.mark.parametrize(
    "words", [(), ("grade",), ("grade", "x"), ("grade", "x", "--out", "o", "--jobs", "0"), ("fly",)]
)
def test_what_argparse_refuses(words):
    with pytest.raises(SystemExit) as refused:
        run(*words)
    assert refused.value.code == 2


def test_the_course_is_found_from_a_folder_in_it(rooms, monkeypatch, capsys):
    monkeypatch.chdir(rooms / "solutions" / "tiny")
    assert run("build", "--check") == 0
    assert "tiny: the notebook is what its text gives" in capsys.readouterr().out


def test_build_check_of_a_stale_notebook(course, rooms, capsys):
    spoil(rooms / "assignments/tiny/tiny.py", "A small", "A large")
    assert run(*course, "build", "--check") == 1
    assert "run: gradescent build tiny" in capsys.readouterr().err


def test_validate(course, rooms, capsys):
    assert run(*course, "validate", "--mutants") == 0
    shown = capsys.readouterr().out
    assert "3 of 3 wrong answers fail as declared, 3 are diagnosed" in " ".join(shown.split())
    assert "2 of 2 mutants killed" in shown
    spoil(rooms / "solutions/tiny/wrong/absolute.py", '"doubles_any"', '"quadruples"')
    assert run(*course, "validate") == 1
    assert "does NOT hold" in capsys.readouterr().out


def test_the_totals_of_a_course(capsys):
    cli._show_totals([Report("a", 3, (), ()), Report("b", 4, (), ())], [MutationReport("a", 7, ("b",), 2, ("c",), ())])
    shown = capsys.readouterr().out
    assert "2 assignments, 7 checks" in shown
    assert "7 of 8 (87%) machine mutants killed" in shown
    cli._show_totals([Report("a", 3, (), ()), Report("b", 4, (), ())], [])
    assert "mutants" not in capsys.readouterr().out


def test_demo_is_the_same_for_the_same_seed(course, tmp_path):
    for name, seed in (("a", 1), ("b", 1), ("c", 2)):
        assert run(*course, "demo", "tiny", "--students", 5, "--seed", seed, "--out", tmp_path / name) == 0
    contents = [[file.read_text() for file in sorted((tmp_path / name).iterdir())] for name in "abc"]
    assert contents[0] == contents[1] != contents[2]
    assert len(contents[0]) == 5
    json.loads(contents[0][0])


def test_doctor(capsys):
    assert run("doctor") in {0, 1}
    shown = capsys.readouterr().out
    for layer in ("namespaces", "landlock", "seccomp", "uid", "rlimits"):
        assert layer in shown


def test_doctor_prints_the_profile_that_ubuntu_asks_for(monkeypatch, capsys):
    found = dict.fromkeys(confine.LAYERS) | {"namespaces": "AppArmor: write it to /etc/apparmor.d/bwrap"}
    monkeypatch.setattr(confine, "available", lambda: found)
    assert run("doctor") == 0
    shown = capsys.readouterr().out
    assert "profile bwrap /usr/bin/bwrap flags=(unconfined) {" in shown
    assert "userns," in shown
    monkeypatch.setattr(confine, "available", lambda: dict.fromkeys(confine.LAYERS))
    assert run("doctor") == 0
    assert "profile" not in capsys.readouterr().out


@pytest.mark.parametrize(
    ("lacks", "status"),
    [((), 0), (("landlock",), 0), (("namespaces",), 0), (("seccomp",), 1), (("landlock", "namespaces"), 1)],
)
def test_doctor_says_what_grade_will_say(monkeypatch, tmp_path, lacks, status):
    found = {layer: "not here" if layer in lacks else None for layer in confine.LAYERS}
    monkeypatch.setattr(confine, "available", lambda: found)
    assert run("doctor") == status
    monkeypatch.chdir(tmp_path)  # where there is no course
    assert run("doctor") == status


@pytest.mark.parametrize(
    ("arguments", "handed_on"),
    [
        (["calibrate", "warmup-laptop", "--runs", "3"], ["reference.calibrate", "warmup-laptop", "--runs", "3"]),
        (["bench", "train", "--images", "9", "--rounds", "2"], ["reference.bench", "--images", "9", "--rounds", "2"]),
    ],
)
def test_trainings_are_the_references_in_a_process_of_their_own(arguments, handed_on, monkeypatch):
    started = []

    class Process:
        def __init__(self, command):
            started.append(command)
            self.waits = 0

        def __enter__(self):
            return self

        def __exit__(self, *_):
            pass

        def wait(self):
            self.waits += 1
            if self.waits == 1:
                raise KeyboardInterrupt  # the other has got it, too, and stores what it has
            return 130

    monkeypatch.setattr("subprocess.Popen", Process)
    assert run(*arguments) == 130
    assert started == [[sys.executable, "-m", *handed_on]]


def test_other_commands_take_no_stray_arguments(capsys):
    with pytest.raises(SystemExit):
        run("bench", "sandbox", "--images", "9")
    assert "unrecognized arguments: --images 9" in capsys.readouterr().err


def test_grade_for_other_programs(tiny, solved, book, tmp_path, capsys):
    for name, notebook in (("good", solved), ("empty", book)):
        (tmp_path / f"{name}.ipynb").write_text(json.dumps(notebook))
    out = tmp_path / "out"
    status = run(
        "--course", tiny.root, "grade", tmp_path / "good.ipynb", tmp_path / "empty.ipynb", "--out", out, "--json"
    )
    said = json.loads(capsys.readouterr().out)
    assert (status, said["graded"], said["total"]) == (0, 2, 2)
    assert [(row["submission"], row["score"]) for row in said["rows"]] == [("good", "4"), ("empty", "0")]
    assert all(Path(said[name]).exists() for name in ("scores", "results", "report"))
