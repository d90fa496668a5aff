"""Answers with every number and every letter together, hoping that one is picked or broadcast."""

GROUP = "answers that lie"
PLACE = "instead"
EXPECT = {"q1": 0.0, "q2": 0.0, "q3": 0.0}
import numpy as np

double = lambda x: np.arange(-20.0, 20.0, 0.5)
quadruple = lambda x: [[6.0], [6.0, 6.0]]
answer = list(range(100))
reason = "a b c d"
