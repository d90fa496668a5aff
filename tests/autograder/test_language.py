"""Sentences that were made in English, in another language."""

from __future__ import annotations

import re

import pytest

from autograder.catalogue import in_python, in_template, rooms, translate
from autograder.course import load_course
from autograder.language import ENGINE, Language, choose, load

from ..conftest import ROOT, spoil

HEBREW = Language(
    "he",
    {
        "It is flat.": "שטוח.",
        "At rate {lr} the walk from {w0} diverges.": "בקצב {lr} המסלול מ־{w0} מתבדר.",
        "{what} should be {wanted}, got {2}": "{what}: נדרש {wanted}, התקבל {2}",
        "one number": "מספר אחד",
        "a list of {0}": "רשימה באורך {0}",
        "{a} and {a} again": "{a} ושוב {a}",
    },
)


@pytest.mark.parametrize(
    ("english", "hebrew"),
    [
        ("It is flat.", "שטוח."),
        ("At rate 0.1 the walk from -4 diverges.", "בקצב 0.1 המסלול מ־-4 מתבדר."),
        ("`f(1)` should be one number, got a list of 3", "`f(1)`: נדרש מספר אחד, התקבל רשימה באורך 3"),
        ("`f(1)` should be one number, got a list of 3.", "`f(1)`: נדרש מספר אחד, התקבל רשימה באורך 3."),
        ("x and x again", "x ושוב x"),
        ("x and y again", "x and y again"),
        ("Not in any catalogue.", "Not in any catalogue."),
        ("", ""),
    ],
)
def test_a_sentence_is_known_by_the_words_around_what_was_put_in(english, hebrew):
    assert HEBREW.say(english) == hebrew


def test_what_a_student_put_in_is_put_back_as_it_is():
    said = HEBREW.say("At rate {w0} the walk from <b>{lr}</b> diverges.")
    assert said == "בקצב {w0} המסלול מ־<b>{lr}</b> מתבדר."


def test_english_is_what_was_said():
    assert Language().say("At rate 0.1 the walk from -4 diverges.") == "At rate 0.1 the walk from -4 diverges."
    assert (Language().direction, HEBREW.direction) == ("ltr", "rtl")


def test_no_text_makes_it_search_long():
    hostile = ("should be " * 100 + ", got ") * 2
    pattern = Language("he", {" should be ".join(f"{{a{i}}}" for i in range(12)) + ", got it": "x"})
    assert pattern.say(hostile[:1900]) == hostile[:1900]  # a search that goes back would take years


def test_which_language(monkeypatch):
    monkeypatch.delenv("GRADESCENT_LANGUAGE", raising=False)
    assert choose(None, "he") == "he"
    monkeypatch.setenv("GRADESCENT_LANGUAGE", "fa")
    assert choose(None, "he") == "fa"
    assert choose("en", "he") == "en"


def test_extraction(tmp_path):
    (tmp_path / "checks.py").write_text(
        '"""Not said."""\n'
        "@check('q1', hint='Look again, please.')\n"
        "def a_check(seen):\n"
        "    '''The line that is read.\n\n    Not said.'''\n"
        "    if x:\n"
        "        raise CourseError('not for students')\n"
        "    other = {f'The {term} is missing.': 1, 'a key': 2}\n"
        "    return failed(f'At rate {lr:g} from {len(x)} it ends.', measured=f'{w}')\n"
    )
    assert list(in_python(tmp_path / "checks.py")) == [
        "The line that is read.",
        "Look again, please.",
        "The {term} is missing.",
        "a key",
        "At rate {lr} from {1} it ends.",
    ]
    (tmp_path / "page.html").write_text("{{ say('Hint') }} {{ say('of {n}', n=3) }} {{ other('no') }}")
    assert list(in_template(tmp_path / "page.html")) == ["Hint", "of {n}"]


HEBREW_ROOMS = rooms(load_course(ROOT), ["quartic"])


