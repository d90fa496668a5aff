"""Scores in the forms that others read: learning platforms, Gradescope, otter, nbgrader.

All take settled scores (`autograder.results.marks.settle`) and write every number as scores.csv has it, so that totals agree to
the last digit. A platform knows its people by other names than their files: a roster (CSV) says which, by the column
`submission` and any of `name`, `first_name`, `last_name`, `id`, `login`, `sis_id`, `email`, `section`; without one, the
login is the file's name. A person has one row, and a mark that two of their submissions claim is nobody's to choose but a
person's: then nothing is written.

What each form was held to is in docs/reports.md.
"""

from __future__ import annotations

import contextlib
import csv
import functools
import json
import os
import re
import sys
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from autograder.course import Course, load_assignment
from autograder.doors import said
from autograder.errors import CourseError
from autograder.plain import printable
from autograder.records import Score
from autograder.report.pages import student_page_name
from autograder.results import GRADED, as_mark, replacing, safe, unsafe
from autograder.results.marks import read_times

_NOT_GRADED = "--"  # otter's word for the row of the points
_ROSTER = ("name", "first_name", "last_name", "id", "login", "sis_id", "email", "section")
_IDENTITIES = ("login", "id", "sis_id", "email")  # whoever shares one of them is one person


@dataclass(frozen=True)
class Export:
    """What to export.

    Attributes:
        scores: settled ones.
        run: the folder of the results, for the times of handing in.
        roster: for each submission's name, what the platform knows the person by.
        columns: for each assignment, the platform's own name of its column, where it exists there already.
    """

    course: Course
    scores: Sequence[Score]
    run: Path
    roster: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    columns: Mapping[str, str] = field(default_factory=dict)

    @property
    def slugs(self) -> tuple[str, ...]:
        """The assignments that occur, in the order of the course."""
        used = {score.assignment for score in self.scores if score.questions}
        return tuple(slug for slug in self.course.slugs if slug in used)

    def points(self, slug: str) -> float:
        """All points of an assignment, those that a person gives included."""
        return sum(question.points for question in self.course.questions(slug))

    def people(self) -> list[tuple[Mapping[str, str], Mapping[str, Score]]]:
        """Who there is, each with what the platform knows them by ("" for what it is not told) and their scores by assignment.

        Who handed in several times is one person: by the roster's login, id or address or, without one, by the name without
        the assignment's (`alice/quartic.ipynb` and `quartic/alice.ipynb` are alice's). What could not be graded has no score.

        Raises:
            CourseError: a person has two marks for one assignment, or the roster tells two people as one or one as two.
        """
        people = [(self._known_as(own), own) for own in self._by_person()]
        for login, times in Counter(person["login"] for person, _ in people).items():
            if times > 1:
                raise CourseError(
                    f"{times} people would be called {login}: give each a `login` of its own in the --roster"
                )
        marked = [(person, _marked(own)) for person, own in people]
        twice = [
            f"{person['login']} for {slug} ({', '.join(score.submission for score in several)})"
            for person, own in marked
            for slug, several in own.items()
            if len(several) > 1
        ]
        if twice:
            raise CourseError(
                f"who has more than one mark for an assignment: {'; '.join(twice)}. Only one can count: take the notebooks that "
                "do not count away and grade again; if they are of different people, give each of them a row and a "
                "`login` of its own in the --roster"
            )
        return [(person, {slug: score for slug, [score] in own.items()}) for person, own in marked]

    def unmatched(self) -> list[str]:
        """What the roster and the submissions do not know of each other, for whoever exports."""
        if not self.roster:
            return []
        submissions = dict.fromkeys(score.submission for score in self.scores)
        without = [name for name in submissions if name not in self._rows]
        idle = sorted(set(self.roster) - set(self._rows.values()))
        lines = [("not in the roster, so known by the names of their files", without)]
        lines += [("in the roster, but no submission is called so", idle)]
        return [f"{what}: {', '.join(names)}" for what, names in lines if names]

    @functools.cached_property
    def _rows(self) -> Mapping[str, str]:
        """For each submission that has a row in the roster, the name that stands there."""
        keys = {score.submission: _normal(score.submission) for score in self.scores}
        own = set(keys.values())
        rows = {}
        for name, key in keys.items():
            # Whoever types a name that begins as `safe` lets it begin knows nothing of that.
            typed = unsafe(key)
            if key in self.roster or (typed in self.roster and typed not in own):
                rows[name] = key if key in self.roster else typed
        return rows

    def _row_of(self, submission: str) -> Mapping[str, str]:
        return self.roster.get(self._rows.get(submission, ""), {})

    def _by_person(self) -> list[list[Score]]:
        """The scores of each person, in the order in which they first occur."""
        signs = {(score.submission, score.assignment): self._signs(score) for score in self.scores}
        leader: dict[tuple[str, str], tuple[str, str]] = {}

        def first(sign: tuple[str, str]) -> tuple[str, str]:
            while (above := leader.setdefault(sign, sign)) != sign:
                sign = above
            return sign

        for own in signs.values():
            for sign in own:
                leader[first(sign)] = first(own[0])
        groups: dict[tuple[str, str], list[Score]] = {}
        for score in self.scores:
            groups.setdefault(first(signs[score.submission, score.assignment][0]), []).append(score)
        return list(groups.values())

    def _signs(self, score: Score) -> list[tuple[str, str]]:
        """By what it is told whose a submission is: what the roster says, or its name."""
        entry = self._row_of(score.submission)
        told = [(name, entry[name]) for name in _IDENTITIES if entry.get(name)]
        return told or [("login", _normal(self._own_name(score)))]

    def _own_name(self, score: Score) -> str:
        """What a submission is called without its assignment; which that is may not have come out."""
        slugs = [score.assignment] if score.assignment else self.course.slugs
        return "/".join(part for part in score.submission.split("/") if part not in slugs) or score.submission

    def _known_as(self, scores: Sequence[Score]) -> Mapping[str, str]:
        """What the platform knows the person of these scores by."""
        entries = [self._row_of(score.submission) for score in scores]
        known = dict.fromkeys(_ROSTER, "")
        for name in _ROSTER:
            told = list(dict.fromkeys(entry[name] for entry in entries if entry.get(name)))
            if name in _IDENTITIES and len(told) > 1:
                names = ", ".join(dict.fromkeys(score.submission for score in scores))
                raise CourseError(
                    f"the roster takes {names} for one person and gives several of {name}: {', '.join(told)}"
                )
            known[name] = told[0] if told else ""
        return known | {"login": known["login"] or self._own_name(scores[0])}


