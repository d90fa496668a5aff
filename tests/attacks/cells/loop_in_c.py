"""Stays in a C function that holds the interpreter's lock and looks at no signal."""

GROUP = "time"
SLOW = True
import re

re.match(r"(a+)+$", "a" * 60 + "b")
