"""`gradescent new SLUG`: the files of a new exercise, small, complete and valid, to be overwritten with a real one."""

from __future__ import annotations

import re
from pathlib import Path

from autograder.course import Course
from autograder.errors import CourseError

_TEMPLATES = Path(__file__).resolve().parent / "templates" / "new"

# Where each template goes in the rooms.
_PLACES = {
    "notebook.py.template": "assignments/{slug}/{slug}.py",
    "checks.py.template": "assignments/{slug}/checks.py",
    "answers.py.template": "solutions/{slug}/answers.py",
    "hidden.py.template": "solutions/{slug}/hidden.py",
    "wrong.py.template": "solutions/{slug}/wrong/forgets_the_sign.py",
    "wrong_choice.py.template": "solutions/{slug}/wrong/prefers_the_other.py",
    "wrong_words.py.template": "solutions/{slug}/wrong/answers_in_words.py",
    "right.py.template": "solutions/{slug}/right/in_one_product.py",
}


def write_exercise(course: Course, slug: str) -> list[Path]:
    """Writes the files of a new exercise and its entry in `course.toml`; returns their paths.

    Raises:
        CourseError: the slug is taken, or is no name for a folder.
    """
    if not re.fullmatch(r"[a-z][a-z0-9_]*", slug):
        raise CourseError(f"{slug!r} is no slug: lower-case letters, digits and _, a letter first")
    if slug == "checks":
        raise CourseError("an exercise cannot be called checks: its text would be checks.py, as its checks are")
    plan = course.root / "assignments" / "course.toml"
    taken = [course.root / room / slug for room in ("assignments", "solutions") if (course.root / room / slug).exists()]
    if slug in course.slugs or taken:
        raise CourseError(f"{slug} is there already")
    title = slug.replace("_", " ").capitalize()
    written = []
    for template, place in _PLACES.items():
        path = course.root / place.format(slug=slug)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_filled(template, slug, title), encoding="utf-8")
        written.append(path)
    entry = _filled("course.toml.template", slug, title)
    plan.write_text(plan.read_text(encoding="utf-8").rstrip() + "\n\n" + entry, encoding="utf-8")
    return [plan, *written]


def _filled(template: str, slug: str, title: str) -> str:
    return (_TEMPLATES / template).read_text(encoding="utf-8").replace("SLUG", slug).replace("TITLE", title)