def export(to: str, what: Export, out: Path) -> list[Path]:
    """Writes one form into the folder `out`; returns the files.

    Raises:
        CourseError: there is no such form, it cannot hold these scores, or the course has changed since they were given.
    """
    if to not in FORMS:
        raise CourseError(f"no form {to!r}; there are: {', '.join(FORMS)}")
    _hold_together(what)
    out.mkdir(parents=True, exist_ok=True)
    return FORMS[to](what, out)


def _hold_together(what: Export) -> None:
    """The points possible come from the course, the marks from the results: of two courses they would mean nothing.

    Raises:
        CourseError: the results have an assignment, a question or points that the course has not, or the other way round.
    """
    graded = [score for score in what.scores if score.status == GRADED]
    for slug in dict.fromkeys(score.assignment for score in graded):
        if slug not in what.course.slugs:
            raise CourseError(
                f"these results are of {slug}, which course.toml has no more: put it back into course.toml, "
                "or grade again without its notebooks"
            )
        now = {question.id: question.points for question in what.course.questions(slug)}
        for score in (score for score in graded if score.assignment == slug):
            then = {question.question: question.points for question in score.questions}
            changed = [q for q in {**now, **then} if now.get(q) != then.get(q)]
            if changed:
                points = "; ".join(f"{q} {_told(then.get(q))}, now {_told(now.get(q))}" for q in changed)
                raise CourseError(
                    f"the points of {slug} were changed after {score.submission} was graded ({points}): grade again"
                )


def _told(points: float | None) -> str:
    return "not there" if points is None else as_mark(points)


def read_roster(path: Path) -> Mapping[str, Mapping[str, str]]:
    """A roster by the names of the submissions; titles of columns are told without case and blanks.

    Raises:
        CourseError: it is none, or says nothing, or two things of one submission.
    """
    roster: dict[str, dict[str, str]] = {}
    try:
        with path.open(newline="", encoding="utf-8-sig") as file:
            reader = csv.DictReader(file)
            columns = _roster_columns(path, reader.fieldnames or ())
            for row in reader:
                # As scores.csv has it, or as it is.
                found = {name: _normal(unsafe((row[title] or "").strip())) for name, title in columns.items()}
                key = _normal(printable(found.pop("submission")))
                if key and any(found.values()) and roster.setdefault(key, found) != found:
                    raise CourseError(f"{path}, line {reader.line_num}: {key} stands there twice; leave the right row")
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise CourseError(f"{path} cannot be read: {error}") from None
    if not roster:
        raise CourseError(
            f"{path} says of no submission whose it is: a row needs its name, as in scores.csv, and who that is"
        )
    return roster


def _roster_columns(path: Path, titles: Sequence[str]) -> Mapping[str, str]:
    """For each column that we know, its title in the file."""
    known = {_bare(name): name for name in ("submission", *_ROSTER)}
    found = [(known[_bare(title)], title) for title in titles if _bare(title) in known]
    beside = f"beside it it may have {', '.join(_ROSTER)}"
    if "submission" not in dict(found):
        raise CourseError(f"{path} has no column `submission`; {beside}")
    if len(found) == 1:
        raise CourseError(f"{path} has the column `submission` and none that says who that is; {beside}")
    for name, times in Counter(name for name, _ in found).items():
        if times > 1:
            raise CourseError(f"{path} has {times} columns that are called {name}; leave one")
    return dict(found)


