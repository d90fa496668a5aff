"""The pages: from the scores of a run to `report/index.html` and `report/students/*.html`.

A page is one file, without a script on a student's and with one of ours, named by its hash, on a class's; no page can load
or send anything. All that a student wrote is escaped. A student's page says of a hidden check what `Outcome.lines` says.
"""

from __future__ import annotations

import base64
import hashlib
import re
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from autograder.authoring import Picture
from autograder.course import Course, load_checks, notebook_path, pictures_path
from autograder.errors import CourseError
from autograder.language import Language
from autograder.pictures import Drawn, Studio, data_url, load_solution, svg
from autograder.plain import some
from autograder.records import Outcome, Question, QuestionScore, Score, Status
from autograder.report.similarity import Pair, pairs, same_files
from autograder.report.statistics import check_figures, histogram, question_figures, traps
from autograder.results import GRADED, as_mark, reasons

TEMPLATES = Path(__file__).resolve().parents[1] / "templates" / "report"
_AROUND = 4  # lines of a student's cell that are shown on either side of the one that stopped
_LONGEST_LINE = 300
# At the top of each page that we ever wrote.
_OF_OURS = b"content=\"default-src 'none'; style-src 'unsafe-inline'; img-src data:; "
_PRINTED = re.compile(r"-[0-9a-f]{10}\.pdf$")


@dataclass(frozen=True)
class Shown:
    """One outcome as its student may read it."""

    status: Status
    aim: str
    message: str = ""
    measured: str = ""
    allowed: str = ""
    hint: str = ""


def shown(outcomes: Iterable[Outcome]) -> tuple[tuple[Shown, ...], tuple[str, ...]]:
    """What a student may read of a question's outcomes, each thing once, and the diagnoses."""
    items: dict[Shown, None] = {}
    diagnoses: dict[str, None] = {}
    for outcome in outcomes:
        lines = outcome.lines()
        if not lines:
            continue
        if outcome.diagnosis and outcome.diagnosis in lines:
            diagnoses.setdefault(outcome.diagnosis)
        if outcome.hidden or outcome.status == "passed":
            items.setdefault(Shown(outcome.status, lines[0]))
        elif outcome.status == "blocked":
            items.setdefault(Shown("blocked", outcome.aim, outcome.message))
        else:
            items.setdefault(
                Shown("failed", outcome.aim, outcome.message, outcome.measured, outcome.allowed, outcome.hint)
            )
    return tuple(items), tuple(diagnoses)


def write_report(course: Course, scores: Sequence[Score], out: Path, language: Language) -> Path:
    """Writes the pages of a run.

    Args:
        course: where the titles and the pictures are.
        scores: settled ones, of one or several assignments.
        out: the folder for the pages. They take the place of those of an earlier report; whatever else lies there stays.
        language: the one to write in.

    Returns:
        The path of `index.html`.

    Raises:
        CourseError: `out` is somebody's own, or a file of theirs stands where a page goes; then nothing was changed.
    """
    earlier = _earlier(out)
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".report-", dir=out.parent) as temporary:
        folder = Path(temporary) / "report"
        (folder / "students").mkdir(parents=True)
        _Pages(course, language).write(scores, folder)
        if not out.exists():
            folder.rename(out)
            return out / "index.html"
        pages = [page.relative_to(folder) for page in folder.rglob("*.html")]
        if taken := [name for name in map(str, pages) if (out / name).exists() and out / name not in earlier]:
            raise _refused(out, taken)
        (out / "students").mkdir(exist_ok=True)
        for page in pages:
            (folder / page).replace(out / page)
        for path in earlier - {out / page for page in pages}:
            path.unlink()
    return out / "index.html"


