"""The edge of stability by halving an interval of rates, the hilltop as the border between two starts."""


def comes_home(lr, start=-2.326, home=-2.326345):
    w = start
    for _ in range(3000):
        w = w - lr * (4 * w**3 + 9 * w**2 - 2 * w - 3)
        if abs(w - home) > 0.05:
            return False
    return abs(w - home) < 1e-4


def halve(low, high, is_low):
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if is_low(middle) else (low, middle)
    return low


def largest_stable_lr(curvature):
    def shrinks(lr):
        error = 1.0
        for _ in range(1000):
            error -= lr * curvature * error
            if abs(error) > 10:
                return False
        return abs(error) < 1

    return halve(0.0, 1000.0, shrinks)


stable_lr_quartic = halve(0.0, 1.0, comes_home)
hilltop_w = halve(-1.0, 0.0, lambda w0: float(descend(w0, 0.05, 100)[-1]) < -1)
