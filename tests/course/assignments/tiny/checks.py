"""Probes and public checks of `tiny`."""

from autograder import check, close, number, numbers, passed, picture, probe


@probe
def doubled(double, x):
    return double(x)


@probe
def quadrupled(quadruple, x):
    return quadruple(x)


@probe
def value(answer):
    return answer


@probe
def letter(reason):
    return reason


@check("q1", doubled(x=3.0), hint="Add the number to itself.")
def doubles_three(doubled):
    """`double(3.0)` is 6."""
    return close(number(doubled.value, "`double(3.0)`"), 6.0)


@probe
def doubles_to(double, most):
    return [double(float(x)) for x in range(most + 1)]


@picture("q1", doubles_to(most=4))
def doubles_as_a_line(axes, doubles):
    """Your `double` from 0 to 4."""
    axes.plot(numbers(doubles, (5,), "`double` of five numbers"), "o-")
    axes.set(xlabel="x", ylabel="double(x)")


@check("q2", quadrupled(x=1.5))
def quadruples(quadrupled):
    """`quadruple(1.5)` is 6."""
    return close(number(quadrupled.value), 6.0)


@check("q3", value())
def is_a_number(value):
    """`answer` is a number."""
    number(value.value, "`answer`")
    return passed
