"""Answers with objects that equal, are close to and are larger than everything."""

GROUP = "answers that lie"
PLACE = "instead"
EXPECT = {"q1": 0.0, "q2": 0.0, "q3": 0.0}


class Yes:
    def __eq__(self, other):
        return True

    __ne__ = __lt__ = __le__ = __gt__ = __ge__ = __bool__ = __contains__ = lambda self, *_: True

    def __hash__(self):
        return 0

    def __add__(self, other):
        return self

    __radd__ = __sub__ = __rsub__ = __mul__ = __rmul__ = __truediv__ = __abs__ = __neg__ = lambda self, *_: self
    __call__ = __getattr__ = __getitem__ = lambda self, *_, **__: self

    def __float__(self):
        return 6.0

    def __len__(self):
        return 1


double = quadruple = lambda x: Yes()
answer = reason = Yes()
