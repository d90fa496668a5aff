"""Imports what it should not find: the judging side of the engine, the checks, the answers."""

GROUP = "the engine"
import importlib
import sys

sys.path[:0] = [KNOWN["course"] + "/solutions/tiny", KNOWN["course"] + "/assignments/tiny", KNOWN["course"]]
for name in ("hidden", "answers", "checks", "reference", "autograder.course", "autograder.grading"):
    try:
        module = importlib.import_module(name)
        take(repr({key: value for key, value in vars(module).items() if key != "__builtins__"}))
    except BaseException:
        pass
spill()
