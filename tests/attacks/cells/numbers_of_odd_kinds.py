"""Answers with huge, complex, decimal and boolean numbers."""

GROUP = "answers that lie"
PLACE = "instead"
EXPECT = {"q1": 0.0, "q2": 0.0, "q3": 0.0}
from decimal import Decimal

double = lambda x: 10**5000
quadruple = lambda x: complex(6, 0)
answer = Decimal(42)
reason = True
