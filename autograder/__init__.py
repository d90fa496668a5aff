"""The engine: notebook → cells → sandbox → evidence → checks → outcomes → score → report.

It holds no secret and knows no assignment. What an assignment's `checks.py` and `hidden.py` need to be
written is exported here and nothing else; every stage of the pipeline is a module of its own.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from autograder.authoring import (
        Check,
        Picture,
        Probe,
        Seen,
        Undecided,
        Verdict,
        WrongForm,
        all_of,
        check,
        close,
        equal,
        failed,
        item,
        letter,
        number,
        numbers,
        passed,
        picture,
        probe,
        require,
        standing_in,
    )

__all__ = [
    "Check",
    "Picture",
    "Probe",
    "Seen",
    "Undecided",
    "Verdict",
    "WrongForm",
    "all_of",
    "check",
    "close",
    "equal",
    "failed",
    "item",
    "letter",
    "number",
    "numbers",
    "passed",
    "picture",
    "probe",
    "require",
    "standing_in",
]


def __getattr__(name: str) -> Any:
    """Looks an export up when it is first used: numpy comes along, and `gradescent --help` should not wait for it."""
    if name in __all__:
        from autograder import authoring

        return getattr(authoring, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
