"""Answers with floats whose comparisons and conversions lie."""

GROUP = "answers that lie"
PLACE = "instead"
EXPECT = {"q1": 0.0, "q2": 0.0, "q3": 0.5}  # that of −42: it is a number


class Lie(float):
    def __new__(cls, told):
        made = super().__new__(cls, -told)
        made.told = told
        return made

    __eq__ = __le__ = __ge__ = __lt__ = __gt__ = lambda self, other: True
    __hash__ = float.__hash__
    __sub__ = __rsub__ = lambda self, *_: 0.0

    def __float__(self):
        return self.told

    __abs__ = conjugate = __float__

    def __reduce__(self):
        return (float, (self.told,))


double = lambda x: Lie(2.0 * x)
quadruple = lambda x: Lie(4.0 * x)
answer = Lie(42.0)


class Text(str):
    __eq__ = lambda self, other: True
    __hash__ = str.__hash__
    __str__ = strip = lower = lambda self, *_: "b"


reason = Text("a")
