"""Answers with objects that turn into another array each time somebody asks."""

GROUP = "answers that lie"
PLACE = "instead"
EXPECT = {"q1": 0.0, "q2": 0.0, "q3": 0.0}
import numpy as np


class Chameleon:
    __array_priority__ = 1e9

    def __array__(self, *_, **__):
        return np.array(6.0)

    def __array_ufunc__(self, *_, **__):
        return True

    def __array_function__(self, *_, **__):
        return True

    __array_interface__ = property(lambda self: np.array(6.0).__array_interface__)


double = quadruple = lambda x: Chameleon()
answer = reason = Chameleon()
