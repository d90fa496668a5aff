"""Multiplies by two, as a lambda."""

double = lambda x: 2 * x  # noqa: E731
answer = 42.0
