"""For authors and translators: finds the sentences that are said, and keeps the catalogues (`gradescent translate`).

Nothing is marked. Taken are all texts of the checks that are more than a word, a check's and a picture's first line, the
titles of course.toml, the misconceptions of the bank, and what the engine and its pages say. An f-string's entry has its
holes by name: `f"At rate {lr:g} it diverges."` is "At rate {lr} it diverges.". Each room has its own catalogues, so that
what is secret stays so:

    autograder/locale/he.po            what the engine says
    assignments/<slug>/locale/he.po    the titles and the public checks
    solutions/<slug>/locale/he.po      the hidden checks and the misconceptions

The `.mo` beside each is what is read when a sentence is said; it is committed, so that no translator's tool is needed then.
"""

from __future__ import annotations

import ast
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from autograder.course import Course
from autograder.language import ENGINE

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

_MODULES = (
    *("authoring", "batch/__init__", "doors/__init__", "grading", "judging", "kernel", "pictures", "plain", "records"),
    *("report/text", "results/marks", "sandbox/session", "submission"),
)
# What these raise is for authors and instructors, who are spoken to in English.
_NOT_FOR_STUDENTS = {"CourseError", "SandboxError", "TypeError", "ValueError", "KeyError", "RuntimeError"}
_SAID = {"say", "text"}
_NO_SENTENCE = re.compile(r"</?[a-z]|^\s*import |^#| \| |svg{")  # markup, code, a type
_NEVER = datetime(2000, 1, 1, tzinfo=UTC)  # a date would make a new file of the same sentences


@dataclass(frozen=True)
class Found:
    """One catalogue after a look at the rooms.

    Attributes:
        path: the `.po`.
        total: how many sentences there are.
        missing: those that it does not translate.
        stale: whether the files are not what the rooms and the translations give.
    """

    path: Path
    total: int
    missing: tuple[str, ...]
    stale: bool


def translate(course: Course, code: str, slugs: Sequence[str], *, check: bool = False) -> list[Found]:
    """Brings the catalogues of one language up to date: the engine's and those of these assignments.

    Args:
        course: whose rooms are looked at.
        code: the language, such as "he".
        slugs: the assignments.
        check: write nothing.
    """
    found = []
    for folder, sentences in rooms(course, slugs).items():
        path = folder / f"{code}.po"
        catalogue, kept = _updated(path, code, sentences)
        text, compiled = _po(catalogue), _mo(catalogue)
        old = (_bytes(path), _bytes(path.with_suffix(".mo")))
        stale = old != (text, compiled)
        if stale and not check:
            folder.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text)
            path.with_suffix(".mo").write_bytes(compiled)
        missing = tuple(sentence for sentence in sentences if not kept.get(sentence))
        found.append(Found(path, len(sentences), missing, stale))
    return found


def rooms(course: Course, slugs: Sequence[str]) -> Mapping[Path, Mapping[str, tuple[str, ...]]]:
    """For each folder of catalogues the sentences that belong there, each with the files that say it."""
    engine = ENGINE.parent
    places: dict[Path, list[tuple[str, str]]] = {ENGINE: []}
    for name in _MODULES:
        places[ENGINE] += [(text, f"autograder/{name}.py") for text in in_python(engine / f"{name}.py")]
    for page in sorted((engine / "templates" / "report").glob("*.j2")):
        places[ENGINE] += [(text, f"autograder/templates/report/{page.name}") for text in in_template(page)]
    for slug in slugs:
        room, secret = course.root / "assignments" / slug, course.root / "solutions" / slug
        titles = [course.title, course.title_of(slug), *(question.title for question in course.questions(slug))]
        places[room / "locale"] = [(title, "assignments/course.toml") for title in titles]
        places[room / "locale"] += [(text, f"assignments/{slug}/checks.py") for text in in_python(room / "checks.py")]
        if secret.is_dir():
            hidden = in_python(secret / "hidden.py") if (secret / "hidden.py").exists() else ()
            places[secret / "locale"] = [(text, f"solutions/{slug}/hidden.py") for text in hidden]
            for path in sorted((secret / "wrong").glob("*.py")):
                sentence = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
                where = f"solutions/{slug}/wrong/{path.name}"
                places[secret / "locale"].append((_one_line(sentence), where))
    return {folder: _gathered(entries) for folder, entries in places.items()}


def _gathered(entries: Iterable[tuple[str, str]]) -> Mapping[str, tuple[str, ...]]:
    gathered: dict[str, dict[str, None]] = {}
    for text, where in entries:
        if text:
            gathered.setdefault(text, {})[where] = None
    return {text: tuple(where) for text, where in gathered.items()}


def _one_line(text: str) -> str:
    return text.split("\n\n")[0].replace("\n", " ").strip()


