"""Reads from address zero."""

GROUP = "crashes"
import ctypes

ctypes.string_at(0)
