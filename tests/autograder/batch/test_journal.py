"""The journal: what is in it is on the disk, what is torn is dropped, and nobody else writes there."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder.batch.journal import NAME, NOT_GRADED, cannot_write, is_underway, journal
from autograder.errors import ResultsError
from autograder.records import Outcome, QuestionScore, Score

ROOT = Path(__file__).parents[3]


def score(name: str, status: str = "graded", points: float = 1 / 3) -> Score:
    outcome = Outcome("c", "q1", "It is.", "failed", 1.0, points, message="Not “quite”.")
    return Score(name, "tiny", status, questions=(QuestionScore("q1", points, 1.0, (outcome,)),), seconds=0.25)


def filled(folder: Path, *names: str) -> Path:
    with journal(folder, resume=True) as kept:
        for name in names:
            kept.append(score(name), f"key of {name}")
    return folder / NAME


def test_what_was_appended_is_there_again(tmp_path):
    filled(tmp_path, "alice", "bob\n", "Ωmega \ud83d")
    with journal(tmp_path, resume=True) as kept:
        assert kept.has("alice", "key of alice")
        assert not kept.has("alice", "another key")
        assert not kept.has("carol", "key of carol")
        assert list(kept.scores(["bob\n", "alice"])) == [score("bob\n"), score("alice")]
        assert kept.entries["alice"].seconds == 0.25


def test_every_torn_tail_is_dropped_and_the_rest_kept(tmp_path):
    path = filled(tmp_path, "alice", "bob", "carol")
    whole = path.read_bytes()
    start = whole.rstrip(b"\n").rindex(b"\n") + 1
    for end in range(start, len(whole)):
        path.write_bytes(whole[:end])
        with journal(tmp_path, resume=True) as kept:
            assert list(kept.entries) == ["alice", "bob"]
            kept.append(score("carol"), "key of carol")
        assert path.read_bytes() == whole


def test_a_line_that_was_damaged_in_the_middle_is_graded_again(tmp_path):
    path = filled(tmp_path, "alice", "bob", "carol")
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 1
    path.write_bytes(data)
    with journal(tmp_path, resume=True) as kept:
        assert list(kept.entries) == ["alice", "carol"]


def test_a_tail_of_zeros_as_some_disks_leave(tmp_path):
    path = filled(tmp_path, "alice")
    with path.open("ab") as file:
        file.write(bytes(300))
    with journal(tmp_path, resume=True) as kept:
        assert list(kept.entries) == ["alice"]


def test_what_the_grader_failed_on_is_taken_up_again(tmp_path):
    with journal(tmp_path, resume=True) as kept:
        kept.append(score("alice", NOT_GRADED), "k")
        assert not kept.has("alice", "k")
        kept.append(score("alice"), "k")
        assert kept.has("alice", "k")


def test_a_run_that_has_not_ended_is_left_alone(tmp_path):
    path = filled(tmp_path, "alice")
    before = path.read_bytes()
    with pytest.raises(ResultsError, match=r"has not ended \(1 outcomes\): go on with it by --resume, or delete"):
        journal(tmp_path, resume=False).__enter__()
    assert path.read_bytes() == before
    with journal(tmp_path, resume=True) as kept:
        kept.finish("all")
    with journal(tmp_path, resume=True) as kept:
        assert (kept.finished, kept.entries) == ("all", {})
    with journal(tmp_path, resume=False) as kept:
        assert kept.finished == ""


def test_a_second_grader_is_refused(tmp_path):
    program = (
        "import sys\nfrom pathlib import Path\nfrom autograder.batch.journal import journal\n"
        "with journal(Path(sys.argv[1]), resume=True): pass"
    )
    command = [sys.executable, "-c", program, str(tmp_path)]
    with journal(tmp_path, resume=True):
        refused = subprocess.run(command, capture_output=True, text=True, cwd=ROOT)
        assert "another `gradescent grade` works in" in refused.stderr
    assert subprocess.run(command, cwd=ROOT).returncode == 0


def test_a_full_disk_says_so_and_keeps_what_there_is(tmp_path):
    """A limit on the size of files stands in for the disk's."""
    program = """
import resource, sys
from pathlib import Path
from autograder.errors import ResultsError
from autograder.batch.journal import journal
from tests.autograder.batch.test_journal import score
resource.setrlimit(resource.RLIMIT_FSIZE, (3000, 3000))
try:
    with journal(Path(sys.argv[1]), resume=True) as kept:
        for number in range(1000):
            kept.append(score(str(number)), "key")
            print(number, flush=True)
except ResultsError as error:
    sys.exit(f"{error}")
"""
    done = subprocess.run([sys.executable, "-c", program, str(tmp_path)], capture_output=True, text=True, cwd=ROOT)
    assert done.returncode == 1
    assert "cannot be written (File too large). What was graded is kept: make room" in done.stderr
    counted = done.stdout.split()
    assert 2 <= len(counted) < 100
    with journal(tmp_path, resume=True) as kept:
        assert list(kept.entries) == counted
        kept.append(score("the next"), "key")
    with journal(tmp_path, resume=True) as kept:
        assert list(kept.entries) == [*counted, "the next"]


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_a_folder_that_cannot_be_written(tmp_path):
    tmp_path.chmod(0o500)
    with pytest.raises(ResultsError, match="cannot be written"), journal(tmp_path / "out", resume=False):
        pass


