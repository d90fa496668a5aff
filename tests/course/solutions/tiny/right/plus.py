"""Multiplies by two, as a lambda."""

double = lambda x: 2 * x
answer = 42.0
