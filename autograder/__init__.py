"""The engine: notebook → cells → sandbox → evidence → checks → outcomes → score → report.

It holds no secret and knows no assignment. What an assignment's `checks.py` and `hidden.py` need to be
written is exported here and nothing else; every stage of the pipeline is a module of its own.
"""

from autograder.authoring import (
    Check,
    Probe,
    Seen,
    Verdict,
    all_of,
    check,
    close,
    equal,
    failed,
    number,
    numbers,
    passed,
    probe,
    require,
)

__all__ = [
    "Check",
    "Probe",
    "Seen",
    "Verdict",
    "all_of",
    "check",
    "close",
    "equal",
    "failed",
    "number",
    "numbers",
    "passed",
    "probe",
    "require",
]
