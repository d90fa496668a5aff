"""Changes its functions after their own check, in place, where their values were kept."""

GROUP = "answers that lie"
PLACE = "after"
double.__code__ = (lambda x: 2 * x).__code__
quadruple.__code__ = (lambda x: 4 * x).__code__
answer = 42
