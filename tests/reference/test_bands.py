"""Bands and tests of pairs, against distributions that are known."""

import itertools
import random

import pytest

from reference.bands import allowed_outside, band, chance_outside, content_of, rank, sign_flip


def test_wilks_numbers_of_runs():
    """46 and 93 runs are the textbook's for the extremes (Wilks 1941): 90% and 95% with a confidence of 95%."""
    assert [rank(n, 0.90, 0.95) for n in (45, 46)] == [0, 1]
    assert [rank(n, 0.95, 0.95) for n in (92, 93)] == [0, 1]


def heavy(draw):
    """A Cauchy variable: it has neither a mean nor a variance."""
    return draw.gauss(0, 1) / draw.gauss(0, 1)


@pytest.mark.parametrize("one", [heavy, lambda draw: draw.random(), lambda draw: draw.expovariate(1)])
def test_a_new_run_falls_outside_at_the_stated_rate_whatever_the_distribution(one):
    draw, outside, trials = random.Random(1), 0, 4000
    for _ in range(trials):
        outside += not band([one(draw) for _ in range(50)]).holds(one(draw))
    rate = band([float(i) for i in range(50)]).false_fail
    assert rate == pytest.approx(2 * rank(50) / 51)
    assert abs(outside / trials - rate) < 4 * (rate * (1 - rate) / trials) ** 0.5


def test_the_content_is_there_with_the_stated_confidence():
    draw, holds, trials = random.Random(2), 0, 3000
    for _ in range(trials):
        made = band([draw.random() for _ in range(60)])
        holds += made.high - made.low >= made.content  # of uniform figures, the length is the content
    confidence = holds / trials
    assert 0.95 - 4 * (0.05 * 0.95 / trials) ** 0.5 < confidence < 0.97


def test_few_runs_declare_what_they_hold_and_no_more():
    made = band([float(i) for i in range(20)])
    assert (made.low, made.high, made.rank) == (0, 19, 1)
    assert made.content == content_of(20, 1) < 0.90
    assert 0.95 <= 1 - made.content**20 - 20 * (1 - made.content) * made.content**19 < 0.9501 + 0.01


@pytest.mark.parametrize("values", [[], [1.0, 2.0], [1.0, 2.0, float("nan")]])
def test_there_is_no_band_of_nothing(values):
    with pytest.raises(ValueError, match="at least three finite figures"):
        band(values)


def test_nothing_holds_nan():
    assert not band([1.0, 2.0, 3.0]).holds(float("nan"))


def test_chances_outside_are_those_of_all_orders():
    """By brute force: which 3 of the 8 places are the new runs', all orders being as likely."""
    held = band([float(i) for i in range(5)])
    counts = [0] * 4
    for places in itertools.combinations(range(8), 3):
        old = [p for p in range(8) if p not in places]
        counts[sum(not old[0] < p < old[-1] for p in places)] += 1
    assert chance_outside(3, held) == pytest.approx([c / sum(counts) for c in counts])


@pytest.mark.parametrize("runs", [3, 20, 40, 200])
def test_the_number_allowed_outside_keeps_the_rate_and_one_less_would_not(runs):
    held = band([float(i) for i in range(runs)])
    allowed, rate = allowed_outside(6, held, 0.005)
    chances = chance_outside(6, held)
    assert sum(chances) == pytest.approx(1)
    assert rate == pytest.approx(sum(chances[allowed + 1 :]))
    assert rate <= 0.005 < sum(chances[allowed:])


def test_honest_work_fails_no_more_often_than_said():
    draw, fails, trials = random.Random(3), 0, 4000
    for _ in range(trials):
        held = band([heavy(draw) for _ in range(20)])
        allowed, rate = allowed_outside(6, held, 0.02)
        fails += sum(not held.holds(heavy(draw)) for _ in range(6)) > allowed
    assert abs(fails / trials - rate) < 4 * (rate / trials) ** 0.5


class TestSignFlip:
    def test_by_hand(self):
        assert sign_flip([1.0]) == 1
        assert sign_flip([0.02, 0.01, 0.03]) == 0.25
        assert sign_flip([1.0, -1.0]) == 1
        assert sign_flip([0.0, 0.0]) == 1

    def test_equal_sums_are_equal_after_rounding(self):
        assert sign_flip([0.1, 0.2, 0.3]) == sign_flip([0.3, 0.1, 0.2]) == 0.25

    def test_it_errs_no_more_often_than_its_level(self):
        draw, trials = random.Random(4), 2000
        found = sum(sign_flip([heavy(draw) for _ in range(6)]) <= 0.05 for _ in range(trials))
        assert abs(found / trials - 2 / 64) < 4 * (2 / 64 / trials) ** 0.5

    @pytest.mark.parametrize("bad", [[], [float("inf")], [0.1] * 21])
    def test_other_input(self, bad):
        with pytest.raises(ValueError, match="1 to 20 finite differences"):
            sign_flip(bad)
