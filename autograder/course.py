"""The rooms: reads an assignment from `assignments/` and `solutions/`.

The notebook's cells come from the built `<slug>.ipynb`, whose metadata say what each cell is, so that grading needs
neither jupytext nor the text that the notebook was built from. Without a `solutions` room an assignment
has its public checks only.
"""

from __future__ import annotations

import ast
import json
import math
import sys
import threading
import tomllib
import types
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from autograder.authoring import Ask, Check, Picture, Probe
from autograder.diagnosis import load as load_misconceptions
from autograder.errors import CourseError
from autograder.judging import place_in
from autograder.records import Assignment, Cell, Limits, Question

_importing = threading.Lock()
_COURSE_KEYS = {"title", "language", "isolation", "limits", "late", "assignments"}
_KEYS = {"slug", "title", "questions", "limits", "files", "due"}
_QUESTION_KEYS = {"id", "title", "points", "written", "rubric"}


@dataclass(frozen=True)
class Course:
    """The course's plan, `assignments/course.toml`.

    Attributes:
        plan: for each slug, its entry.
        isolation: the layers without which submissions are not graded; "a|b" asks for one of the two.
        late: what handing in late costs, as `autograder.results.marks.late_rules` reads it.
        language: the one that students are spoken to in, such as "he".
    """

    title: str
    root: Path
    plan: Mapping[str, Mapping[str, Any]]
    isolation: tuple[str, ...] = ()
    late: Mapping[str, Any] = field(default_factory=dict)
    language: str = "en"

    @property
    def slugs(self) -> tuple[str, ...]:
        """The assignments in their order."""
        return tuple(self.plan)

    def questions(self, slug: str) -> tuple[Question, ...]:
        """The questions of one assignment, without their holes."""
        try:
            return tuple(
                Question(
                    id=entry["id"],
                    title=entry["title"],
                    points=_points(entry["points"], f"{slug}, {entry['id']}"),
                    written=entry.get("written", False),
                    rubric=entry.get("rubric", "").strip(),
                )
                for entry in self._entry(slug)["questions"]
            )
        except KeyError as missing:
            raise CourseError(f"course.toml, {slug}: a question needs {missing}") from None

    def title_of(self, slug: str) -> str:
        """The title of one assignment."""
        return str(self._entry(slug).get("title", slug))

    def limits(self, slug: str) -> Limits:
        """The limits of one assignment: the course's, changed by its own."""
        known = {field.name for field in fields(Limits)}
        chosen = self._entry(slug)["limits"]
        unknown = sorted(set(chosen) - known)
        if unknown:
            raise CourseError(f"course.toml: no such limit: {', '.join(unknown)}; there are {', '.join(sorted(known))}")
        return Limits(**chosen)

    def files(self, slug: str) -> tuple[str, ...]:
        """The files that students of one assignment hand in beside the notebook; raises `CourseError` for a path."""
        names = tuple(self._entry(slug).get("files", ()))
        for name in names:
            if not isinstance(name, str) or Path(name).name != name or name.startswith("."):
                raise CourseError(f"course.toml, {slug}: {name!r} is no plain file name")
        return names

    def _entry(self, slug: str) -> Mapping[str, Any]:
        if slug not in self.plan:
            raise CourseError(f"no assignment {slug!r} in course.toml; there are: {', '.join(self.slugs)}")
        return self.plan[slug]


def _points(points: object, where: str) -> float:
    if not isinstance(points, int | float) or not 0 <= points < math.inf:
        raise CourseError(f"course.toml, {where}: points are a number such as 2, not {points!r}")
    return float(points)


def _known(entry: Mapping[str, Any], keys: set[str], path: Path, where: str) -> None:
    """What is misspelt would be passed over in silence."""
    if unknown := sorted(set(entry) - keys):
        raise CourseError(f"{path}, {where}: no such key: {', '.join(unknown)}; there are {', '.join(sorted(keys))}")


def _named_once(names: Iterable[str], where: str, what: str) -> None:
    """Of two with one name, one would take the place of the other, or its points would count twice."""
    for name, times in Counter(names).items():
        if times > 1:
            raise CourseError(f"{where}: {times} {what} are called {name}; give each a name of its own")


