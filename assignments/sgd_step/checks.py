"""What is looked at in `sgd_step`, and the checks that the student may see.

No gradient stands in this file: it has the numbers of the text, differences of the student's own loss, and counts.
"""

import inspect
import itertools
import math
from collections import namedtuple

from autograder import all_of, check, close, equal, failed, letter, number, numbers, passed, probe, require, standing_in

WORKED = {"x": [[2.0], [1.0], [2.0], [4.0]], "y": [0, 1, 1, 1]}
AT_ZERO = {"weight": [[0.0], [0.0]], "bias": [0.0, 0.0]}
CLOSE = {"rtol": 1e-4, "atol": 1e-5}


# The evidence: probes run beside the student's code. ------------------------------------------------------


def tensor(values):
    import torch

    return torch.tensor(values, dtype=torch.float64)


def seeded(seed):
    import torch

    return torch.Generator().manual_seed(seed)


def stacked(values):
    """One tensor, whatever honest form the numbers came in: a tensor, an array, a list of numbers, or one of rows."""
    import torch

    if isinstance(values, list | tuple) and len(values):
        return torch.stack([stacked(one) for one in values])
    return torch.as_tensor(values)


def codes(count):
    """Labels that tell a place: 3, 10, 17, …"""
    import torch

    return 7 * torch.arange(count) + 3


def pictures(count):
    """Pictures of 2 × 3 of which every grey value is the place they are in."""
    import torch

    return torch.arange(count, dtype=torch.float32).reshape(-1, 1, 1).expand(count, 2, 3).clone()


@probe
def batch_shapes(minibatch, count):
    x, y = minibatch(pictures(count), codes(count), seeded(1))
    return {"x": list(stacked(x).shape), "y": list(stacked(y).shape)}


@probe
def many_batches(minibatch, count, size, draws, seed):
    """What is true of many minibatches in a row; counts and shares that do not depend on how they were drawn."""
    import torch

    images, labels, generator = pictures(count), codes(count), seeded(seed)
    batches, answers = [], []
    for _ in range(draws):
        x, y = minibatch(images, labels, generator, size)
        batches.append(stacked(x).reshape(len(x), -1)[:, 0].long())
        answers.append(stacked(y).reshape(-1).clone())
    at = torch.cat(batches)
    places = [sorted(batch.tolist()) for batch in batches]
    within = (at >= 0) & (at < count)  # a grey value is a place, but not where somebody changed the pictures
    drawn = torch.zeros(draws, count)
    for row, batch in zip(drawn, batches, strict=True):
        row[batch.clamp(0, count - 1)] = 1
    i, j = torch.triu_indices(count, count, 1)
    together = (drawn.T @ drawn)[i, j] * count * (count - 1) / (draws * size * (size - 1))
    overlap = sum(len(set(a) & set(b)) for a, b in itertools.pairwise(places)) * count / (size**2 * (draws - 1))
    apart = int((7 * at + 3 != torch.cat(answers)).sum())
    often = torch.bincount(at[within], minlength=count) * count / (draws * size)
    return {
        "sizes": sorted({len(batch) for batch in places}),
        "apart": round(2 * apart / (draws * size)) / 2 if apart > 1 else apart,
        "fewest_different": min(len(set(batch)) for batch in places),
        "same_as_before": sum(a == b for a, b in itertools.pairwise(places)),
        "rarest": round(2 * often.min().item()) / 2,
        "commonest": round(2 * often.max().item()) / 2,
        "odd_pairs": int(((together < 0.25) | (together > 2)).sum()),
        "as_before": round(2 * overlap) / 2,
        "kept": torch.equal(images, pictures(count)) and torch.equal(labels, codes(count)),
    }


@probe
def repeated_batches(minibatch, count, size, seed):
    """Two generators with one seed, while another draws from torch's own; and whether torch's own was touched."""
    import torch

    def walk():
        generator = seeded(seed)
        return [[int(v) for v in minibatch(pictures(count), codes(count), generator, size)[1]] for _ in range(3)]

    state = torch.get_rng_state()
    first = walk()
    untouched = torch.equal(torch.get_rng_state(), state)
    torch.rand(1)
    second = walk()
    torch.set_rng_state(state)
    return {"again": first == second, "untouched": untouched}