def test_hebrew_misses_nothing_that_quartic_or_a_report_says():
    found = translate(load_course(ROOT), "he", ["quartic"], check=True)
    assert {entry.path.parent: entry.missing for entry in found} == dict.fromkeys(HEBREW_ROOMS, ())
    assert sum(entry.total for entry in found) > 300
    assert not [entry.path for entry in found if entry.stale], "run: gradescent translate he"


@pytest.mark.parametrize("folder", HEBREW_ROOMS, ids=lambda folder: folder.relative_to(ROOT).as_posix())
def test_a_translation_has_the_holes_of_its_sentence(folder):
    from babel.messages.pofile import read_po

    with (folder / "he.po").open("rb") as file:
        for message in read_po(file):
            if message.id:
                holes = [sorted(re.findall(r"\{\w+\}", text)) for text in (message.id, message.string)]
                assert holes[0] == holes[1], message.id
                code = [sorted(re.findall(r"`[^`]+`", text)) for text in (message.id, message.string)]
                assert code[0] == code[1], message.id


def test_what_was_translated_is_recognised(tmp_path):
    """Each sentence of the engine, filled in, comes out in Hebrew: no other entry takes its words."""
    hebrew = load("he")
    english = [sentence for sentence in HEBREW_ROOMS[ENGINE] if "{" in sentence]
    lost = [s for s in english if not re.search("[א-ת]", hebrew.say(re.sub(r"\{\w+\}", "7", s)))]
    assert lost == []


def test_the_catalogue_of_another_course(tiny, rooms, tmp_path):
    course = load_course(rooms)
    [engine, *_] = translate(course, "he", ["tiny"])
    assert engine.missing == ()
    path = rooms / "assignments/tiny/locale/he.po"
    entry = 'msgid "Add the number to itself."\nmsgstr "{}"'
    text = path.read_text().replace(entry.format(""), entry.format("פעמיים."))
    path.write_text(text)
    found = {entry.path: entry for entry in translate(course, "he", ["tiny"])}
    assert "Add the number to itself." not in found[path].missing
    assert "`answer` is a number." in found[path].missing
    assert "Add the number to itself." in (rooms / "assignments/tiny/checks.py").read_text()
    assert "Loses the sign." not in path.read_text(), "what is secret is in the secret room"
    assert load("he", [path.parent]).say("Add the number to itself.") == "פעמיים."
    assert not any(entry.stale for entry in translate(course, "he", ["tiny"], check=True))


def test_marks_do_not_depend_on_the_language(assignment, graded, book, bank, monkeypatch):
    from autograder.bank import weave

    wrong = weave(book, assignment.cells, bank["adds_two"])
    english = graded(wrong)
    monkeypatch.setenv("GRADESCENT_LANGUAGE", "he")
    assert graded(wrong).outcomes == english.outcomes


def test_the_doors_speak_the_language_of_the_course(rooms, monkeypatch, tmp_path):
    from autograder.authoring import Check, failed
    from autograder.doors import copy_rooms, said, spoken
    from autograder.judging import judge
    from autograder.records import QuestionScore

    monkeypatch.delenv("GRADESCENT_LANGUAGE", raising=False)
    spoil(rooms / "assignments/course.toml", 'title = "A tiny', 'language = "he"\ntitle = "A tiny')
    course = load_course(rooms)
    translate(course, "he", ["tiny"])
    copy_rooms(course, "tiny", tmp_path / "copy")
    assert (tmp_path / "copy/assignments/tiny/locale/he.mo").exists()
    check = Check("c", "q1", "It is.", lambda: failed("The shape differs.", measured=3), ())
    question = QuestionScore("q1", 0.0, 1.0, (judge(check, (), {}, {}),))
    assert said(question, spoken(tmp_path / "copy", "tiny")) == "✗ It is.\n    הצורה שונה.\n    נמדד: 3"
    assert said(question) == "✗ It is.\n    The shape differs.\n    measured: 3"
