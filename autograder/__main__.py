"""`python -m autograder`, the same as `gradescent`."""

from autograder.cli import entry

entry()