def _earlier(out: Path) -> frozenset[Path]:
    """The files of an earlier report in `out`: the only ones that a new report may replace or delete.

    Raises:
        CourseError: `out` is no folder, or a folder of another's: pages for instructors do not belong into a student's.
    """
    if not out.exists():
        return frozenset()
    if not out.is_dir() or (out / "students").is_file():
        raise _refused(out, [out.name if not out.is_dir() else "students"])
    found = {path for path in (*out.glob("*.html"), *(out / "students").glob("*.html")) if _is_page(path)}
    if out / "index.html" in found:
        found |= {path for path in (out / "pdf").glob("*.pdf") if path.is_file() and _PRINTED.search(path.name)}
        return frozenset(found)
    others = [path for path in out.rglob("*") if path.is_file() and path not in found and path.name[:1] != "."]
    if others:
        raise _refused(out, sorted(str(path.relative_to(out)) for path in others))
    return frozenset(found)


def _is_page(path: Path) -> bool:
    if not path.is_file():
        return False
    with path.open("rb") as file:
        return _OF_OURS in file.read(1000)


def _refused(out: Path, names: Sequence[str]) -> CourseError:
    return CourseError(
        f"the report would go to {out}, where something lies that no report wrote ({some(names, most=4)}); "
        f"nothing there was changed: move it or give it another name, then run: gradescent report {out.parent}"
    )


def student_page_name(score: Score) -> str:
    """The name of a student's page: readable, and another for each submission whatever its name is made of."""
    words = re.sub(r"[^a-zA-Z0-9_-]+", "-", score.submission).strip("-")[:60]
    tail = hashlib.sha256(f"{score.assignment}/{score.submission}".encode()).hexdigest()[:10]
    return f"{words or 'student'}-{tail}.html"


