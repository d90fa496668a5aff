"""Answers with floats whose comparisons and conversions lie."""

GROUP = "answers that lie"
PLACE = "instead"
EXPECT = {"q1": 0.0, "q2": 0.0, "q3": 0.0}


class Lie(float):
    __eq__ = __le__ = __ge__ = __lt__ = __gt__ = lambda self, other: True
    __hash__ = float.__hash__
    __sub__ = __rsub__ = __abs__ = lambda self, *_: 0.0

    def __float__(self):
        return 6.0

    def __reduce__(self):
        return (float, (6.0,))


double = quadruple = lambda x: Lie(6.0)
answer = Lie(42.0)


class Text(str):
    __eq__ = lambda self, other: True
    __hash__ = str.__hash__


reason = Text("b")