@probe
def regression(loss_and_gradient, weight, bias, x, y):
    import torch

    return loss_and_gradient(tensor(weight), tensor(bias), tensor(x), torch.tensor(y))


@probe
def differences(loss_and_gradient, weight, bias, x, y):
    """The gradient, also by a second call with the same tensors, and what it should be by differences of the own loss.

    Every other call gets tensors of its own.
    """
    import torch

    def at(part, place, aside):
        moved = [tensor(weight), tensor(bias)]
        moved[part].view(-1)[place] += aside
        return loss_and_gradient(*moved, tensor(x), torch.tensor(y))

    data = tensor(weight), tensor(bias), tensor(x), torch.tensor(y)
    told, again = [], []
    for said in (told, again):
        _, slope, lift = loss_and_gradient(*data)
        said += [
            value for part in (slope, lift) for value in stacked(part).flatten().tolist()
        ]  # now: it may be a `.grad`
    found, h = [], 1e-3
    for part, size in enumerate((tensor(weight).numel(), len(bias))):
        for place in range(size):
            high, low = (float(at(part, place, aside)[0]) for aside in (h, -h))
            found.append((high - low) / (2 * h))
    return {"told": told, "again": again, "found": found}


def own_gradients(loss_and_gradient, weight, bias, x, y, rows):
    """What the student's own function says of these rows, so that a slip in it is not held against the steps."""
    said = []
    try:
        for row in rows:
            _, slope, lift = loss_and_gradient(weight.clone(), bias.clone(), x[row], y[row])
            said.append([*stacked(slope).flatten().tolist(), *stacked(lift).flatten().tolist()])
    except Exception:
        return []
    return said


@probe
def one_full_step(full_step, loss_and_gradient, weight, bias, x, y, lr):
    """Where the step leads, the own gradient there, and whether the old parameters were kept."""
    import torch

    w, b, x, y = tensor(weight), tensor(bias), tensor(x), torch.tensor(y)
    after = full_step(w, b, x, y, lr)
    return {
        "after": list(after),
        "kept": torch.equal(w, tensor(weight)) and torch.equal(b, tensor(bias)),
        "own": own_gradients(loss_and_gradient, tensor(weight), tensor(bias), x, y, [slice(None)]),
    }


@probe
def sgd_steps(sgd_step, loss_and_gradient, weight, bias, x, y, lr, size, steps, batches):
    """The different places to which SGD steps from one start lead, in order, and the own gradients of these batches.

    Where `size` is None it is left to the default.
    """
    import torch

    w, b, x, y, generator = tensor(weight), tensor(bias), tensor(x), torch.tensor(y), seeded(steps)
    ends = set()
    for _ in range(steps):
        slope, lift = sgd_step(w, b, x, y, lr, generator, *([] if size is None else [size]))
        flat = [*stacked(slope).flatten().tolist(), *stacked(lift).flatten().tolist()]
        ends.add(tuple(round(value, 7) + 0.0 for value in flat))
        if len(ends) > 40:
            break
    return {
        "ends": sorted(ends),
        "kept": torch.equal(w, tensor(weight)) and torch.equal(b, tensor(bias)),
        "own": own_gradients(loss_and_gradient, tensor(weight), tensor(bias), x, y, batches),
    }


@probe
def repeated_steps(sgd_step, count, size, seed):
    """Where six steps lead, twice by one seed, while another draws from torch's own generator."""
    import torch

    places = [[0.1 * place**2 - 1, (7 * place % count) / 5] for place in range(count)]

    def walk():
        generator, ends = seeded(seed), []
        for _ in range(6):
            start, data = (tensor([[0.0, 0.0]] * 3), tensor([0.0] * 3)), (tensor(places), torch.arange(count) % 3)
            after = sgd_step(*start, *data, 0.1, generator, size)
            ends.append([round(value, 7) for part in after for value in stacked(part).flatten().tolist()])
        return ends

    state = torch.get_rng_state()
    walks = [walk()]
    torch.rand(1)
    walks.append(walk())
    torch.set_rng_state(state)
    return walks