def _bare(title: str) -> str:
    return re.sub(r"[\s_-]+", "", title.casefold())


def _normal(name: str) -> str:
    """By what two names are compared: one letter may be written in two ways, and no blank is seen at an end."""
    return unicodedata.normalize("NFC", name.strip())


def _marked(scores: Sequence[Score]) -> Mapping[str, list[Score]]:
    """A person's scores by assignment: what could not be graded gives way to what was."""
    found: dict[str, list[Score]] = {}
    for score in scores:
        if score.status == GRADED:
            found.setdefault(score.assignment, []).append(score)
    return found


def _canvas(what: Export, out: Path) -> list[Path]:
    """Canvas's gradebook: five columns that say who, one for each assignment, and a row with the points possible."""
    header = ["Student", "ID", "SIS User ID", "SIS Login ID", "Section", *_columns(what)]
    rows = [["    Points Possible", "", "", "", "", *(as_mark(what.points(slug)) for slug in what.slugs)]]
    for person, scores in what.people():
        named = ", ".join(part for part in (person["last_name"], person["first_name"]) if part)
        who = [
            person["name"] or named or person["login"],
            person["id"],
            person["sis_id"],
            person["login"],
            person["section"],
        ]
        rows.append([*who, *_marks(what, scores)])
    return [_csv(out / "canvas.csv", [header, *rows])]


def _moodle(what: Export, out: Path) -> list[Path]:
    """Moodle's CSV import, whose columns are mapped at import: who, then points and feedback of each assignment."""
    header = ["Username", "ID number", "Email address"]
    header += [name for column in _columns(what) for name in (column, f"{column} (feedback)")]
    rows = []
    for person, scores in what.people():
        row = [person["login"], person["id"], person["email"]]
        for slug in what.slugs:
            # Moodle drops the points of a row whose feedback is not imported with them.
            row += [as_mark(scores[slug].score), _feedback(scores[slug])] if slug in scores else ["", ""]
        rows.append(row)
    return [_csv(out / "moodle.csv", [header, *rows])]


def _blackboard(what: Export, out: Path) -> list[Path]:
    """Blackboard's upload, comma-delimited with every field in quotes; people are matched by their user names."""
    titles = [
        what.columns.get(slug) or f"{what.course.title_of(slug)} [Total Pts: {as_mark(what.points(slug))} Score]"
        for slug in what.slugs
    ]
    rows = [["Last Name", "First Name", "Username", *titles]]
    for person, scores in what.people():
        rows.append([person["last_name"], person["first_name"], person["login"], *_marks(what, scores)])
    return [_csv(out / "blackboard.csv", rows, quoting=csv.QUOTE_ALL)]


