"""Hidden checks of `tiny`."""

from checks import doubled, letter, value

from autograder import check, close, equal, number


@check("q1", lambda draw: doubled(x=draw.uniform(-9, -1)), weight=2)
def doubles_any(doubled):
    """Negative numbers are doubled, too."""
    return close(number(doubled.value), 2 * doubled.inputs["x"])


@check("q3", value(), letter())
def is_the_answer(value, letter):
    """The answer, and why."""
    return equal((number(value.value), letter.value), (42.0, "b"))