Job = namedtuple("Job", "load step")  # like the one in the notebook
LAUNCH = 0.01  # giving an order takes this long, however much there is to do


class PaperMachine:
    """A clock and a lazy device on which time passes only by work.

    A step is only noted; its time passes when somebody waits for the device. The n-th step of a job takes the n-th of its
    times; all steps slow down by `heat` with every step that was taken before.
    """

    def __init__(self, times, loading, heat):
        self.times, self.loading, self.heat = times, loading, heat
        self.now = self.waiting = 0.0
        self.order, self.made, self.used = "", {"a": 0, "b": 0}, {"a": [], "b": []}

    def job(self, name):
        def load():
            self.made[name] += 1
            self.waiting += self.loading / 2  # half of the work is still to be done on the device
            self.now += self.loading / 2
            return (name, self.made[name])

        def step(batch):
            times = self.times[name]
            took = times[min(len(self.used[name]), len(times) - 1)] * (1 + self.heat * len(self.order))
            self.used[name].append(batch)
            self.order += name
            self.waiting += took - LAUNCH
            self.now += LAUNCH

        return Job(load, step)

    def clock(self):
        return self.now

    def synchronize(self):
        self.now += self.waiting
        self.waiting = 0.0


@probe
def stopwatch(time_ratio, a, b, repeats, warmup, loading, heat):
    machine = PaperMachine({"a": a, "b": b}, loading, heat)
    answer = time_ratio(machine.job("a"), machine.job("b"), repeats, warmup, machine.clock, machine.synchronize)
    return {
        "answer": list(answer) if isinstance(answer, tuple | list) else answer,
        "order": machine.order[:80],
        "steps": {name: len(used) for name, used in machine.used.items()},
        "fresh": {name: len(set(used)) for name, used in machine.used.items()},
        "own": all(batch[0] == name for name, used in machine.used.items() for batch in used),
    }


@probe
def likelihood_slope(likelihood_gradient, cost, slope, count):
    return likelihood_gradient(cost, tensor(slope), count)


@probe
def likelihood_slopes(likelihood_gradient, pairs, count):
    """The student's own formula at pairs of cost and slope."""
    try:
        return [float(likelihood_gradient(tensor(cost), tensor(slope), count)) for cost, slope in pairs]
    except Exception:
        return []


@probe
def zeros(zero_32, zero_64):
    return {"zero_32": zero_32, "zero_64": zero_64}


@probe
def picture_counts(images_32, images_64):
    return {"images_32": images_32, "images_64": images_64}


@probe
def batch_mean(mean_over_batches, values, size, scale):
    """The mean of the estimate exp(scale · mean of the batch's rows); the mean itself where the scale is 0."""
    import torch

    rows = tensor(values)

    def estimate(batch):
        mean = rows[torch.as_tensor(batch).long().reshape(-1)].mean(0)
        return (scale * mean).exp() if scale else mean

    return mean_over_batches(estimate, len(values), size)


@probe
def batches_asked(mean_over_batches, count, size):
    """How often each minibatch was asked for; members in order."""
    import torch

    asked = {}

    def estimate(batch):
        name = " ".join(str(place) for place in sorted(int(place) for place in batch))
        asked[name] = asked.get(name, 0) + 1
        return torch.tensor(0.0, dtype=torch.float64)

    mean_over_batches(estimate, count, size)
    return asked


@probe
def eight_means(mean_slope, mean_likelihood_slope):
    return {"mean_slope": mean_slope, "mean_likelihood_slope": mean_likelihood_slope}


@probe
def reason(why_not_likelihood):
    return why_not_likelihood


# What several checks need. --------------------------------------------------------------------------------