class _Pages:
    """Writes pages in one language."""

    def __init__(self, course: Course, language: Language) -> None:
        self.course = course
        self.language = language
        self.script = (TEMPLATES / "class.js").read_text(encoding="utf-8")
        self.environment = Environment(
            loader=FileSystemLoader(TEMPLATES),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.filters.update(said=language.say, prose=self._prose, mark=_mark, image=data_url, time=_time)
        self.environment.globals.update(
            say=language.text,
            language=language,
            css=Markup((TEMPLATES / "report.css").read_text(encoding="utf-8")),
            script="",
            course_title=course.title,
        )

    def _prose(self, sentence: str) -> Markup:
        """A sentence in the page's language, escaped, with `code` in its own type and direction."""
        safe = str(escape(self.language.say(sentence)))
        return Markup(re.sub(r"`([^`\n]+)`", r'<code dir="ltr">\1</code>', safe).replace("\n", "<br>"))

    def write(self, scores: Sequence[Score], folder: Path) -> None:
        groups: dict[str, list[Score]] = {slug: [] for slug in self.course.slugs}
        strays = []
        for score in scores:
            if score.assignment in groups:
                groups[score.assignment].append(score)
            else:
                strays.append(score)
        groups = {slug: found for slug, found in groups.items() if found}
        for score in strays:
            self._student(score, None, folder)
        if len(groups) == 1 and not strays:
            [(slug, found)] = groups.items()
            self._assignment(slug, found, folder, folder / "index.html", back="")
            return
        for slug, found in groups.items():
            self._assignment(slug, found, folder, folder / f"{slug}.html", back="index.html")
        summaries = [
            {
                "link": f"{slug}.html",
                "title": self.course.title_of(slug),
                "total": len(found),
                "graded": sum(score.status == GRADED for score in found),
                "mean": _mean([share for score in found if (share := _share(score)) is not None]),
                "traps": traps(found),
            }
            for slug, found in groups.items()
        ]
        refused = [(score, f"students/{student_page_name(score)}") for score in scores if score.status != GRADED]
        self._render("course.html.j2", folder / "index.html", assignments=summaries, refused=refused)

    def _assignment(self, slug: str, scores: Sequence[Score], folder: Path, page: Path, back: str) -> None:
        studio = Studio(_pictures(self.course, slug), load_solution(pictures_path(self.course, slug)))
        for score in scores:
            self._student(score, studio, folder)
        graded = [score for score in scores if score.status == GRADED]
        questions = self.course.questions(slug)
        shares = [share for score in graded if (share := _share(score)) is not None]
        counts = histogram(shares)
        figures = question_figures(questions, graded)
        checks = check_figures(graded)
        self._render(
            "class.html.j2",
            page,
            script=Markup(self.script),
            script_hash=base64.b64encode(hashlib.sha256(self.script.encode()).digest()).decode(),
            back=back,
            title=self.course.title_of(slug),
            titles={question.id: question.title for question in questions},
            links={score.submission: f"students/{student_page_name(score)}" for score in scores},
            total=len(scores),
            graded=len(graded),
            mean=_mean(shares),
            median=median(shares) if shares else None,
            refused=[score for score in scores if score.status != GRADED],
            traps=traps(graded),
            figures=figures,
            distribution=_bars(counts) if shares else "",
            distribution_words=", ".join(f"{10 * i}–{10 * i + 10}%: {n}" for i, n in enumerate(counts)),
            nobody=[check for check in checks if check.nobody],
            everybody=[check for check in checks if check.everybody],
            checks=checks,
            rows=[_row(score, questions) for score in graded],
            marked=any(question.reason for score in graded for question in score.questions),
            pairs=[_alike(pair, graded) for pair in pairs(*self._code(slug, graded))],
            same=same_files({score.submission: score.files for score in graded}),
            isolation=Counter(score.layers for score in graded).most_common(),
            seconds=sum(score.seconds for score in graded),
            slowest=max(graded, key=lambda score: score.seconds, default=None),
            versions=list(
                dict.fromkeys(", ".join(f"{name} {v}" for name, v in score.versions.items()) for score in graded)
            ),
        )

    def _code(self, slug: str, scores: Iterable[Score]) -> tuple[Mapping[str, str], list[str]]:
        import json

        try:
            book = json.loads(notebook_path(self.course, slug).read_text(encoding="utf-8"))
            given = ["".join(cell["source"]) for cell in book["cells"] if cell["cell_type"] == "code"]
        except (OSError, ValueError, KeyError):
            given = []
        return {score.submission: _source(score) for score in scores}, given

    def _student(self, score: Score, studio: Studio | None, folder: Path) -> None:
        known = {q.id: q for q in self.course.questions(score.assignment)} if studio else {}
        drawn = [d for d in (studio.draw(found) for found in score.drawings) if d is not None] if studio else []
        self._render(
            "student.html.j2",
            folder / "students" / student_page_name(score),
            score=score,
            title=self.course.title_of(score.assignment) if studio else score.assignment or self.course.title,
            waiting=any(question.score is None for question in score.questions),
            questions=[_question(found, known.get(found.question), drawn) for found in score.questions],
            trouble=[
                {
                    "cell": stop.cell,
                    "line": stop.line,
                    "message": stop.message,
                    "lines": _around(stop.source, stop.line),
                }
                for stop in score.trouble
            ],
            limits=_limits(score),
        )

    def _render(self, template: str, path: Path, **context: Any) -> None:
        path.write_text(self.environment.get_template(template).render(**context), encoding="utf-8")


def _question(found: QuestionScore, question: Question | None, drawn: Sequence[Drawn]) -> dict[str, Any]:
    items, diagnoses = shown(found.outcomes)
    return {
        "id": found.question,
        "title": question.title if question else found.question,
        "score": found.score,
        "points": found.points,
        "found": found.found,
        "reason": found.reason,
        "statuses": [item.status for item in items],  # no more than what is shown: not how many hidden checks there are
        "shown": items,
        "diagnoses": diagnoses,
        "written": question.written if question else not found.outcomes,
        "text": found.text,
        # Of what was not answered there is nothing to see.
        "pictures": [d for d in drawn if d.question == found.question and (d.yours or d.missing != "No answer.")],
    }


def _row(score: Score, questions: Sequence[Question]) -> dict[str, Any]:
    by_id = {found.question: found for found in score.questions}
    cells = []
    tags = [question.id for question in questions if (q := by_id.get(question.id)) and (q.score or 0) < q.points]
    for question in questions:
        found = by_id.get(question.id)
        points = found.score if found else None
        level = (
            "" if points is None or not found else "full" if points >= found.points else "part" if points else "none"
        )
        cells.append({"points": points, "level": level, "person": bool(found and found.reason)})
    share = _share(score) or 0.0
    found_reasons, unanswered = reasons(score)
    tags += ["open"] * bool(score.trouble) + ["half"] * (share < 0.5) + ["full"] * (share >= 1)
    tags += ["person"] * any(found.reason for found in score.questions)
    return {
        "name": score.submission,
        "total": score.score,
        "penalty": score.penalty,
        "cells": cells,
        "tags": tags,
        "why": found_reasons,
        "unanswered": unanswered,
    }


def _alike(pair: Pair, scores: Iterable[Score]) -> dict[str, Any]:
    code = {score.submission: _source(score) for score in scores if score.submission in (pair.a, pair.b)}

    def lines(name: str, same: frozenset[int]) -> list[tuple[str, bool]]:
        return [(line[:_LONGEST_LINE], n in same) for n, line in enumerate(code[name].splitlines(), 1)]

    return {
        "a": pair.a,
        "b": pair.b,
        "share": pair.share,
        "code_a": lines(pair.a, pair.lines_a),
        "code_b": lines(pair.b, pair.lines_b),
    }


_MOST_SOURCE = 60_000  # characters of one submission that are compared and shown


def _source(score: Score) -> str:
    """The student's own code, one cell after the other."""
    return "\n\n".join(f"# cell {cell.number}\n{cell.source.rstrip()}" for cell in score.cells)[:_MOST_SOURCE]


def _pictures(course: Course, slug: str) -> Sequence[Picture]:
    try:
        return load_checks(course.root / "assignments" / slug)[3]
    except CourseError:
        return ()


def _limits(score: Score) -> list[tuple[str, str]]:
    """Where a limit was reached, and which."""
    cells = [
        (f"Cell {stop.cell}" if stop.cell else "A given cell", stop.message)
        for stop in score.trouble
        if stop.message.startswith(("This cell ", "Not run:", "MemoryError"))
    ]
    late = {
        (outcome.question, outcome.message)
        for outcome in score.outcomes
        if outcome.status == "failed" and outcome.message.startswith(("Your code took too long", "No answer:"))
    }
    return cells + sorted(late)


def _around(source: str, line: int | None) -> list[tuple[int, str, bool]]:
    """The lines of a cell around the one that stopped, each with its number; all of a short cell where none is known."""
    lines = source.splitlines()
    first, last = (1, min(len(lines), 2 * _AROUND)) if line is None else (line - _AROUND, line + _AROUND)
    return [
        (number, text[:_LONGEST_LINE], number == line)
        for number, text in enumerate(lines, 1)
        if first <= number <= last
    ]


def _bars(counts: Sequence[int]) -> str:
    def draw(axes: Any) -> None:
        width = 100 / len(counts)
        axes.bar([width * (i + 0.5) for i in range(len(counts))], counts, width=0.9 * width)
        axes.set(xlabel="% of the points", xlim=(0, 100))
        axes.grid(axis="x", visible=False)
        axes.set_axisbelow(True)
        axes.yaxis.get_major_locator().set_params(integer=True)

    return svg(draw, (5.6, 2.6))


def _share(score: Score) -> float | None:
    return score.score / score.max_score if score.questions and score.max_score else None


def _mean(values: Sequence[float]) -> float | None:
    return mean(values) if values else None


def _mark(value: float | None) -> str:
    """Points as a person reads them: two digits are enough on a page."""
    return as_mark(None if value is None else round(value, 2))


def _time(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest} s" if minutes else f"{seconds:.1f} s"
