"""Finds the edge by walks from −4, which run away long before the valley itself becomes unstable."""

FAILS = ["edge_of_the_quartic"]

stable_lr_quartic = 0.06