def parts(value, names, shapes, call):
    """The parts of what a function returned, each of its shape."""
    if not isinstance(value, list | tuple) or len(value) != len(names):
        said = f"{len(value)} values" if isinstance(value, list | tuple) else "something else"
        return None, failed(f"{call} should return {len(names)} things, {', '.join(names)}.", measured=said)
    found = []
    for name, shape, part in zip(names, shapes, value, strict=True):
        what = f"{name} of {call}"
        found.append(number(part, what) if shape == () else numbers(part, shape, what))
    return found, passed


def of_regression(seen):
    """Loss and gradient, flat: C, ∂C/∂W row by row, ∂C/∂b."""
    classes, features = len(seen.inputs["weight"]), len(seen.inputs["weight"][0])
    shapes = ((), (classes, features), (classes,))
    return parts(seen.value, ("the cost", "∂C/∂W", "∂C/∂b"), shapes, "`loss_and_gradient`")


def flat_step(after, inputs, call):
    """The new weight and bias as one row."""
    classes, features = len(inputs["weight"]), len(inputs["weight"][0])
    found, verdict = parts(after, ("the new weight", "the new bias"), ((classes, features), (classes,)), call)
    return (None, verdict) if found is None else ([*found[0].reshape(-1), *found[1]], passed)


CHANGED = "Your function changed the data: the next draw starts from other ones."


def of_the_data(many, verdict):
    """Of data that were changed nothing else that is said of a minibatch need be true."""
    return verdict if verdict.credit == 1 or many.value["kept"] else failed(CHANGED)


def three(seen):
    """The smallest, the middle and the largest ratio."""
    return numbers(seen.value["answer"], (3,), "`time_ratio`")


# q1: sixteen, drawn right ---------------------------------------------------------------------------------


@check("q1", batch_shapes(count=50), weight=0.5, hint="How many places do you draw, and what do you look up with them?")
def batch_has_sixteen(shapes):
    """A minibatch is 16 pictures and their 16 labels, in the shapes of the data."""
    return all_of(
        equal(list(shapes.value["x"]), [16, 2, 3], "The pictures have another shape."),
        equal(list(shapes.value["y"]), [16], "The labels have another shape."),
    )


@check(
    "q1",
    many_batches(count=40, size=16, draws=20, seed=1),
    hint="Look both tensors up with the same places, drawn once.",
)
def labels_stay_with_their_pictures(many):
    """Every picture keeps its own label."""
    apart = many.value["apart"] > 0
    return of_the_data(many, require(not apart, "Pictures and labels came apart.", allowed="each with its own"))


@check(
    "q1",
    many_batches(count=40, size=16, draws=20, seed=1),
    hint="Chance should go on from where the generator stands: who sets it back to the same place?",
)
def next_batch_is_another(many):
    """The next minibatch is another one."""
    same = many.value["same_as_before"]
    message = "A minibatch has the examples of the one before, and no others."
    return of_the_data(many, require(same == 0, message, measured=f"{same} of 19", allowed="none"))


@check("q1", many_batches(count=20, size=16, draws=20, seed=2), hint="`randint` deals from a fresh pack each time.")
def nobody_is_drawn_twice(many):
    """No example is in a minibatch twice, and the data stay as they are."""
    few = many.value["fewest_different"]
    return all_of(
        require(many.value["kept"], CHANGED),
        require(
            few == 16,
            "An example is in a minibatch twice, or there are fewer than 16.",
            measured=f"{few} different ones",
            allowed=16,
        ),
    )


# q2: softmax regression -----------------------------------------------------------------------------------


@check("q2", regression(**AT_ZERO, **WORKED), hint="Compute by hand what stands above, and compare line by line.")
def regression_as_worked(seen):
    """On the worked example the cost is 0.6931, ∂C/∂W is ±0.625 and ∂C/∂b is ±0.25."""
    found, verdict = of_regression(seen)
    if found is None:
        return verdict
    cost, slope, lift = found
    sums = [4 * part for part in (0.625, -0.625)]
    summed = close(slope.reshape(-1), sums, **CLOSE).credit == 1
    message = "This is four times the mean: a sum over the examples." if summed else "∂C/∂W is another."
    return all_of(
        close(cost, math.log(2), **CLOSE, message="The cost is another."),
        close(slope.reshape(-1), [0.625, -0.625], **CLOSE, message=message),
        close(lift, [0.25, -0.25], **CLOSE, message="∂C/∂b is another."),
    )


