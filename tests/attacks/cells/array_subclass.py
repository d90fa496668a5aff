"""Answers with a numpy array of a class that says yes to every comparison."""

GROUP = "answers that lie"
PLACE = "instead"
EXPECT = {"q1": 0.0, "q2": 0.0, "q3": 0.5}
import numpy as np


class Yes(np.ndarray):
    def __array_ufunc__(self, *_, **__):
        return True

    def __array_function__(self, *_, **__):
        return True

    __eq__ = __le__ = __ge__ = lambda self, other: True

    def __array__(self, *_, **__):
        return np.array(6.0)

    def item(self, *_):
        return 6.0

    def __float__(self):
        return 6.0


double = quadruple = lambda x: np.array(5.0).view(Yes)
answer = np.array(41.0).view(Yes)
reason = "b"
