"""Returns a value that takes for ever to be read."""

GROUP = "time"
PLACE = "instead"
EXPECT = {"q1": 0.0, "q2": 0.0, "q3": 0.0}
SLOW = True
import numpy as np


class Slow(np.ndarray):
    def __array__(self, *_, **__):
        while True:
            pass

    def __array_finalize__(self, _):
        while True:
            pass

    __copy__ = __deepcopy__ = __reduce__ = lambda self, *_: self.__array__()


def double(x):
    return np.array(6.0).view(Slow)


quadruple = double
answer = reason = None