@check(
    "q2",
    differences(
        weight=[[0.5, -0.2], [0.1, 0.4], [-0.3, 0.0]],
        bias=[0.1, -0.1, 0.3],
        x=[[1.0, 2.0], [0.5, -1.0], [-1.5, 0.3]],
        y=[2, 0, 0],
    ),
    hint="Softmax sums over the classes; the label is taken off after softmax, not before.",
)
def gradient_is_the_slope_of_your_loss(seen):
    """Your gradient is the slope of your own loss, by differences; asked again, it is the same."""
    told = numbers(seen.value["told"], (9,), "the gradient")
    return all_of(
        close(
            told,
            numbers(seen.value["found"], (9,), "the differences"),
            rtol=1e-3,
            atol=1e-3,
            message="The gradient is not the slope of the loss that you return.",
        ),
        close(
            numbers(seen.value["again"], (9,), "the gradient of a second call"),
            told,
            **CLOSE,
            message="A second call with the same tensors gives another gradient: what is left over from the first?",
        ),
    )


# q3: two ways to step -------------------------------------------------------------------------------------


@check("q3", one_full_step(**AT_ZERO, **WORKED, lr=0.1), hint="New = old − lr · gradient, and `-=` changes the old.")
def full_step_as_worked(seen):
    """The worked full step leads to W = (−0.0625, 0.0625), b = (−0.025, 0.025), and keeps the old parameters."""
    after, verdict = flat_step(seen.value["after"], seen.inputs, "`full_step`")
    if after is None:
        return verdict
    right = [-0.0625, 0.0625, -0.025, 0.025]
    own = numbers(seen.value["own"]).reshape(-1)
    if len(own) == 4 and close(after, -0.1 * own, **CLOSE).credit == 1:
        right = after  # a slip in loss_and_gradient has been marked there
    uphill = close(after, [-value for value in right], **CLOSE).credit == 1
    message = "The step goes uphill." if uphill else "The step leads elsewhere."
    return all_of(
        close(after, right, **CLOSE, message=message),
        require(seen.value["kept"], "Your step changed the parameters that it was given; it should make new ones."),
    )


@check(
    "q3",
    sgd_steps(**AT_ZERO, **WORKED, lr=0.1, size=1, steps=60, batches=[[0], [1], [2], [3]]),
    hint="With one example in the minibatch: W₀₀ goes to 0.1, −0.05, −0.1 or −0.2.",
)
def sgd_steps_as_worked(seen):
    """On the worked example each of the four SGD steps with a minibatch of one turns up, and nothing else."""
    right = [[0.1, -0.1, 0.05, -0.05], *([-s, s, -0.05, 0.05] for s in (0.05, 0.1, 0.2))]
    ends = numbers(seen.value["ends"], (None, 4), "where `sgd_step` leads")
    own = numbers(seen.value["own"])
    same = own.shape == (4, 4) and all(any(close(e, -0.1 * g, **CLOSE).credit for g in own) for e in ends)
    places = [-0.1 * g for g in own] if same else right
    strange = [e for e in ends if not any(close(e, place, **CLOSE).credit for place in places)]
    if strange:
        return failed("A step leads where none of the four examples does.", measured=float(strange[0][0]))
    missed = sum(not any(close(e, place, **CLOSE).credit for e in ends) for place in places)
    return all_of(
        require(missed == 0, "Some examples are never drawn in 60 steps.", measured=f"{missed} of 4 missing"),
        require(seen.value["kept"], "Your step changed the parameters that it was given; it should make new ones."),
    )


