"""A class: many submissions, several at a time, each to its own row whatever becomes of the others."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor, as_completed

from autograder.course import Course, load_assignment
from autograder.errors import SandboxError
from autograder.grading import grade
from autograder.plain import printable
from autograder.program import match
from autograder.records import Assignment, Score, Submission
from autograder.sandbox import Sandbox
from autograder.submission import Refused

Done = Callable[[Score], None]


def grade_all(
    course: Course,
    submissions: Sequence[Submission | Refused],
    sandbox: Sandbox,
    *,
    slug: str | None = None,
    jobs: int | None = None,
    done: Done = lambda score: None,
) -> list[Score]:
    """Grades a class.

    Args:
        course: where the assignments are.
        submissions: what `autograder.submission.collect` read.
        sandbox: a running one.
        slug: the assignment, where all are of the same one; else it is found for each.
        jobs: how many at a time; by default, one for each processor.
        done: called, in this thread, with each score as it comes.

    Returns:
        A score for each submission, in their order; those that could not be graded say why.
    """
    assignments = {name: load_assignment(course, name) for name in ([slug] if slug else course.slugs)}

    def one(submission: Submission | Refused) -> Score:
        if isinstance(submission, Refused):
            return Score(submission.student, slug or "", submission.status, submission.note)
        try:
            # Whoever names the assignment knows better than a notebook that does not say.
            known = assignments.get(slug) if slug and submission.slug is None else None
            found = known or identify(submission, assignments)
        except _NotOurs as reason:
            return Score(submission.student, slug or "", "other assignment", str(reason))
        try:
            return grade(found, submission, sandbox)
        except Exception as error:
            # Also a fault of ours that nobody thought of costs one row, and never the batch.
            said = printable(f"{type(error).__name__}: {error}" if not isinstance(error, SandboxError) else str(error))
            return Score(submission.student, found.slug, "not graded", f"The grader failed, grade this again: {said}.")

    scores: dict[int, Score] = {}
    with ThreadPoolExecutor(max_workers=jobs or os.cpu_count() or 1) as pool:
        futures: dict[Future[Score], int] = {pool.submit(one, sub): index for index, sub in enumerate(submissions)}
        for future in as_completed(futures):
            scores[futures[future]] = future.result()
            done(future.result())
    return [scores[index] for index in range(len(submissions))]


class _NotOurs(Exception):
    """The submission is of none of the assignments that are graded."""


def identify(submission: Submission, assignments: Mapping[str, Assignment]) -> Assignment:
    """The assignment of a submission: what its metadata say, else the one whose cells it shares."""
    names = ", ".join(assignments)
    if submission.slug is not None:
        if submission.slug not in assignments:
            raise _NotOurs(
                f"This is the notebook of {submission.slug!r}, and {names} is graded: hand in the right one."
            )
        return assignments[submission.slug]
    shared = {
        slug: sum(match(cell, assignment) is not None for cell in submission.cells)
        for slug, assignment in assignments.items()
    }
    best = max(shared, key=lambda slug: shared[slug])
    if shared[best] == 0:
        raise _NotOurs(f"This notebook has no cell of {names}: hand in the one that you were given.")
    return assignments[best]
