"""Intake: bad input is a row with a status and a sentence, never an exception."""

from __future__ import annotations

import codecs
import errno
import json
import os
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from autograder import submission
from autograder.records import Submission
from autograder.submission import Refused, collect, find, with_files


def one(path) -> Submission | Refused:
    [found] = collect([path])
    return found


def notebook(**changes) -> str:
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "source": ["x = 1\n", "y = 2"], "outputs": []}
    return json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [cell], **changes})


BAD = {
    "empty": ("", "empty"),
    "blanks": (" \n", "empty"),
    "prose": ("Dear teacher,", "not JSON"),
    "truncated": (notebook()[:-5], "not JSON"),
    "nested": ("[" * 100_000, "not JSON"),
    "list": ("[1, 2]", "not a notebook"),
    "other json": ('{"a": 1}', "not a notebook"),
    "cells are no list": (notebook(cells={}), "not a notebook"),
    "nbformat 3": ('{"nbformat": 3, "worksheets": [], "metadata": {}}', "old format"),
    "a million cells": (notebook(cells=[{}] * 10_000), "too large"),
    "pasted data": (notebook(cells=[{"cell_type": "code", "source": "x" * 6_000_000}]), "too large"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_refused_with_what_to_do(tmp_path, name):
    content, status = BAD[name]
    path = tmp_path / "alice.ipynb"
    path.write_text(content)
    found = one(path)
    assert isinstance(found, Refused)
    assert (found.student, found.status) == ("alice", status)
    assert found.note.endswith(".")
    assert "alice.ipynb" in found.note


def test_bytes_that_are_no_text(tmp_path):
    path = tmp_path / "alice.ipynb"
    path.write_bytes(b"\xff\xfe\x00garbage")
    assert one(path).status == "not JSON"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_byte_order_mark_says_how_to_read_it(tmp_path, encoding):
    """Windows saves such files."""
    mark = {"utf-16-le": codecs.BOM_UTF16_LE, "utf-16-be": codecs.BOM_UTF16_BE}.get(encoding, b"")
    path = tmp_path / "alice.ipynb"
    path.write_bytes(mark + notebook(cells=[{"cell_type": "code", "source": "s = 'é'"}]).encode(encoding))
    assert one(path).cells[0].source == "s = 'é'"


SPOILED = {
    "html": ("\n<!DOCTYPE html>\n<html><body>Log in</body></html>", "is a web page"),
    "xhtml": ("<?xml version='1.0'?><!-- x --><html>", "is a web page"),
    "html in capitals": ("<HTML><HEAD>", "is a web page"),
    "a conflict": (notebook().replace(", ", ",\n<<<<<<< HEAD\n1,\n=======\n2,\n>>>>>>> theirs\n", 1), "merge conflict"),
    "a comma too many": (notebook()[:-1] + ",}", "is not JSON"),
    "more after its end": (notebook() + "}", "is not JSON"),
    "markup": ("<xml/>", "is not JSON"),
    "prose": ("Dear teacher,", "is not JSON"),
    "a file in angles": ("<<<<<<< HEAD", "is not JSON"),
}


@pytest.mark.parametrize("name", SPOILED)
def test_what_happened_to_a_notebook_is_said(tmp_path, name):
    content, said = SPOILED[name]
    path = tmp_path / "alice.ipynb"
    path.write_text(content)
    assert (one(path).status, said in one(path).note) == ("not JSON", True)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_notebook_that_ends_in_the_middle_is_said_to(tmp_path, encoding):
    values = [1.5, -2e-7, True, False, None, float("inf"), float("-inf"), float("nan")]
    cells = [{"cell_type": "code", "source": ["s = 'é \u0001 \\ 1'\n"], "outputs": [], "x": values}]
    whole = json.dumps({"nbformat": 4, "metadata": {"x": "é"}, "cells": cells}, ensure_ascii=encoding == "utf-16")
    data = whole.encode(encoding)
    for end in range(5, len(data)):
        path = tmp_path / "alice.ipynb"
        path.write_bytes(data[:end])
        assert one(path).note == "alice.ipynb ends in the middle: upload it again.", data[:end]


def test_a_path_that_does_not_exist(tmp_path):
    assert one(tmp_path / "nobody.ipynb").status == "not found"


def test_a_folder_without_notebooks(tmp_path):
    (tmp_path / "class").mkdir()
    assert one(tmp_path / "class").status == "no notebook"


def test_fifty_megabytes_of_outputs_are_graded(tmp_path):
    book = json.loads(notebook())
    book["cells"][0]["outputs"] = [{"output_type": "stream", "name": "stdout", "text": "x" * 50_000_000}]
    path = tmp_path / "alice.ipynb"
    path.write_text(json.dumps(book))
    assert isinstance(one(path), Submission)


def test_odd_cells_are_passed_over(tmp_path):
    path = tmp_path / "alice.ipynb"
    odd = [None, 3, {"cell_type": "raw", "source": "x"}, {"cell_type": "code", "source": 7}, {"cell_type": "code"}]
    path.write_text(notebook(cells=odd))
    found = one(path)
    assert [(cell.number, cell.source) for cell in found.cells] == [(5, "")]


def zipped(path, members: dict[str, str]):
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def test_a_zip_with_one_notebook(tmp_path):
    path = zipped(tmp_path / "bob.zip", {"hw/quartic.ipynb": notebook(), "hw/data.txt": "1", "__MACOSX/x.ipynb": "{}"})
    found = one(path)
    assert isinstance(found, Submission)
    assert found.student == "bob"


def test_zips_that_cannot_be_graded(tmp_path):
    two = zipped(tmp_path / "two.zip", {"a.ipynb": notebook(), "b.ipynb": notebook()})
    none = zipped(tmp_path / "none.zip", {"a.txt": "x"})
    torn = tmp_path / "torn.zip"
    torn.write_bytes(two.read_bytes()[:-40])
    found = collect([two, none, torn])
    assert [refused.status for refused in found] == ["ambiguous", "no notebook", "not a zip"]
    assert "leave the one to be graded or, if they are of several students, unpack it" in found[0].note


def test_a_zip_bomb_is_refused_without_being_unpacked(tmp_path):
    bomb = zipped(tmp_path / "bomb.zip", {"a.ipynb": " " * 200_000_000})
    assert bomb.stat().st_size < 1_000_000
    assert one(bomb).status == "too large"


def test_a_zip_that_lies_about_its_size(tmp_path):
    path = zipped(tmp_path / "liar.zip", {"a.ipynb": notebook()})
    data = bytearray(path.read_bytes())
    central = data.find(b"PK\x01\x02")
    data[central + 24 : central + 28] = (10).to_bytes(4, "little")
    path.write_bytes(data)
    assert isinstance(one(path), Refused)


def test_traversal_and_links_in_a_zip_touch_nothing(tmp_path):
    path = tmp_path / "evil.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../evil.ipynb", notebook())
        link = zipfile.ZipInfo("link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    assert one(path).status == "no notebook"
    assert [file.name for file in tmp_path.rglob("*")] == ["evil.zip"]
    assert not (tmp_path.parents[1] / "evil.ipynb").exists()


def test_a_folder_is_a_class(tmp_path):
    for student in ("alice", "bob"):
        (tmp_path / student / ".ipynb_checkpoints").mkdir(parents=True)
        (tmp_path / student / "quartic.ipynb").write_text(notebook())
        (tmp_path / student / ".ipynb_checkpoints" / "quartic-checkpoint.ipynb").write_text(notebook())
    (tmp_path / "carol.ipynb").write_text(notebook())
    (tmp_path / "dave.zip").write_bytes(b"")
    assert [found.student for found in collect([tmp_path])] == ["alice", "bob", "carol", "dave"]


def test_two_notebooks_of_one_student_are_two_rows(tmp_path):
    (tmp_path / "alice").mkdir()
    for name in ("quartic", "draft"):
        (tmp_path / "alice" / f"{name}.ipynb").write_text(notebook())
    assert [found.student for found in collect([tmp_path])] == ["alice/draft", "alice/quartic"]


def names(paths, assignments=()) -> list[str]:
    return [handed.student for handed in find(paths, assignments)]


def put(folder: Path, *files: str) -> list[Path]:
    """Notebooks, and whatever else is named."""
    for name in files:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(notebook())
    return [folder / name for name in files]


class TestNames:
    """A student's name depends on the place of the file alone."""

    def test_of_several_files_it_is_the_folders(self, tmp_path):
        """As a shell gives them for `class/*/quartic.ipynb`."""
        paths = put(tmp_path, "bob/quartic.ipynb", "carl/quartic.ipynb", "dan/quartic-1.ipynb")
        put(tmp_path, "carl/warmup.ipynb")
        assert names(paths) == ["bob", "carl", "dan"]
        assert names(reversed(paths)) == ["dan", "carl", "bob"]
        assert names(paths[1:]) == ["carl", "dan"]
        assert names(paths * 2) == names(paths)

    def test_of_several_folders_it_is_theirs(self, tmp_path):
        put(tmp_path, "bob/quartic.ipynb", "carl/quartic.ipynb", "carl/warmup.ipynb", "dan/hw/quartic.ipynb")
        folders = [tmp_path / name for name in ("carl", "bob", "dan")]
        assert names(folders) == ["carl/quartic", "carl/warmup", "bob", "dan/hw"]
        assert sorted(names([tmp_path])) == sorted(names(folders))

    def test_files_of_one_folder_keep_their_own(self, tmp_path):
        assert names(put(tmp_path, "bob.ipynb", "carl.zip")) == ["bob", "carl"]
        assert names([tmp_path / "bob.ipynb"]) == ["bob"]

    def test_a_path_within_another_is_the_same_file(self, tmp_path, monkeypatch):
        [path] = put(tmp_path, "bob.ipynb")
        monkeypatch.chdir(tmp_path)
        assert names([tmp_path, path, Path("bob.ipynb"), Path()]) == ["bob"]

    def test_nobody_is_renamed_by_what_another_hands_in(self, tmp_path):
        put(tmp_path, "alice/quartic.ipynb", "bob/quartic-1.ipynb")
        assert names([tmp_path]) == ["alice", "bob"]
        put(tmp_path, "bob/quartic.ipynb", "carl/J. Doe.v2.ipynb", "dan.ipynb")
        assert names([tmp_path]) == ["alice", "bob/quartic-1", "bob/quartic", "carl", "dan"]

    def test_a_folder_for_each_assignment_is_no_students(self, tmp_path):
        put(tmp_path, "quartic/alice.ipynb", "warmup/alice/warmup.ipynb", "bob/quartic/quartic.ipynb")
        assert names([tmp_path], ["quartic", "warmup"]) == ["bob/quartic", "quartic/alice", "warmup/alice"]
        assert names([tmp_path / "quartic", tmp_path / "warmup"], ["quartic", "warmup"]) == [
            "quartic/alice",
            "warmup/alice",
        ]

    def test_a_dot_in_a_name_is_no_suffix(self, tmp_path):
        assert names(put(tmp_path, "J. Doe.ipynb", "K. Doe.IPYNB")) == ["J. Doe", "K. Doe"]

    @pytest.mark.parametrize("other", ["alice.zip", "alice/quartic.ipynb"])
    def test_two_files_of_one_name_are_both_refused(self, tmp_path, other):
        """Rather than to give a mark by hand to the wrong one."""
        put(tmp_path, "alice.ipynb", other, "bob.ipynb")
        for paths in ([tmp_path], list(tmp_path.iterdir()), sorted(tmp_path.iterdir(), reverse=True)):
            found = {item.student: item for item in collect(paths)}
            assert set(found) == {"alice", "alice (2)", "bob"}
            assert isinstance(found["bob"], Submission)
            for name in ("alice", "alice (2)"):
                assert found[name].status == "ambiguous"
                assert other in found[name].note

    def test_letters_and_their_accents_are_put_together(self, tmp_path):
        """As rosters have them, and macOS has not."""
        apart, together = "Jose\u0301", "Jos\u00e9"
        assert names(put(tmp_path / "one", f"{apart}.ipynb", f"{apart}2/quartic.ipynb")) == [together, f"{together}2"]
        assert names(put(tmp_path / "same", f"{apart}.ipynb", f"{together}.ipynb")) == [together, f"{together} (2)"]
        assert [found.status for found in collect([tmp_path / "same"])] == ["ambiguous"] * 2

    def test_a_name_that_one_gets_is_no_name_that_another_has(self, tmp_path):
        """Browsers number files like this by themselves."""
        paths = put(tmp_path, "alice.ipynb", "alice.pdf", "alice (2).ipynb", "alice.txt")
        assert names(paths) == ["alice", "alice (3)", "alice (2)", "alice (4)"]


def rows(*paths: Path, assignments=()) -> dict[str, str]:
    """Who could not be graded, and why."""
    found = [(handed.student, handed.read()) for handed in find(paths, assignments)]
    return {student: f"{read.status}: {read.note}" for student, read in found if isinstance(read, Refused)}


class TestNobodyIsPassedOver:
    """What stands in the place of a submission gets a row, and nothing else does."""

    def test_suffixes_in_capitals(self, tmp_path):
        put(tmp_path, "carl.IPYNB")
        zipped(tmp_path / "ivy.ZIP", {"hw/Q.IPYNB": notebook()})
        assert names([tmp_path]) == names([tmp_path / "carl.IPYNB", tmp_path / "ivy.ZIP"]) == ["carl", "ivy"]
        assert rows(tmp_path) == rows(tmp_path / "ivy.ZIP") == {}

    def test_a_students_folder_without_a_notebook(self, tmp_path):
        put(tmp_path, "alice/quartic.ipynb", "bob/answer.pdf", "dan/hw/quartic.ipynb.txt", "eve/.DS_Store")
        found = rows(tmp_path)
        assert set(found) == {"bob", "dan", "eve"}
        assert found["bob"].startswith("no notebook: There is no .ipynb or .zip file in bob, but answer.pdf: ask")
        assert "quartic.ipynb.txt" in found["dan"]
        assert rows(*(tmp_path / name for name in ("alice", "bob", "dan", "eve"))) == found

    def test_in_the_folder_of_an_assignment(self, tmp_path):
        put(tmp_path, "quartic/alice.ipynb", "quartic/bob/answer.pdf", "quartic/carl.pdf", "warmup/alice.ipynb")
        slugs = ["quartic", "warmup"]
        assert set(rows(tmp_path, assignments=slugs)) == {"quartic/bob", "quartic/carl"}
        assert rows(tmp_path / "quartic", tmp_path / "warmup", assignments=slugs) == rows(tmp_path, assignments=slugs)

    def test_a_file_that_is_no_notebook(self, tmp_path):
        put(tmp_path, "alice.ipynb", "bob.pdf", "carl.ipynb.txt", "dan.py", "ada_101_5001_answer.docx")
        assert {who: row.split(":")[0] for who, row in rows(tmp_path).items()} == dict.fromkeys(
            ("ada_101_5001_answer", "bob", "carl", "dan"), "no notebook"
        )

    def test_what_is_no_submission_makes_no_noise(self, tmp_path):
        put(
            tmp_path, "alice.ipynb", "alice.pdf", "alice.ipynb~", "ada_101_5001_quartic.ipynb", "ada_101_5002_notes.pdf"
        )
        put(
            tmp_path,
            "README.html",
            "roster.csv",
            ".DS_Store",
            "Thumbs.db",
            "alice.warmup.safetensors",
            "__MACOSX/x.pdf",
        )
        put(tmp_path, "bob/quartic.ipynb", "bob/notes.pdf", "bob/data/x.csv", "bob.pdf", ".git/x.py")
        put(tmp_path, "marks/journal.jsonl", "marks/scores.csv", "marks/report/index.html")
        assert rows(tmp_path) == {}
        put(tmp_path, "results.jsonl", "report/index.html")  # written into the class's own folder
        assert rows(tmp_path) == {}

    def test_links_are_not_followed(self, tmp_path):
        [elsewhere] = put(tmp_path / "elsewhere", "quartic.ipynb")
        put(tmp_path / "class", "alice/quartic.ipynb")
        for name, target in {"fay.ipynb": elsewhere, "gus": elsewhere.parent, "hal": tmp_path / "gone"}.items():
            (tmp_path / "class" / name).symlink_to(target)
        (tmp_path / "class" / "alice" / "warmup.ipynb").symlink_to(elsewhere)
        found = rows(tmp_path / "class")
        assert set(found) == {"fay", "gus", "hal", "alice/warmup"}
        assert all(row.startswith("no notebook: ") and "is a link" in row for row in found.values())
        assert "alice" in names([tmp_path / "class"])

    def test_a_folder_that_cannot_be_opened(self, tmp_path, monkeypatch):
        put(tmp_path, "alice/quartic.ipynb", "bob/quartic.ipynb", "bob/old/quartic.ipynb")
        scan = os.scandir

        def closed(path):
            if Path(path) in (tmp_path / "alice", tmp_path / "bob" / "old"):
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return scan(path)

        monkeypatch.setattr(os, "scandir", closed)
        found = rows(tmp_path)
        assert found == {
            "alice": "unreadable: alice cannot be opened: Permission denied.",
            "bob/old": "unreadable: old cannot be opened: Permission denied.",
        }
        assert names([tmp_path]) == ["alice", "bob/old", "bob"]
        assert rows(tmp_path / "alice", tmp_path / "bob") == found


@pytest.mark.parametrize(
    ("cell", "identity"),
    [
        ({"metadata": {"gradescent": {"name": "q1"}}, "id": "x"}, "q1"),
        ({"metadata": {"nbgrader": {"grade_id": "q1"}}, "id": "x"}, "q1"),
        ({"metadata": {}, "id": "q1"}, "q1"),
        ({"metadata": {"id": "q1"}}, "q1"),
        ({"metadata": {"gradescent": {"name": ["q1"]}}}, None),
        ({"metadata": "q1"}, None),
        ({}, None),
    ],
)
def test_where_a_cell_says_what_it_was(tmp_path, cell, identity):
    path = tmp_path / "alice.ipynb"
    path.write_text(notebook(cells=[{"cell_type": "code", "source": "", **cell}]))
    assert one(path).cells[0].identity == identity


def test_the_digest_is_that_of_the_sources(tmp_path):
    plain, noisy, other = (tmp_path / f"{name}.ipynb" for name in ("plain", "noisy", "other"))
    plain.write_text(notebook())
    noisy.write_text(notebook(metadata={"x": 1}))
    other.write_text(notebook(cells=[{"cell_type": "code", "source": "x = 2"}]))
    digests = [found.digest for found in collect([plain, noisy, other])]
    assert digests[0] == digests[1] != digests[2]


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=12), inner, max_size=4),
    max_leaves=12,
)
keys = st.sampled_from(
    ["cells", "metadata", "nbformat", "cell_type", "source", "id", "gradescent", "name", "worksheets"]
)
notebooks = st.recursive(
    json_values | st.sampled_from(["code", "markdown"]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(keys, inner, max_size=5),
    max_leaves=25,
)


@settings(max_examples=2_000, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.dictionaries(keys, notebooks, max_size=5) | notebooks)
def test_no_json_crashes_intake(tmp_path_factory, value):
    path = tmp_path_factory.getbasetemp() / "fuzzed.ipynb"
    path.write_text(json.dumps(value), encoding="utf-8")
    found = one(path)
    assert isinstance(found, Submission) or found.note


@settings(max_examples=500, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.binary(max_size=200), st.integers(0, 10_000))
def test_no_bytes_crash_intake(tmp_path_factory, noise, at):
    path = tmp_path_factory.getbasetemp() / "fuzzed.ipynb"
    data = notebook().encode()
    path.write_bytes(data[: at % len(data)] + noise + data[at % len(data) :])
    assert isinstance(one(path), Submission | Refused)


def beside(path: Path, names: tuple[str, ...]) -> Mapping[str, bytes]:
    return with_files(Submission("student", path, None, (), "0"), names).files


class TestBeside:
    """Files that are handed in with a notebook."""

    def test_in_its_folder(self, tmp_path):
        (tmp_path / "a.ipynb").write_text(notebook())
        (tmp_path / "runs.bin").write_bytes(b"1")
        assert beside(tmp_path / "a.ipynb", ("runs.bin", "other.bin")) == {"runs.bin": b"1"}

    def test_of_several_notebooks_each_has_its_own(self, tmp_path):
        for name in ("alice", "bob"):
            (tmp_path / f"{name}.ipynb").write_text(notebook())
        (tmp_path / "runs.bin").write_bytes(b"whose?")
        (tmp_path / "alice.runs.bin").write_bytes(b"hers")
        assert beside(tmp_path / "alice.ipynb", ("runs.bin",)) == {"runs.bin": b"hers"}
        assert beside(tmp_path / "bob.ipynb", ("runs.bin",)) == {}

    def test_what_macos_puts_there_is_no_other_notebook(self, tmp_path):
        for name in ("a.ipynb", "._a.ipynb", "runs.bin"):
            (tmp_path / name).write_bytes(b"1")
        assert beside(tmp_path / "a.ipynb", ("runs.bin",)) == {"runs.bin": b"1"}

    def test_in_its_zip(self, tmp_path):
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            archive.writestr("work/a.ipynb", notebook())
            archive.writestr("work/runs.bin", b"1")
        assert beside(tmp_path / "a.zip", ("runs.bin",)) == {"runs.bin": b"1"}

    def test_two_of_the_name_are_none(self, tmp_path):
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            archive.writestr("a/runs.bin", b"1")
            archive.writestr("b/runs.bin", b"2")
        assert beside(tmp_path / "a.zip", ("runs.bin",)) == {}

    def test_no_link_no_folder_nothing_too_large(self, tmp_path, monkeypatch):
        monkeypatch.setattr("autograder.submission.MAX_FILE", 10)
        (tmp_path / "secret").write_bytes(b"1")
        (tmp_path / "link").symlink_to(tmp_path / "secret")
        (tmp_path / "folder").mkdir()
        (tmp_path / "large").write_bytes(b"x" * 11)
        with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
            archive.writestr("large", b"x" * 11)
        assert beside(tmp_path / "a.ipynb", ("link", "folder", "large", "none")) == {}
        assert beside(tmp_path / "a.zip", ("large",)) == {}

    def test_a_damaged_zip_has_none(self, tmp_path):
        (tmp_path / "a.zip").write_bytes(b"PK nonsense")
        assert beside(tmp_path / "a.zip", ("runs.bin",)) == {}


CANVAS = "lovelaceada_101_5001_warmup.ipynb"


def issued(slug: str) -> str:
    return notebook(metadata={"gradescent": {"assignment": slug}})


def handed_in(folder: Path, notebooks: Mapping[str, str], *files: str) -> None:
    """Notebooks by their assignments, and files that hold their names."""
    folder.mkdir(exist_ok=True, parents=True)
    for name, slug in notebooks.items():
        (folder / name).write_text(issued(slug))
    for name in files:
        (folder / name).write_bytes(name.encode())


def found(path: Path) -> tuple[str | None, str]:
    """What is taken for the runs of a notebook, and what the instructor is told."""
    read = one(path)
    assert isinstance(read, Submission)
    read = with_files(read, ("warmup.bin",))
    data = read.files.get("warmup.bin")
    return (data.decode() if data is not None else None), read.note


class TestWhoseFileItIs:
    """Beside many notebooks, under the names that other systems give."""

    @pytest.mark.parametrize(
        "name",
        [
            "lovelaceada_101_5002_warmup.bin",
            "lovelaceada_LATE_101_5002_warmup.bin",
            "lovelaceada_101_5002_warmup-1.bin",
            "lovelaceada_101_5002_warmup (1).bin",
        ],
    )
    def test_canvas_says_so(self, tmp_path, name):
        others = ("turingalan_102_5004_warmup.bin", "lovelaceada_103_5006_warmup.bin", "lovelacead_101_5007_warmup.bin")
        handed_in(tmp_path, {CANVAS: "warmup", "turingalan_102_5003_warmup.ipynb": "warmup"}, name, *others)
        assert found(tmp_path / CANVAS) == (name, "")
        assert found(tmp_path / "turingalan_102_5003_warmup.ipynb") == (others[0], "")

    def test_nobody_gets_what_canvas_says_is_anothers(self, tmp_path):
        handed_in(tmp_path, {CANVAS: "warmup"}, "turingalan_102_5004_warmup.bin")
        assert found(tmp_path / CANVAS)[0] is None

    def test_canvas_with_a_zip(self, tmp_path):
        zipped(tmp_path / "lovelaceada_101_5001_work.ZIP", {"warmup.ipynb": issued("warmup")})
        handed_in(tmp_path, {}, "lovelaceada_101_5002_warmup.bin", "turingalan_102_5004_warmup.bin")
        assert found(tmp_path / "lovelaceada_101_5001_work.ZIP") == ("lovelaceada_101_5002_warmup.bin", "")

    @pytest.mark.parametrize(
        "name", ["warmup.bin", "warmup-1.bin", "warmup (2).bin", "a.warmup.bin", "a.warmup (1).bin"]
    )
    def test_a_browser_counts(self, tmp_path, name):
        handed_in(tmp_path, {"a.ipynb": "warmup"}, name)
        assert found(tmp_path / "a.ipynb") == (name, "")

    def test_a_browser_counts_in_a_zip(self, tmp_path):
        zipped(tmp_path / "a.zip", {"warmup.ipynb": issued("warmup"), "hw/warmup (1).bin": "1"})
        assert found(tmp_path / "a.zip") == ("1", "")

    def test_the_name_itself_comes_before_what_was_counted(self, tmp_path):
        handed_in(tmp_path, {"a.ipynb": "warmup"}, "warmup.bin", "warmup-1.bin", "warmup-2.bin")
        assert found(tmp_path / "a.ipynb") == ("warmup.bin", "")

    def test_of_several_that_differ_none_is_taken(self, tmp_path):
        handed_in(tmp_path, {"a.ipynb": "warmup"}, "warmup-1.bin", "warmup-2.bin")
        data, note = found(tmp_path / "a.ipynb")
        assert data is None
        assert "warmup-1.bin, warmup-2.bin may each be warmup.bin" in note
        (tmp_path / "warmup-2.bin").write_bytes(b"warmup-1.bin")
        assert found(tmp_path / "a.ipynb") == ("warmup-1.bin", "")

    @pytest.mark.parametrize(
        "names", [("warmup", "quartic"), ("warmup-1", "quartic (2)"), ("Warmup_alan", "quartic_alan")]
    )
    def test_in_one_students_folder_it_is_of_its_assignment(self, tmp_path, names):
        handed_in(tmp_path, dict(zip((f"{n}.ipynb" for n in names), ("warmup", "quartic"), strict=True)), "warmup.bin")
        assert found(tmp_path / f"{names[0]}.ipynb") == ("warmup.bin", "")

    @pytest.mark.parametrize(
        "others",
        [
            {"alice.ipynb": "warmup", "bob.ipynb": "quartic"},
            {"alice_warmup.ipynb": "warmup", "bob_quartic.ipynb": "quartic"},
            {"warmup.ipynb": "warmup", "warmup-1.ipynb": "warmup"},
        ],
    )
    def test_where_it_may_be_anothers_the_instructor_is_told(self, tmp_path, others):
        handed_in(tmp_path, others, "warmup.bin")
        for name in others:
            data, note = found(tmp_path / name)
            assert data is None
            assert f"call it {Path(name).stem}.warmup.bin" in note

    def test_a_file_of_another_name_is_told(self, tmp_path):
        handed_in(tmp_path, {"a.ipynb": "warmup"}, "runs.bin")
        assert found(tmp_path / "a.ipynb")[0] is None
        assert "runs.bin lies there" in found(tmp_path / "a.ipynb")[1]

    def test_one_too_large_is_told(self, tmp_path, monkeypatch):
        monkeypatch.setattr(submission, "MAX_FILE", 3)
        handed_in(tmp_path, {"a.ipynb": "warmup"}, "warmup.bin")
        assert found(tmp_path / "a.ipynb")[0] is None
        assert "was not read" in found(tmp_path / "a.ipynb")[1]

    def test_all_that_may_be_taken_is_named(self, tmp_path):
        """A run that has ended looks at these to see whether there is anything to do."""
        names = ("lovelaceada_101_5002_warmup-1.bin", "warmup (1).bin", "a.warmup.bin")
        handed_in(tmp_path, {CANVAS: "warmup"}, *names, "README")
        assert submission.beside([tmp_path / CANVAS] * 2, ["warmup.bin"]) == [tmp_path / name for name in sorted(names)]
        assert submission.beside([tmp_path / CANVAS], []) == []