@check(
    "q3",
    repeated_steps(count=12, size=4, seed=6),
    weight=0.5,
    hint="Whose chance picks your minibatch? Hand on the `generator` that you are given, and draw from no other.",
)
def same_seed_same_steps(seen):
    """All chance comes from the generator: the same seed gives the same SGD steps, whoever else draws meanwhile."""
    first, second = (numbers(walk, (6, 9), "where `sgd_step` leads") for walk in seen.value)
    return close(first, second, message="Two generators with the same seed lead to other places.", reveal=False)


# q4: how much dearer --------------------------------------------------------------------------------------

STEADY = stopwatch(a=[2.0] * 7, b=[9.0] * 7, repeats=5, warmup=2, loading=3.0, heat=0.0)
MOODY = stopwatch(a=[90.0, 2.0, 4.0, 2.0], b=[150.0, 20.0, 44.0, 18.0], repeats=3, warmup=1, loading=0.5, heat=0.0)


@check(
    "q4",
    STEADY,
    hint="Every look at the clock comes after synchronising; loading comes before the first look; b over a.",
)
def ratio_on_a_steady_machine(seen):
    """Where a step of a always takes 2 s and one of b always 9 s, all three numbers are 4.5."""
    found = three(seen)
    said = {
        "This is b − a: a difference in seconds, not a ratio.": 7.0,
        "The ratio is upside down.": 2 / 9,
        "This is the ratio with loading in it.": 12 / 5,
        "Part of the loading is in it: did the device finish that before the first look at the clock?": 10.5 / 3.5,
    }
    named = (text for text, value in said.items() if close(found, [value] * 3, rtol=1e-3).credit == 1)
    return close(found, [4.5] * 3, rtol=1e-3, message=next(named, "Another ratio."))


@check("q4", MOODY, hint="The first round is for warming up; it is run, but does not count.")
def ratio_as_worked(seen):
    """The worked measurement, after one slow round to warm up, gives (9, 10, 11)."""
    return close(three(seen), [9.0, 10.0, 11.0], rtol=1e-3, message="Another answer.")


@check("q4", STEADY, hint="`load` once for every step: also while warming up.")
def every_step_has_a_fresh_batch(seen):
    """Every step gets a batch of its own, loaded by its own job."""
    steps, fresh = seen.value["steps"], seen.value["fresh"]
    return all_of(
        equal(fresh, steps, "The same batch was used more than once."),
        require(seen.value["own"], "A step got a batch that its own job did not load."),
    )


@check("q4", STEADY, hint="warmup rounds and repeats pairs; a, b, a, b, …")
def jobs_take_turns(seen):
    """Each job takes warmup + repeats steps, and the measured ones are taken in turn."""
    order, steps = seen.value["order"], seen.value["steps"]
    if steps != {"a": 7, "b": 7}:
        return failed("Another number of steps is taken.", measured=str(steps), allowed="warmup + repeats = 7 each")
    pairs = [order[k : k + 2] for k in range(4, len(order), 2)]
    return require(
        all(pair in ("ab", "ba") for pair in pairs), "The measurements are not taken in turn.", measured=order
    )


# q5: the likelihood ---------------------------------------------------------------------------------------


@check(
    "q5",
    likelihood_slope(cost=math.log(2), slope=[1.0, -2.0], count=2),
    hint="Chain rule: the exponential stays, times the slope of its exponent.",
)
def likelihood_as_worked(seen):
    """For two fair coins the slope of the likelihood is −½ of that of the cost."""
    found = numbers(seen.value, (2,), "`likelihood_gradient(0.693, …, 2)`")
    uphill = close(found, [0.5, -1.0], **CLOSE).credit == 1
    return close(found, [-0.5, 1.0], **CLOSE, message="Where the cost rises, the likelihood falls." if uphill else "")


@check(
    "q5", likelihood_slope(cost=0.64, slope=[1.6], count=3), hint="L is exp(−#Data·C), and so is its slope's factor."
)
def likelihood_slope_by_differences(seen):
    """For C = w² at w = 0.8 and three examples: the slope of exp(−3w²), by differences."""
    h = 1e-4
    found = numbers(seen.value, (1,), "`likelihood_gradient(0.64, …, 3)`")[0]
    right = (math.exp(-3 * (0.8 + h) ** 2) - math.exp(-3 * (0.8 - h) ** 2)) / (2 * h)
    return close(found, right, rtol=1e-3, message="The likelihood has another slope.", reveal=False)


