"""Puts control sequences into an error that the instructor's terminal shows."""

GROUP = "the engine"
PLACE = "instead"
EXPECT = {"q1": 0.0, "q2": 0.0, "q3": 0.0}
raise ValueError(chr(27) + "]0;" + KNOWN["marker"] + chr(7) + chr(27) + "[2J" + chr(27) + "[31m[bold]red")
double = quadruple = 1