def test_a_run_that_goes_on_has_not_ended(tmp_path):
    filled(tmp_path, "alice")
    with journal(tmp_path, resume=True) as kept:
        kept.finish("a plan")
        assert kept.finished == "a plan"
    filled(tmp_path, "bob")
    with pytest.raises(ResultsError, match="has not ended"), journal(tmp_path, resume=False):
        pass
    with journal(tmp_path, resume=True) as kept:
        assert kept.finished == ""
        assert list(kept.entries) == ["bob"]


def test_faults_of_the_grader_are_counted_and_no_work_that_is_done(tmp_path):
    outcome = Outcome("c", "q1", "It is.", "blocked", 1.0, 0.0, fault=True)
    with journal(tmp_path, resume=True) as kept:
        kept.append(Score("alice", "tiny", "graded", questions=(QuestionScore("q1", 0.0, 1.0, (outcome,)),)), "key")
        assert kept.entries["alice"].faults == 1
        assert not kept.has("alice", "key")


def test_what_a_killed_run_had_begun_to_write_is_cleared_away(tmp_path):
    for name in ("results.jsonl.7-0f.part", "journal.jsonl.7-0f.part", "marks.csv.8-0f.part"):
        (tmp_path / name).touch()
    with journal(tmp_path, resume=False) as kept:
        kept.finish("all")
    assert sorted(path.name for path in tmp_path.iterdir()) == [NAME, "marks.csv.8-0f.part"], (
        "that one is somebody else's"
    )


def test_whether_a_run_is_underway(tmp_path):
    assert not is_underway(tmp_path)
    with journal(tmp_path, resume=False) as kept:
        kept.append(score("a"), "1")
        assert is_underway(tmp_path)
        (tmp_path / "results.jsonl").touch()
        os.utime(tmp_path / NAME, ns=(0, 0))
        assert not is_underway(tmp_path), "the results were written, though the grader failed on one"
        kept.finish("all")
    os.utime(tmp_path / "results.jsonl", ns=(0, 0))
    assert not is_underway(tmp_path)
    with journal(tmp_path, resume=True) as kept:
        kept.append(score("a"), "2")
    assert is_underway(tmp_path)


@pytest.mark.parametrize(
    ("number", "says"),
    [
        (errno.ENOSPC, "make room, then go on with --resume"),
        (errno.EDQUOT, "make room"),
        (errno.EROFS, "a folder in which you may write"),
        (errno.EEXIST, "a folder"),
    ],
)
def test_what_to_do_where_nothing_can_be_written(tmp_path, number, says):
    assert says in str(cannot_write(tmp_path, OSError(number, os.strerror(number))))


def test_a_file_is_no_folder_for_results(tmp_path):
    (tmp_path / "out").write_text("mine")
    with pytest.raises(ResultsError, match="a folder in which you may write"), journal(tmp_path / "out", resume=False):
        pass
    assert (tmp_path / "out").read_text() == "mine"