@check("q5", zeros(), weight=0.5, hint="On both sides: exp(−0.98 · value) should not be 0, exp(−1.02 · value) should.")
def zero_comes_later_in_float64(seen):
    """Both limits are positive, and float64 holds out longer than float32."""
    low, high = (number(seen.value[name], f"`{name}`") for name in ("zero_32", "zero_64"))
    return require(0 < low < high, "`zero_64` should be the larger one.", measured=f"{low:g}, {high:g}")


@check("q5", picture_counts(), zeros(), weight=0.5, hint="How many times ln 10 fit into it?")
def pictures_fit_below_the_limit(counts, limits):
    """`images_32` and `images_64` are whole, and the largest that stay below your own limits."""
    for bits in (32, 64):
        limit = number(limits.value[f"zero_{bits}"], f"`zero_{bits}`")
        count = number(counts.value[f"images_{bits}"], f"`images_{bits}`")
        name, exponents = f"`images_{bits}`", (count * math.log(10), (count + 1) * math.log(10))
        verdict = all_of(
            equal(count % 1, 0.0, f"{name} should be a whole number."),
            require(exponents[0] < 1.01 * limit, f"{name}: so many take #Data · C beyond your limit.", measured=count),
            require(exponents[1] > 0.99 * limit, f"{name}: one more would still fit.", measured=count),
        )
        if verdict.credit < 1:
            return verdict
    return passed


# q6: right on average -------------------------------------------------------------------------------------


@check("q6", batches_asked(count=4, size=2), hint="Four examples have six minibatches of two.")
def every_batch_counts_once(seen):
    """All six minibatches of two out of four are asked, each as often as the others."""
    asked = seen.value
    doubles = [name for name in asked if len(set(name.split())) < 2]
    return all_of(
        require(not doubles, "A minibatch has the same example twice.", measured=", ".join(doubles)),
        require(len(asked) == 6, "Another number of different minibatches.", measured=len(asked), allowed=6),
        require(len(set(asked.values())) == 1, "Some minibatches are asked more often than others."),
    )


@check("q6", batch_mean(values=[0.0, 3.0, 6.0], size=2, scale=-1.0), hint="First estimate, then average.")
def mean_of_exponentials_as_worked(seen):
    """For the costs 0, 3, 6 the mean of exp(−Ĉ) over minibatches of two is 0.0947."""
    found = number(seen.value, "`mean_over_batches`")
    one = close(found, math.exp(-3), rtol=1e-3).credit == 1
    message = "This is exp(−C) of all data: was the average taken before the estimate?" if one else "Another mean."
    return close(found, 0.0947, rtol=2e-3, message=message)


@check("q6", eight_means(), weight=0)
def means_are_numbers(seen):
    """`mean_slope` and `mean_likelihood_slope` are numbers."""
    for name, value in seen.value.items():
        number(value, f"`{name}`")
    return passed


@check("q6", reason(), weight=0)
def reason_is_a_letter(seen):
    """The reason is one of the letters a to d."""
    letter(seen.value, what="`why_not_likelihood`")
    return passed


# q7: a race at equal cost ---------------------------------------------------------------------------------


