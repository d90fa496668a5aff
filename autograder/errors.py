"""What may go wrong that is no student's fault."""

from __future__ import annotations


class CourseError(ValueError):
    """The course or an assignment is not as it should be; says what to do. For authors, never for students."""


class SandboxError(RuntimeError):
    """The sandbox itself could not do its work; no student is to blame."""


class ResultsError(RuntimeError):
    """The results cannot be kept where they should be; says what to do. What was graded before is not lost."""