def load_course(root: Path) -> Course:
    """Reads `root/assignments/course.toml`; raises `CourseError`."""
    path = root / "assignments" / "course.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CourseError(f"no course here: {path} does not exist; name the course's folder with --course") from None
    except tomllib.TOMLDecodeError as error:
        raise CourseError(f"{path}: {error}") from None
    entries, defaults = data.get("assignments", []), data.get("limits", {})
    _known(data, _COURSE_KEYS, path, "at the top")
    _known(data.get("isolation", {}), {"require"}, path, "[isolation]")
    isolation = data.get("isolation", {}).get("require", [])
    if not isinstance(isolation, list):
        raise CourseError(f'{path}, [isolation]: require is a list such as ["seccomp"], not {isolation!r}')
    for entry in entries:
        if "slug" not in entry:
            raise CourseError(f'{path}: the assignment {entry.get("title")!r} needs a slug, such as slug = "quartic"')
        _known(entry, _KEYS, path, f"assignment {entry['slug']}")
        questions = entry.get("questions", [])
        for question in questions:
            _known(question, _QUESTION_KEYS, path, f"{entry['slug']}, {question.get('id')}")
        _named_once((q["id"] for q in questions if "id" in q), f"{path}, {entry['slug']}", "questions")
    _named_once((entry["slug"] for entry in entries), str(path), "assignments")
    plan = {entry["slug"]: {**entry, "limits": {**defaults, **entry.get("limits", {})}} for entry in entries}
    return Course(
        title=data.get("title", "A course"),
        root=root,
        plan=plan,
        isolation=tuple(isolation),
        late=data.get("late", {}),
        language=data.get("language", "en"),
    )


def load_assignment(course: Course, slug: str) -> Assignment:
    """One assignment, ready to grade.

    Raises:
        CourseError: something in its rooms is missing or contradicts something else.
    """
    questions = course.questions(slug)
    room = course.root / "assignments" / slug
    try:
        notebook = json.loads(notebook_path(course, slug).read_text(encoding="utf-8"))
    except (FileNotFoundError, json.JSONDecodeError):
        raise CourseError(f"{notebook_path(course, slug)} is missing or broken; run: gradescent build {slug}") from None
    cells = tuple(issued_cell(cell) for cell in notebook["cells"])
    source, public, probes, pictures = load_checks(room)
    hidden = _load_hidden(course.root / "solutions" / slug / "hidden.py", room)
    assignment = Assignment(
        slug=slug,
        title=course.title_of(slug),
        cells=cells,
        questions=tuple(replace(q, holes=_holes_of(cells, q.id)) for q in questions),
        probes=probes,
        checks=(*public, *(check.hide() for check in hidden)),
        checks_source=source,
        limits=course.limits(slug),
        root=course.root,
        misconceptions=load_misconceptions(bank_path(course, slug)),
        pictures=pictures,
        files=course.files(slug),
    )
    _hold_together(assignment)
    return assignment


def notebook_path(course: Course, slug: str) -> Path:
    """The notebook as issued, built and committed."""
    return course.root / "assignments" / slug / f"{slug}.ipynb"


def bank_path(course: Course, slug: str) -> Path:
    """Where the evidence of an assignment's wrong answers is kept."""
    return course.root / "solutions" / slug / "bank.json"


def pictures_path(course: Course, slug: str) -> Path:
    """Where it is kept what the solution's pictures are drawn from."""
    return course.root / "solutions" / slug / "pictures.json"


def _holes_of(cells: tuple[Cell, ...], question: str) -> tuple[str, ...]:
    return tuple(hole for cell in cells if cell.question == question for hole in cell.holes)


def issued_cell(cell: Mapping[str, Any]) -> Cell:
    """One cell of a built notebook."""
    ours = cell["metadata"]["gradescent"]
    source = cell["source"]
    return Cell(
        name=ours["name"],
        role=ours["role"],
        source="".join(source) if isinstance(source, list) else source,
        question=ours.get("question"),
        holes=tuple(ours.get("holes", ())),
        shows=ours.get("shows", False),
    )


def load_checks(room: Path) -> tuple[str, tuple[Check, ...], Mapping[str, Probe], tuple[Picture, ...]]:
    """The source, the checks, the probes and the pictures of `room/checks.py`; raises `CourseError`."""
    module, source = _execute(room / "checks.py", "checks")
    foreign = sorted(_imported(source) - {"autograder", *sys.stdlib_module_names})
    if foreign:
        raise CourseError(
            f"{room / 'checks.py'} imports {', '.join(foreign)} at its top, where autograder and the standard library are all "
            "that is there for sure: import it inside the probe that needs it"
        )
    pictures = tuple(value for value in vars(module).values() if isinstance(value, Picture))
    return source, _checks_in(module), _probes_in(module), pictures