@probe
def race(train_softmax, count, size, lr, looks):
    """Every step that `train_softmax` asks for; `full_step` and `sgd_step` are stood in for, and add one to all parameters.

    No example is of the last class: that there are ten is said, not seen.
    """
    import torch

    taken, batches = [], seeded(3)

    def note(kind, step):
        def stand_in(*given, **named):
            bound = inspect.signature(step).bind(*given, **named)
            bound.apply_defaults()
            said = bound.arguments
            generator = said.get("generator")
            taken.append(
                {
                    "kind": kind,
                    "at": [float(torch.as_tensor(said[name]).double().mean()) for name in ("weight", "bias")],
                    "shapes": [list(said["weight"].shape), list(said["bias"].shape)],
                    "lr": float(said["lr"]),
                    "size": int(said.get("size", len(said["y"]))),
                    "data": len(said["y"]),
                    "handed_on": generator is None or generator is batches,
                    # A step draws; so it shows where somebody sets the generator back.
                    "drawn": 0.0 if generator is None else float(torch.rand(1, generator=generator)),
                }
            )
            return said["weight"] + 1, said["bias"] + 1

        return stand_in

    full = note("full", lambda weight, bias, x, y, lr: None)
    sgd = note("sgd", lambda weight, bias, x, y, lr, generator, size=16: None)
    with standing_in(full_step=full, sgd_step=sgd):
        weight, bias = train_softmax(torch.zeros(count, 3), torch.arange(count) % 9, size, lr, looks, batches)
        ends = [torch.as_tensor(part).double() for part in (weight, bias)]
    return {
        "taken": taken,
        "ends": [float(end.mean()) for end in ends],
        "end_shapes": [list(end.shape) for end in ends],
    }


def no_step(seen):
    looks, size = seen.inputs["looks"], seen.inputs["size"]
    return f"With {looks} looks and a size of {size} `train_softmax` calls neither `sgd_step` nor `full_step`, by their names."


def paid_for(seen):
    """As many steps as the budget pays for, all of the right kind and of the right size."""
    inputs, taken = seen.inputs, seen.value["taken"]
    steps, full = inputs["looks"] // inputs["size"], inputs["size"] == inputs["count"]
    message = (
        f"A budget of {inputs['looks']} looks pays for another number of steps that look at {inputs['size']} each."
    )
    if not taken:
        return failed(no_step(seen))
    verdict = require(len(taken) == steps, message, measured=len(taken), allowed=steps)
    if verdict.credit < 1:
        return verdict
    wrong = [step for step in taken if step["size"] != inputs["size"] or step["data"] != inputs["count"]]
    if wrong and wrong[0]["kind"] == "full" and not full:
        got = f"`full_step` is given {wrong[0]['data']} of the {inputs['count']} examples"
        return failed(f"{got}: a step on a minibatch is one of `sgd_step`.")
    if wrong:
        return failed("A step looks at another number of examples.", measured=wrong[0]["size"], allowed=inputs["size"])
    if any((step["kind"] == "full") != full for step in taken) and not full:
        return failed("There are full steps where minibatches were asked for.")
    return passed


def goes_on(seen):
    """From zero, and each step from where the one before ended."""
    taken, shapes = seen.value["taken"], [[10, 3], [10]]
    if not taken:
        return failed(no_step(seen))
    for i, step in enumerate(taken):
        if step["shapes"] != shapes:
            words = "Of 3 numbers an example, a step needs a weight of shape (10, 3) and a bias of shape (10,)."
            return failed(words, measured=str(step["shapes"]), allowed=str(shapes))
        if step["at"] != [i, i]:
            return failed(
                "The first step does not start at zero."
                if i == 0
                else f"Step {i} starts elsewhere than step {i - 1} ended."
            )
    if seen.value["end_shapes"] != shapes:
        measured, allowed = str(seen.value["end_shapes"]), str(shapes)
        return failed("The weight is to be returned first, and then the bias.", measured=measured, allowed=allowed)
    ends = seen.value["ends"]
    return require(ends == [len(taken)] * 2, "What is returned is not where the last step ended.", measured=str(ends))


@check("q7", race(count=20, size=4, lr=0.3, looks=11), hint="4 looks a step: how many whole steps do 11 looks pay for?")
def spends_no_more_than_the_budget(seen):
    """11 looks pay for two minibatches of 4."""
    return paid_for(seen)


@check("q7", race(count=20, size=4, lr=0.3, looks=40), hint="`weight, bias = sgd_step(weight, bias, …)`")
def goes_on_from_where_it_was(seen):
    """The walk begins at zero, each step starts where the one before ended, and the end is returned."""
    return goes_on(seen)
