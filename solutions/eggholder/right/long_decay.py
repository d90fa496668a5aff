"""Minima with a decaying rate that begins large enough; and again from where the first walk stopped."""


def again_and_again(start):
    for _ in range(12):
        start = gd_egg(0.9, start, decay=True, epochs=60)[-1]
    return start


minimum_b = again_and_again((400.0, 130.0))
