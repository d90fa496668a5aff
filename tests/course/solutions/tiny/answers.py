"""The solution of `tiny`."""

import operator


def add_to_itself(x):
    return operator.add(x, x)


def double(x):
    return add_to_itself(x)


def quadruple(x):
    return double(double(x))


answer = 42
reason = "b"