def in_python(path: Path) -> Iterator[str]:
    """The sentences in a module."""
    yield from _Sentences().of(ast.parse(path.read_text(encoding="utf-8")))


def in_template(path: Path) -> Iterator[str]:
    """The sentences in a page's template: what `say` is called with."""
    from jinja2 import Environment, nodes

    tree = Environment().parse(path.read_text(encoding="utf-8"))
    for call in tree.find_all(nodes.Call):
        named = isinstance(call.node, nodes.Name) and call.node.name == "say"
        if named and call.args and isinstance(call.args[0], nodes.Const):
            yield str(call.args[0].value)


class _Sentences(ast.NodeVisitor):
    """Walks a module and gathers what may be said."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def of(self, tree: ast.AST) -> list[str]:
        self.visit(tree)
        return self.found

    def visit_Module(self, node: ast.Module) -> None:
        self._without_docstring(node)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self._without_docstring(node)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        calls = [d.func.id for d in node.decorator_list if isinstance(d, ast.Call) and isinstance(d.func, ast.Name)]
        if {"check", "picture"} & set(calls):
            self.found.append(_one_line(ast.get_docstring(node) or ""))
        for decorator in node.decorator_list:
            self.visit(decorator)
        self._without_docstring(node)

    def _without_docstring(self, node: ast.Module | ast.ClassDef | ast.FunctionDef) -> None:
        body = list(node.body)
        while body and isinstance(body[0], ast.Expr) and isinstance(body[0].value, ast.Constant):
            body.pop(0)
        for statement in body:
            self.visit(statement)

    def visit_Expr(self, node: ast.Expr) -> None:
        if not isinstance(node.value, ast.Constant):  # the docstring of a constant
            self.generic_visit(node)

    def visit_Raise(self, node: ast.Raise) -> None:
        call = node.exc
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Name) and call.func.id in _NOT_FOR_STUDENTS:
            return
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
        if (
            name in _SAID
            and node.args
            and isinstance(node.args[0], ast.Constant)
            and isinstance(node.args[0].value, str)
        ):
            self.found.append(node.args[0].value)
            for rest in (*node.args[1:], *node.keywords):
                self.visit(rest)
            return
        self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        self.visit(node.value)
        if not isinstance(node.slice, ast.Constant):  # a key is no sentence
            self.visit(node.slice)

    def visit_Constant(self, node: ast.Constant) -> None:
        if isinstance(node.value, str) and _is_sentence(node.value):
            self.found.append(node.value)

    def visit_JoinedStr(self, node: ast.JoinedStr) -> None:
        parts, names, words = [], 0, ""
        used: set[str] = set()
        for part in node.values:
            if isinstance(part, ast.Constant):
                parts.append(str(part.value))
                words += str(part.value)
                continue
            assert isinstance(part, ast.FormattedValue)
            name = part.value.id if isinstance(part.value, ast.Name) else ""
            if not name or (name in used and part.format_spec is not None):
                name = str(names)
            names += 1
            used.add(name)
            parts.append(f"{{{name}}}")
            self.visit(part.value)
        if _is_sentence(words):
            self.found.append("".join(parts))


def _is_sentence(text: str) -> bool:
    """Whether a text is more than a word: a name of something is not translated."""
    letters = sum(character.isalpha() for character in text)
    return letters >= 3 and " " in text and not _NO_SENTENCE.search(text)


def _updated(path: Path, code: str, sentences: Mapping[str, tuple[str, ...]]) -> tuple[Catalog, Mapping[str, str]]:
    """The catalogue with exactly these sentences, and the translations of those that have one."""
    from babel.messages.catalog import Catalog
    from babel.messages.pofile import read_po

    old: dict[str, str] = {}
    if path.exists():
        with path.open("rb") as file:
            old = {str(m.id): str(m.string) for m in read_po(file) if m.id and m.string and not m.fuzzy}
    new = Catalog(
        locale=code, project="Gradescent", creation_date=_NEVER, revision_date=_NEVER, fuzzy=False, charset="utf-8"
    )
    for sentence, where in sentences.items():
        new.add(sentence, old.get(sentence, ""), locations=[(name, 0) for name in where])
    return new, {sentence: text for sentence, text in old.items() if sentence in sentences}


_HEADER = """msgid ""
msgstr ""
"Language: {code}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"

"""


def _po(catalogue: Catalog) -> bytes:
    from babel.messages.pofile import write_po

    out = io.BytesIO()
    write_po(out, catalogue, width=0, omit_header=True, include_lineno=False)
    return _HEADER.format(code=catalogue.locale_identifier).encode() + out.getvalue()


def _mo(catalogue: Catalog) -> bytes:
    from babel.messages.mofile import write_mo

    out = io.BytesIO()
    write_mo(out, catalogue)
    return out.getvalue()


def _bytes(path: Path) -> bytes:
    return path.read_bytes() if path.exists() else b""
