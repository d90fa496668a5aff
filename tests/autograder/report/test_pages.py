"""The pages: what is in them, and what never is."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest

from autograder.errors import CourseError
from autograder.language import Language, load
from autograder.records import HIDDEN_SENTENCE, QuestionScore, Score
from autograder.report import student_page_name, write_report
from autograder.report.pages import shown
from autograder.report.text import explain

from .classes import HOSTILE, SECRET, a_class, outcome, student


@pytest.fixture(scope="module")
def report(tiny, tmp_path_factory):
    folder = tmp_path_factory.mktemp("run") / "report"
    write_report(tiny, a_class(12), folder, Language())
    return folder


def pages(report):
    return [report / "index.html", *sorted((report / "students").iterdir())]


class Elements(HTMLParser):
    """What a page would do: its scripts, its addresses, its handlers."""

    def __init__(self) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.handlers: list[str] = []
        self.ids: list[str] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        for name, value in attrs:
            if name in {"src", "href", "action", "data", "poster", "srcset"}:
                self.addresses.append(value or "")
            if name.startswith("on"):
                self.handlers.append(name)
            if name == "id":
                self.ids.append(value or "")


def elements(page) -> Elements:
    parser = Elements()
    parser.feed(page.read_text(encoding="utf-8"))
    return parser


def test_a_page_for_everybody(report):
    assert len(pages(report)) == 13


def test_nothing_of_a_students_runs_and_nothing_is_loaded(report):
    for page in pages(report):
        found = elements(page)
        assert found.handlers == []
        assert found.tags.count("script") == (page.name == "index.html")
        assert not {"iframe", "object", "embed", "form", "link", "base"} & set(found.tags)
        for address in found.addresses:
            assert address.startswith(("#", "data:image/svg+xml;base64,", "students/")), address
            assert ".." not in address
        assert len(found.ids) == len(set(found.ids))
        text = page.read_text(encoding="utf-8")
        assert HOSTILE not in text
        assert "default-src 'none'" in text


def test_a_students_page_tells_no_secret(report):
    told = [page for page in pages(report)[1:] if HIDDEN_SENTENCE in page.read_text(encoding="utf-8")]
    assert told
    for page in pages(report)[1:]:
        assert SECRET not in page.read_text(encoding="utf-8")
        assert "doubles_any" not in page.read_text(encoding="utf-8")


def test_how_many_hidden_checks_there_are_is_not_told(tiny, tmp_path):
    one = student(2)
    hidden = tuple(outcome(f"h{i}", "q1", 0.0, hidden=True) for i in range(9))
    many = replace(one, questions=(replace(one.questions[0], outcomes=hidden), *one.questions[1:]))
    few = replace(one, questions=(replace(one.questions[0], outcomes=hidden[:1]), *one.questions[1:]))
    texts = []
    for number, score in enumerate((many, few)):
        write_report(tiny, [score], tmp_path / f"{number}", Language())
        texts.append((tmp_path / f"{number}" / "students" / student_page_name(score)).read_text())
    assert texts[0] == texts[1]


def test_the_class_page_names_what_was_not_understood_and_who(report):
    text = (report / "index.html").read_text(encoding="utf-8")
    missed = text[text.index('id="missed"') : text.index('id="questions"')]
    assert "Adds two instead of doubling." in missed
    assert "student-00" in missed
    assert text.index("Could not be graded") < text.index("What the class did not understand")
    assert SECRET in text, "it is for instructors"
    assert "landlock, seccomp" in text


def test_what_a_student_reads_of_outcomes():
    diagnosis = "Adds two."
    items, diagnoses = shown(
        [
            outcome("a", "q", 1.0),
            outcome("b", "q", 0.5, message="No.", measured="5", allowed="6", hint="Add.", diagnosis=diagnosis),
            outcome("c", "q", 0.0, hidden=True, message=SECRET, measured=SECRET, hint=SECRET, diagnosis=diagnosis),
            outcome("d", "q", 0.0, hidden=True, message=SECRET),
            outcome("e", "q", 1.0, hidden=True),
            outcome("f", "q", 0.0, status="blocked", message="Not your fault.", measured="NameError"),
        ]
    )
    assert [item.status for item in items] == ["passed", "failed", "failed", "blocked"]
    assert (items[1].measured, items[1].hint) == ("5", "Add.")
    assert items[2].aim == HIDDEN_SENTENCE
    assert diagnoses == (diagnosis,)
    assert "NameError" not in repr(items)
    assert SECRET not in repr(items)


def test_the_cell_that_stopped_is_shown_with_its_line(report):
    page = report / "students" / student_page_name(student(7))
    text = page.read_text(encoding="utf-8")
    assert "Cell 3, line 2" in text
    assert re.search(r"<mark><span class=\"lineno\">  2</span> &lt;script&gt;", text)


@pytest.mark.parametrize("name", ["../../x", "a/b", "..", "", "x" * 500, "שלום", "a\x00b", "CON", "a b?c#d"])
def test_a_page_has_a_safe_name_whatever_the_student_is_called(name):
    page = student_page_name(Score(name, "tiny", "graded"))
    assert re.fullmatch(r"[A-Za-z0-9_-]{1,80}\.html", page)
    assert page != student_page_name(Score(name, "other", "graded"))


def test_several_assignments_have_an_overview(tiny, tmp_path):
    course = replace(tiny, plan={**tiny.plan, "more": {**tiny.plan["tiny"], "slug": "more", "title": "More"}})
    scores = [student(1), replace(student(2), assignment="more"), Score("lost", "", "not JSON", "It is none.")]
    index = write_report(course, scores, tmp_path / "report", Language())
    text = index.read_text(encoding="utf-8")
    for link in ("tiny.html", "more.html"):
        assert f'href="{link}"' in text
        assert (tmp_path / "report" / link).exists()
    assert "It is none." in text


def test_a_persons_word_and_lateness_are_shown(tiny, tmp_path):
    question = QuestionScore("q1", 2.0, 2.0, reason="On <b>paper</b>.", found=1.0)
    score = replace(student(2), questions=(question,), penalty=0.4, why_penalty="handed in late")
    write_report(tiny, [score], tmp_path / "report", Language())
    text = (tmp_path / "report" / "students" / student_page_name(score)).read_text(encoding="utf-8")
    assert "On &lt;b&gt;paper&lt;/b&gt;." in text
    assert "the checks gave 1" in text
    assert "handed in late" in text
    assert "−0.4" in text


def test_a_report_takes_the_place_of_the_one_before(tiny, tmp_path):
    write_report(tiny, a_class(5), tmp_path / "report", Language())
    write_report(tiny, [student(1)], tmp_path / "report", Language())
    assert len(pages(tmp_path / "report")) == 2
    assert [path.name for path in tmp_path.iterdir()] == ["report"]


def contents(folder):
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("name", ["quartic.ipynb", "index.html", "students/alice.html", "pdf/alice-0123456789.pdf.txt"])
def test_a_folder_that_no_report_wrote_is_left_as_it_is(tiny, tmp_path, name):
    path = tmp_path / "report" / name
    path.parent.mkdir(parents=True)
    path.write_text("mine")
    with pytest.raises(CourseError, match=rf"{tmp_path}/report.*{name}.*move it"):
        write_report(tiny, a_class(3), tmp_path / "report", Language())
    assert contents(tmp_path) == {path.relative_to(tmp_path): b"mine"}


def test_what_is_not_of_the_report_before_stays(tiny, tmp_path):
    report = tmp_path / "report"
    write_report(tiny, a_class(5), report, Language())
    (report / "pdf").mkdir()
    for name in ("notes.txt", "students/ann.html", "pdf/thesis.pdf", f"pdf/{student_page_name(student(2))[:-5]}.pdf"):
        (report / name).write_text("mine")
    write_report(tiny, [student(1)], report, Language())
    kept = {str(path) for path, content in contents(report).items() if content == b"mine"}
    assert kept == {"notes.txt", "students/ann.html", "pdf/thesis.pdf"}, "and no page printed from an earlier report"
    assert len(contents(report)) == 5


def test_a_page_never_takes_the_place_of_a_file_of_another(tiny, tmp_path):
    report = tmp_path / "report"
    write_report(tiny, [student(1)], report, Language())
    (report / "students" / student_page_name(student(2))).write_text("mine")
    before = contents(tmp_path)
    with pytest.raises(CourseError, match="nothing there was changed"):
        write_report(tiny, a_class(5), report, Language())
    assert contents(tmp_path) == before


def test_a_report_that_was_stopped_half_way_is_gone_on_with(tiny, tmp_path):
    write_report(tiny, a_class(5), tmp_path / "report", Language())
    (tmp_path / "report" / "index.html").unlink()
    (tmp_path / "report" / ".DS_Store").write_text("of the desktop")
    assert write_report(tiny, [student(1)], tmp_path / "report", Language()).exists()
    assert len(contents(tmp_path / "report")) == 3


def test_the_same_results_give_the_same_pages(tiny, tmp_path):
    texts = []
    for name in "ab":
        write_report(tiny, a_class(6), tmp_path / name, Language())
        texts.append({path.name: path.read_bytes() for path in pages(tmp_path / name)})
    assert texts[0] == texts[1]


def test_in_hebrew_from_right_to_left(tiny, tmp_path):
    write_report(tiny, a_class(5), tmp_path / "report", load("he"))
    for page in pages(tmp_path / "report"):
        assert '<html lang="he" dir="rtl">' in page.read_text(encoding="utf-8")
    assert "בדיקה נסתרת של שאלה זו לא עברה" in "".join(p.read_text() for p in pages(tmp_path / "report"))


def test_explained_as_text():
    score = next(s for s in map(student, range(1, 50)) if HIDDEN_SENTENCE in s.questions[0].outcomes[1].lines())
    text = explain(score, {"q1": "Double"}, Language()).plain
    assert HIDDEN_SENTENCE in text
    assert SECRET not in text
    assert "q2" not in explain(score, {}, Language(), "q1").plain
    json.dumps(text)


def test_the_same_file_of_two_students_is_shown_to_the_instructor_alone(tiny, tmp_path):
    one, other, third, *_ = a_class(4)
    files = ({"runs.safetensors": "ab"}, {"runs.safetensors": "ab"}, {"runs.safetensors": "cd"})
    scores = [replace(score, files=own) for score, own in zip((one, other, third), files, strict=True)]
    write_report(tiny, scores, tmp_path / "report", Language())
    page, *students = pages(tmp_path / "report")
    listed = (
        page.read_text(encoding="utf-8").partition("The same file beside the notebook")[2].partition("</section>")[0]
    )
    assert "runs.safetensors" in listed
    assert [score.submission in listed for score in scores] == [True, True, False]
    assert not any("runs.safetensors" in student.read_text(encoding="utf-8") for student in students)
    write_report(tiny, scores[1:], tmp_path / "none", Language())
    assert "The same file" not in pages(tmp_path / "none")[0].read_text(encoding="utf-8")
