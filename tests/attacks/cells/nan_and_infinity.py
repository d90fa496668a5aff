"""Answers with numbers that compare oddly: NaN, infinities, minus zero."""

GROUP = "answers that lie"
PLACE = "instead"
EXPECT = {"q1": 0.0, "q2": 0.0, "q3": 0.5}
double = lambda x: float("nan")
quadruple = lambda x: float("inf")
answer = float("nan")
reason = "b"