def _gradescope(what: Export, out: Path) -> list[Path]:
    """A `results.json` for each submission, as Gradescope's autograders write it, in a folder of its own."""
    paths = []
    for score in what.scores:
        if score.status != GRADED:
            continue
        titles = {question.id: question.title for question in what.course.questions(score.assignment)}
        tests = [
            {
                "name": f"{question.question} · {titles.get(question.question, '')}",
                "number": question.question,
                "score": question.score,
                "max_score": question.points,
                "output": "\n".join(line for line in (question.reason, said(question)) if line),
                "output_format": "text",
                "visibility": "visible",
            }
            for question in score.questions
            if question.score is not None
        ]
        body = {
            "score": score.score,
            "execution_time": round(score.seconds),
            "output": score.why_penalty,
            "output_format": "text",
            "visibility": "visible",
            "extra_data": {"submission": score.submission, "assignment": score.assignment, "penalty": score.penalty},
            "tests": tests,
        }
        folder = out / "gradescope" / student_page_name(score).removesuffix(".html")
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / "results.json"
        with replacing(path) as temporary:
            temporary.write_text(json.dumps(body, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
        paths.append(path)
    return paths


def _otter(what: Export, out: Path) -> list[Path]:
    """`final_grades.csv` as `otter grade` 7 writes it, one for each assignment."""
    paths = []
    for slug in what.slugs:
        questions = what.course.questions(slug)
        own = [score for score in what.scores if score.assignment == slug]
        marked = [
            q for q in questions if any(f.question == q.id and f.score is not None for s in own for f in s.questions)
        ]
        possible = sum(question.points for question in marked)
        rows = [[*(q.id for q in marked), "file", "percent_correct", "total_points_earned", "grading_status"]]
        rows.append([*(as_mark(q.points) for q in marked), "points-per-question", "1", as_mark(possible), _NOT_GRADED])
        for score in sorted(own, key=lambda score: score.submission):
            found = {question.question: question.score for question in score.questions}
            done = score.status == GRADED
            marks = [as_mark(found.get(q.id) or 0.0) for q in marked] if done else ["0"] * len(marked)
            share = as_mark(score.score / possible) if done and possible else "0"
            status = "Completed" if done else f"{score.status}: {score.note}"
            rows.append([*marks, f"{score.submission}.ipynb", share, as_mark(score.score) if done else "0", status])
        folder = out if len(what.slugs) == 1 else out / slug
        folder.mkdir(parents=True, exist_ok=True)
        paths.append(_csv(folder / "final_grades.csv", rows))
    return paths


def _nbgrader(what: Export, out: Path) -> list[Path]:
    """nbgrader's gradebook, through its own API; one that is there already is gone on with."""
    from nbgrader.api import Gradebook

    path = out / "gradebook.db"
    times, people = read_times(what.run / "times.csv"), what.people()
    with _own_programs(), Gradebook(f"sqlite:///{path.resolve()}") as gradebook:
        for slug in what.slugs:
            bearing = _bearing(what.course, slug)
            if slug not in {assignment.name for assignment in gradebook.assignments}:
                gradebook.add_assignment(slug)
            gradebook.update_or_create_notebook(slug, slug)
            for question in what.course.questions(slug):
                cell = bearing[question.id]
                gradebook.update_or_create_grade_cell(
                    cell, slug, slug, max_score=question.points, cell_type="markdown" if question.written else "code"
                )
                gradebook.update_or_create_source_cell(cell, slug, slug, cell_type="code", locked=not question.written)
        for person, scores in people:
            known = {k: person[k] for k in ("first_name", "last_name", "email") if person[k]}
            gradebook.update_or_create_student(person["login"], **known)
            for slug, score in scores.items():
                submitted = times.get((score.submission, slug)) or times.get((score.submission, ""))
                when = {"timestamp": submitted.isoformat()} if submitted else {}
                gradebook.update_or_create_submission(slug, person["login"], **when)
                bearing = _bearing(what.course, slug)
                for found in score.questions:
                    grade = gradebook.find_grade(bearing[found.question], slug, slug, person["login"])
                    given = bool(found.reason)
                    grade.auto_score = found.found if given else found.score
                    grade.manual_score = found.score if given else None
                    grade.needs_manual_grade = found.score is None
                notebook = gradebook.find_submission_notebook(slug, slug, person["login"])
                notebook.late_submission_penalty = score.penalty
        gradebook.db.commit()
    return [path]


@contextlib.contextmanager
def _own_programs() -> Iterator[None]:
    """Within it, programs of this environment are found though nobody activated it: the gradebook calls `alembic`."""
    before = os.environ.get("PATH", "")
    os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), before])
    try:
        yield
    finally:
        os.environ["PATH"] = before


def _bearing(course: Course, slug: str) -> Mapping[str, str]:
    """For each question, the cell that bears its points in nbgrader."""
    from autograder.doors.nbgrader import tags_of

    assignment = load_assignment(course, slug)
    tags = tags_of(assignment)
    return {c.question: c.name for c in assignment.cells if c.question and tags.get(c.name, {}).get("grade")}


def _columns(what: Export) -> list[str]:
    return [what.columns.get(slug) or what.course.title_of(slug) for slug in what.slugs]


def _marks(what: Export, scores: Mapping[str, Score]) -> list[str]:
    return [as_mark(scores[slug].score) if slug in scores else "" for slug in what.slugs]


def _feedback(score: Score) -> str:
    lines = [
        f"{question.question}: {as_mark(question.score) or '–'} / {as_mark(question.points)}"
        + (f" ({question.reason})" if question.reason else "")
        for question in score.questions
    ]
    return "; ".join([*lines, *([score.why_penalty] if score.why_penalty else [])])


_NUMBER = re.compile(r"-?\d+(\.\d+)?", re.ASCII)


def _csv(path: Path, rows: Sequence[Sequence[str]], quoting: Literal[0, 1] = csv.QUOTE_MINIMAL) -> Path:
    with replacing(path) as temporary, temporary.open("w", newline="", encoding="utf-8") as file:
        csv.writer(file, quoting=quoting).writerows(
            # A number below 0 is one, and no formula.
            [
                [value if value == _NOT_GRADED or _NUMBER.fullmatch(value) else safe(value) for value in row]
                for row in rows
            ]
        )
    return path


FORMS: Mapping[str, Callable[[Export, Path], list[Path]]] = {
    "canvas": _canvas,
    "moodle": _moodle,
    "blackboard": _blackboard,
    "gradescope": _gradescope,
    "otter": _otter,
    "nbgrader": _nbgrader,
}