def _imported(source: str) -> set[str]:
    """The packages that a file imports at its top level."""
    nodes = ast.parse(source).body
    plain = {alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names}
    return {name.split(".")[0] for name in plain | {n.module or "" for n in nodes if isinstance(n, ast.ImportFrom)}}


def _load_hidden(path: Path, room: Path) -> tuple[Check, ...]:
    if not path.exists():
        return ()
    with _importing:
        before = sys.modules.get("checks")
        sys.modules["checks"] = _execute(room / "checks.py", "checks")[0]
        try:
            module, _ = _execute(path, "hidden")
        finally:
            if before is None:
                del sys.modules["checks"]
            else:
                sys.modules["checks"] = before
    return _checks_in(module)


def _execute(path: Path, name: str) -> tuple[types.ModuleType, str]:
    try:
        source = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        raise CourseError(f"{path} does not exist") from None
    module = types.ModuleType(name)
    module.__file__ = str(path)
    try:
        exec(compile(source, str(path), "exec"), module.__dict__)
    except Exception as error:
        raise CourseError(f"{path}: {type(error).__name__}: {error}") from error
    return module, source


def _checks_in(module: types.ModuleType) -> tuple[Check, ...]:
    return tuple(value for value in vars(module).values() if isinstance(value, Check))


def _probes_in(module: types.ModuleType) -> Mapping[str, Probe]:
    return {value.name: value for value in vars(module).values() if isinstance(value, Probe)}


def _drawn(where: str, check: Check) -> tuple[Ask, ...]:
    try:
        return check.drawn("0")
    except Exception as error:
        said = f"{type(error).__name__}: {error}{place_in(check.function, error)}"
        raise CourseError(f"{where}: what check {check.name} asks cannot be drawn: {said}") from error


def _hold_together(assignment: Assignment) -> None:
    """An assignment's rooms must agree with each other."""
    where = assignment.slug
    questions = {question.id: question for question in assignment.questions}
    holes = {hole for question in assignment.questions for hole in question.holes}
    seen: set[str] = set()
    for check in assignment.checks:
        if check.name in seen:
            raise CourseError(f"{where}: two checks are called {check.name}; a check's name is its id")
        seen.add(check.name)
        if check.question not in questions or questions[check.question].written:
            raise CourseError(f"{where}: check {check.name} is of {check.question!r}, which is no question to check")
        for ask in _drawn(where, check):
            unknown = [name for name in ask.holes if name not in holes]
            if unknown:
                raise CourseError(
                    f"{where}: check {check.name} asks {ask.probe} without {', '.join(unknown)}, which is neither an input"
                    " that it gives nor a hole of the notebook"
                )
    for picture in assignment.pictures:
        wanted = {name for ask in picture.asks for name in ask.holes}
        if picture.question not in questions or not wanted <= holes:
            raise CourseError(f"{where}: picture {picture.name} is of no question, or asks for what is no hole")
    for question in assignment.questions:
        if not question.written and not sum(check.weight for check in assignment.checks_of(question.id)):
            raise CourseError(
                f"{where}: {question.id} has no check with a weight; write one, or say `written = true` in course.toml"
            )
        if not question.written and not any(c.role == "check" and c.question == question.id for c in assignment.cells):
            raise CourseError(f'{where}: {question.id} has no cell with grader.check("{question.id}")')
    for cell in assignment.cells:
        if cell.question is not None and cell.question not in questions:
            raise CourseError(f"{where}: cell {cell.name} is of {cell.question!r}, which course.toml does not have")


def bound_names(source: str) -> tuple[str, ...]:
    """The names that a cell binds at top level, in order: definitions and assignments, not imports.

    >>> bound_names("import math\\na = b, c = 1, 2\\ndef f(): x = 1")
    ('a', 'b', 'c', 'f')
    """
    found: dict[str, None] = {}
    for node in ast.parse(source).body:
        for name in names_of(node):
            found.setdefault(name)
    return tuple(found)


def names_of(node: ast.stmt) -> tuple[str, ...]:
    """The names that one top-level statement defines or assigns."""
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return (node.name,)
    if isinstance(node, ast.Assign):
        targets: list[ast.expr] = node.targets
    elif isinstance(node, ast.AnnAssign | ast.AugAssign):
        targets = [node.target]
    else:
        targets = []
    inner = [leaf for target in targets for leaf in ast.walk(target) if isinstance(leaf, ast.Name)]
    inner.sort(key=lambda leaf: (leaf.lineno, leaf.col_offset))
    return tuple(leaf.id for leaf in inner if isinstance(leaf.ctx, ast.Store))
