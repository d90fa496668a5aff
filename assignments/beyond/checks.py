"""What is looked at in `beyond`, and the checks that the student may see.

What is learnt here is told by tables, streams and networks of a few numbers; only the 24 runs are of real pictures.
"""

import itertools
import random

from autograder import (
    WrongForm,
    all_of,
    check,
    close,
    equal,
    failed,
    item,
    letter,
    number,
    numbers,
    passed,
    picture,
    probe,
    require,
    standing_in,
)

TABLE = [[0.2, 0.1, 0.1], [0.9, 0.15, 0.05], [0.4, 0.8, 0.2], [0.3, 0.5, 0.7]]  # row 0: before any task
MOMENTUM = {"kind": "SGD", "settings": {"lr": 0.1, "momentum": 0.9}}
ROOM = 4  # beside its memory, a loop holds the example at hand, under a few names


def drawn_numbers(seed, *shape):
    """Nested lists of numbers in (−2, 2), to three decimals and away from zero."""
    if not shape:
        return round(seed.choice((-1, 1)) * seed.uniform(0.2, 2), 3)
    seed = seed if isinstance(seed, random.Random) else random.Random(seed)
    return [drawn_numbers(seed, *shape[1:]) for _ in range(shape[0])]


def exact(rows):
    import torch

    return torch.tensor(rows, dtype=torch.float64)


def stacked(values):
    """One tensor, whatever honest form the numbers came in: a tensor, an array, a list of numbers, or one of rows."""
    import torch

    if isinstance(values, list | tuple) and len(values):
        return torch.stack([stacked(one) for one in values])
    return torch.as_tensor(values)


# The evidence: probes run beside the student's code. ------------------------------------------------------


@probe
def lessons(accuracy_matrix, table):
    """Tasks named by letters, a model whose accuracies stand in a table, and a log of who asked for what."""
    tasks, log = "ABCDEF"[: len(table) - 1], []

    def learn(task):
        log.append(f"learn {task}")

    def accuracy(task):
        learnt = sum(entry.startswith("learn") for entry in log)
        log.append(f"accuracy {task}")
        return table[min(learnt, len(tasks))][tasks.index(task)]

    return {"matrix": accuracy_matrix(learn, accuracy, list(tasks)), "log": log}


@probe
def lost(forgetting, acc):
    return forgetting(exact(acc))


def run_reservoir(reservoir, stream, capacity, seed):
    import torch

    return reservoir(stream, capacity, torch.Generator().manual_seed(seed))


@probe
def kept(reservoir, stream, capacity, seed):
    return list(run_reservoir(reservoir, iter(stream), capacity, seed))


@probe
def kept_twice(reservoir, length, capacity, seed):
    """Two memories of one seed, while another draws from torch's own generator; and whether that was touched."""
    return by_the_seed(lambda: list(run_reservoir(reservoir, iter(range(length)), capacity, seed)))


def by_the_seed(draw):
    import torch

    state = torch.get_rng_state()
    first = draw()
    untouched = torch.equal(torch.get_rng_state(), state)
    torch.rand(1)
    second = draw()
    torch.set_rng_state(state)
    return {"first": first, "second": second, "untouched": untouched}


@probe
def kept_in_a_row(reservoir, length, capacity, seed):
    """Two memories by one generator, which goes on."""
    import torch

    generator = torch.Generator().manual_seed(seed)
    return [[int(row) for row in reservoir(iter(range(length)), capacity, generator)] for _ in range(2)]


@probe
def held_at_once(reservoir, length, capacity, seed):
    """The most examples of the stream that were alive at one time."""
    import weakref

    class Example:
        pass

    alive, most = [0], [0]

    def gone():
        alive[0] -= 1

    def stream():
        for _ in range(length):
            example = Example()
            weakref.finalize(example, gone)
            alive[0] += 1
            most[0] = max(most[0], alive[0])
            yield example

    run_reservoir(reservoir, stream(), capacity, seed)
    return most[0]


@probe
def kept_counts(reservoir, length, capacity, seed, runs):
    """How often each example of the stream is in the memory at the end, over many seeds; last, what is none of them."""
    examples = [1000 + 7 * place for place in range(length)]
    counts = [0] * (length + 1)
    for run in range(runs):
        for example in run_reservoir(reservoir, iter(examples), capacity, seed + run):
            counts[examples.index(int(example)) if int(example) in examples else length] += 1
    return counts


def numbered(fresh, size):
    """Rows are numbered: 0, 1, … those of the batch, 100, 101, … those of the memory; the label is ten times the row."""
    import torch

    row, old = torch.arange(fresh), torch.arange(100, 100 + size)
    x, memory_x = (torch.stack([r, -r], dim=1).double() for r in (row, old))
    return x, 10 * row, memory_x, 10 * old


@probe
def mixed(mixed_batch, fresh, size, count, seed):
    import torch

    return list(mixed_batch(*numbered(fresh, size), count, torch.Generator().manual_seed(seed)))


def drawn_rows(mixed_batch, size, count, generator):
    """Which rows of the memory follow one fresh example."""
    x, _ = mixed_batch(*numbered(1, size), count, generator)
    return [int(row) - 100 for row in stacked(x)[1:, 0].tolist()]


@probe
def mixed_twice(mixed_batch, size, count, seed):
    """Two batches of one seed, while another draws from torch's own generator; and whether that was touched."""
    import torch

    return by_the_seed(lambda: drawn_rows(mixed_batch, size, count, torch.Generator().manual_seed(seed)))


@probe
def mixed_in_a_row(mixed_batch, size, count, seed):
    """Two batches by one generator, which goes on."""
    import torch

    generator = torch.Generator().manual_seed(seed)
    return [drawn_rows(mixed_batch, size, count, generator) for _ in range(2)]


@probe
def mixed_counts(mixed_batch, size, count, seed, runs):
    """How often each row of the memory is drawn, and each two together, over many seeds; and how often what is no such row."""
    import torch

    given, generator = numbered(1, size), torch.Generator()
    counts, pairs, strange = [0] * size, dict.fromkeys(itertools.combinations(range(size), 2), 0), 0
    for run in range(runs):
        x, _ = mixed_batch(*(part.clone() for part in given), count, generator.manual_seed(seed + run))
        drawn = [int(row) - 100 for row in stacked(x)[1:, 0].tolist()]
        rows = sorted({row for row in drawn if 0 <= row < size})
        strange += len(drawn) - len(rows)
        for row in rows:
            counts[row] += 1
        for pair in itertools.combinations(rows, 2):
            pairs[pair] += 1
    return {"counts": counts, "pairs": list(pairs.values()), "strange": strange}


def network(sizes, seed):
    """Linear layers with tanh between them, of float64 and of drawn weights; zero weights where there is no seed."""
    import torch

    layers = []
    for place, (inside, outside) in enumerate(itertools.pairwise(sizes)):
        layers += [torch.nn.Tanh()] * (place > 0) + [torch.nn.Linear(inside, outside, dtype=torch.float64)]
    model = torch.nn.Sequential(*layers)
    with torch.no_grad():
        for place, p in enumerate(model.parameters()):
            p.copy_(exact(drawn_numbers(seed + place, *p.shape)) if seed else torch.zeros_like(p))
    return model


@probe
def information(fisher_diagonal, sizes, seed, x):
    model = network(sizes, seed)
    fisher = fisher_diagonal(model, exact(x))
    if isinstance(fisher, dict):
        fisher = [fisher[name] for name, _ in model.named_parameters()]
    return {"fisher": list(fisher), "learns": all(p.requires_grad for p in model.parameters())}


def three(*groups):
    return [[exact(part) for part in group] for group in groups]


@probe
def spring(ewc_penalty, theta, anchor, fisher, strength):
    """The penalty, and the gradient that autograd finds through it (none where nothing leads back)."""
    import torch

    parameters, anchors, stiffness = three(theta, anchor, fisher)
    for p in parameters:
        p.requires_grad_()
    value = ewc_penalty(parameters, anchors, stiffness, strength)
    leads = isinstance(value, torch.Tensor) and value.requires_grad
    pulls = torch.autograd.grad(value.sum(), parameters, allow_unused=True) if leads else []
    return {"value": value, "pulls": [torch.zeros(1) if pull is None else pull for pull in pulls]}


@probe
def pull_home(ewc_gradient, theta, anchor, fisher, strength):
    return list(ewc_gradient(*three(theta, anchor, fisher), strength))


@probe
def isolation(isolated_step, kind, settings, seed, warm, steps):
    """Parameters with a history, stepped with masks, beside twins that the same optimizer steps without any."""
    import torch

    def step(take, gradients, optimizer, parameters):
        for p, g in zip(parameters, gradients, strict=True):
            p.grad = g.clone()
        take(optimizer, parameters)

    shapes = ((3, 4), (5,), (2, 2))
    start = [torch.tensor(drawn_numbers(seed + n, *shape)) for n, shape in enumerate(shapes)]
    signs = [torch.tensor(drawn_numbers(seed + 10 + n, *shape)) for n, shape in enumerate(shapes)]
    masks = [signs[0] > 0, signs[1] > 0, torch.zeros(2, 2, dtype=torch.bool)]
    pair = [[torch.nn.Parameter(p.clone()) for p in start] for _ in range(2)]
    optimizers = [
        getattr(torch.optim, kind)([{"params": parameters[:1]}, {"params": parameters[1:]}], **settings)
        for parameters in pair
    ]
    before = []
    for t in range(warm + steps):
        gradients = [torch.tensor(drawn_numbers(seed + 100 * (t + 1) + n, *shape)) for n, shape in enumerate(shapes)]
        if t == warm:
            before = [p.detach().clone() for p in pair[0]]
        masked = t >= warm
        step(lambda o, p, m=masked: isolated_step(o, p, masks) if m else o.step(), gradients, optimizers[0], pair[0])
        step(lambda o, _: o.step(), gradients, optimizers[1], pair[1])

    def gather(parameters, free):
        return torch.cat([p.detach()[mask == free] for p, mask in zip(parameters, masks, strict=True)])

    return {
        "frozen": gather(pair[0], False),
        "frozen_before": gather(before, False),
        "free": gather(pair[0], True),
        "free_before": gather(before, True),
        "free_twin": gather(pair[1], True),
    }


@probe
def fall(why_a_falls):
    return why_a_falls


@probe
def slope_of_u(posterior_gradient, theta, batch, total, prior_precision, noise_variance):
    return posterior_gradient(exact(theta), exact(batch), total, prior_precision, exact(noise_variance))


@probe
def one_step(langevin_step, theta, gradient, step_size, noise):
    return langevin_step(exact(theta), exact(gradient), step_size, exact(noise))


def run_chains(langevin_chain, count, mean, precision, start, step_size, steps, seed):
    """Chains by one generator, on a Gaussian whose gradient is given; one of no precision is flat, and nothing pulls."""
    import torch

    m, p = exact(mean), exact(precision)
    generator = torch.Generator().manual_seed(seed)
    return [
        langevin_chain(lambda theta: p * (theta - m), exact(start), step_size, steps, generator) for _ in range(count)
    ]


@probe
def chain(langevin_chain, mean, precision, start, step_size, steps, seed):
    return run_chains(langevin_chain, 1, mean, precision, start, step_size, steps, seed)[0]


@probe
def chain_twice(langevin_chain, mean, precision, start, step_size, steps, seed):
    return [run_chains(langevin_chain, 1, mean, precision, start, step_size, steps, seed)[0] for _ in range(2)]


@probe
def chain_after_chain(langevin_chain, mean, precision, start, step_size, steps, seed):
    return run_chains(langevin_chain, 2, mean, precision, start, step_size, steps, seed)


@probe
def settled(settled_variance, precision, step_size):
    return settled_variance(precision, step_size)


@probe
def story(two_lessons, seed):
    """What `two_lessons` asks of `begin`, `lesson`, `accuracy` and a remedy, which are stood in for, and what it makes of it."""
    import torch

    log, kept = [], []

    def tell(what, model=None, task=None, **more):
        """The number of the model (in the order in which they came), the letter of the task."""
        if not any(one is model for one in kept):
            kept.append(model)
        number = next(i for i, one in enumerate(kept) if one is model)
        letter = "?" if not isinstance(task, dict) or "test" not in task else "AB"[int(task["test"][1][0]) // 5]
        log.append({"what": what, "model": number, "task": letter, **more})

    def begin(seed):
        model = torch.nn.Linear(3, 2)
        for p in model.parameters():
            p.data.fill_(0.5)
        tell("begin", model, seed=int(seed))
        return model

    def lesson(model, task, seed, **how):
        tell("lesson", model, task, seed=int(seed), how=sorted(how), made=how.get("mix") is token)
        for p in model.parameters():
            p.data += 0.25

    def accuracy(model, task, told=False):
        # A lesson adds a quarter to all parameters, so that a copy that was kept knows what it knew.
        learnt = (float(torch.cat([p.detach().reshape(-1) for p in model.parameters()]).mean()) - 0.5) / 0.25
        tell("accuracy", model, task, told=bool(told))
        return round(0.1 + 0.2 * learnt + 0.05 * (log[-1]["task"] == "B") + 0.07 * bool(told), 3)

    def token(x, y):
        return x, y

    def remedy(model, task, seed):
        tell("remedy", model, task, seed=int(seed))
        return {"mix": token}

    def task(first):
        x, y = torch.zeros(5, 196), torch.arange(first, first + 5)
        return {"train": (x, y), "test": (x, y)}

    with standing_in(begin=begin, lesson=lesson, accuracy=accuracy):
        said = two_lessons(remedy, [task(0), task(5)], seed)
    return {"said": plain_run(said), "sizes": sizes_of_weights(said), "log": log}


def sizes_of_weights(said):
    """How many numbers each tensor has that is kept after each lesson; none where there are no lists of tensors."""
    import torch

    weights = said.get("weights") if isinstance(said, dict) else None
    if not isinstance(weights, list | tuple) or not all(isinstance(each, list | tuple) for each in weights):
        return []
    return [sorted(torch.as_tensor(w).numel() for w in each) for each in weights]


def plain_run(said):
    """What `two_lessons` returns, each list of weights as one vector."""
    import torch

    if isinstance(said, dict) and isinstance(said.get("weights"), list | tuple):
        vectors = [
            torch.cat([torch.as_tensor(w).detach().double().reshape(-1) for w in each]) if len(each) else torch.zeros(0)
            for each in said["weights"]
        ]
        return {**said, "weights": vectors}
    return said


def small_tasks(size, pitch):
    """Two tasks of a few made-up pictures each: pixels and labels as plain lists."""
    import math

    def pixels(first):
        return [
            [round(math.sin(pitch * (first + 1) + 3.7 * i + 0.61 * i * j + j), 4) for j in range(196)]
            for i in range(size)
        ]

    return [(pixels(first), [first + i % 5 for i in range(size)]) for first in (0, 5)]


@probe
def small_story(two_lessons, size, pitch, seed, strength, steps):
    """The run itself, on small tasks in short lessons, with springs all alike; the weights after each, smallest tensor first."""
    import torch

    def remedy(model, task, seed):
        parameters = list(model.parameters())
        tied_to = [p.detach().clone() for p in parameters]
        alike = {
            "penalty": lambda: (
                strength / 2 * sum(((p - a) ** 2).sum() for p, a in zip(parameters, tied_to, strict=True))
            )
        }
        return alike if strength else {}

    tasks = []
    for rows, labels in small_tasks(size, pitch):
        part = torch.tensor(rows), torch.tensor(labels)
        tasks.append({"train": part, "test": part})
    with standing_in(STEPS=steps):
        said = two_lessons(remedy, tasks, seed)
    if isinstance(said, dict) and isinstance(said.get("weights"), list | tuple):
        said = {
            **said,
            "sizes": sizes_of_weights(said),
            "weights": [sorted(map(torch.as_tensor, each), key=torch.Tensor.numel) for each in said["weights"]],
        }
    return plain_run(said)


@probe
def many_runs(results):
    return results


def figures_of_the_runs(results):
    """The figures of each run, by its name; the file may hold runs of other seeds as well. None where there are none."""
    try:
        first, runs = int(results["first_seed"]), dict(results["runs"])
    except (TypeError, KeyError, ValueError):
        return None  # no results: the check says so
    named = {key.removesuffix("/records"): records for key, records in runs.items() if key.endswith("/records")}
    return {name: records for name, records in named.items() if 0 <= int(name.rpartition("/")[2]) - first < SEEDS}


@probe
def accuracies_of_runs(results):
    """The figures of each run after A and after B, by its name."""
    return figures_of_the_runs(results)


@probe
def compared_lessons(lost, forgets, learns, results):
    """The student's three answers, and the figures that they are about."""
    return {"lost": lost, "forgets": forgets, "learns": learns, "records": figures_of_the_runs(results)}


# q1: what is forgotten ------------------------------------------------------------------------------------


@check("q1", lessons(table=TABLE), hint="Who calls `learn` in your loop, and how often?")
def each_task_is_learnt_once(seen):
    """`accuracy_matrix` learns each task once, in order."""
    learnt = ", ".join(entry[6:] for entry in seen.value["log"] if entry.startswith("learn"))
    return equal(learnt, "A, B, C", "Another order of lessons.")


@check("q1", lessons(table=TABLE), hint="Row i is the state of things after task i: at all tasks, later ones too.")
def each_row_is_a_moment(seen):
    """Row i of the matrix holds the accuracies on all tasks right after task i was learnt."""
    matrix = numbers(seen.value["matrix"], (3, 3), "`accuracy_matrix(learn, accuracy, tasks)`")
    right = numbers(TABLE[1:])
    if close(matrix, right.T).credit == 1:
        return failed("Rows and columns are exchanged: a row should be a moment, a column a task.")
    return close(matrix, right, message="An accuracy is not that of this moment and task.", reveal=False)


@check("q1", lost(acc=[[0.9, 0.1], [0.2, 0.8]]), hint="Two tasks: only the first can have been forgotten.")
def forgetting_of_the_worked_example(seen):
    """In the worked example 0.7 is forgotten."""
    loss = number(seen.value, "`forgetting(acc)`")
    message = "The sign: what is lost counts as positive." if abs(loss + 0.7) < 1e-4 else "Another number."
    return close(loss, 0.7, message=message)


# q2: replay -----------------------------------------------------------------------------------------------


def rows_kept(seen):
    return numbers(seen.value, (None,), "what `reservoir` returns for a stream of numbers")


LONG = [7 * place + 50 for place in range(40)]


@check(
    "q2",
    kept(stream=[7, 0, 7], capacity=5, seed=1),
    kept(stream=LONG, capacity=5, seed=1),
    hint="Count what comes in, and keep what comes in: examples are no numbers of places, and may be equal.",
)
def memory_is_as_full_as_it_can_be(short, long):
    """The memory holds min(capacity, length) examples of the stream, none of them twice."""
    few, many = sorted(rows_kept(short)), sorted(rows_kept(long))
    return all_of(
        equal([int(row) for row in few], [0, 7, 7], "Of 7, 0 and 7, with five places, all three should be kept."),
        equal(len(many), 5, "Another number of examples is kept."),
        require(set(many) <= set(LONG), "What is kept is no example of the stream.", measured=str(many)),
        require(len(set(many)) == 5, "An example is kept twice.", measured=str(many)),
    )


def chance_is_the_seeds(seen, what, message):
    """Of two draws with one seed: they are the same, and torch's own generator is what it was."""
    first, second = (numbers(seen.value[one], (None,), what) for one in ("first", "second"))
    return all_of(
        require(list(first) == list(second), message),
        require(seen.value["untouched"], "torch's own generator was set or drawn from."),
    )


def draws_go_on(seen, what, message):
    """Of two draws by one generator: they are of others."""
    first, second = (numbers(one, (None,), what) for one in seen.value)
    return require(sorted(first) != sorted(second), message)


@check("q2", kept_twice(length=30, capacity=4, seed=2), hint="`torch.randint(..., generator=generator)`")
def same_seed_same_memory(seen):
    """All chance comes from the generator: the same seed gives the same memory."""
    return chance_is_the_seeds(seen, "the memory", "Two runs with the same seed differ.")


@check(
    "q2",
    kept_in_a_row(length=80, capacity=12, seed=7),
    hint="Whoever calls has seeded the generator. Draw from it, and let it go on.",
)
def next_memory_is_another(seen):
    """A second memory, by the generator that has drawn the first, is another."""
    again = "Both memories are the same: the generator is set back, or nothing is drawn from it."
    return draws_go_on(seen, "the memory", again)


@check("q2", held_at_once(length=60, capacity=5, seed=3), hint="The stream may never end: go through it once.")
def the_stream_is_not_hoarded(seen):
    """However long the stream, no more than the memory (and the example at hand) is held."""
    return require(seen.value <= 5 + ROOM, "The stream is held as a whole.", measured=seen.value, allowed=5)


def mixed_rows(seen):
    """The batch's rows and labels as whole numbers."""
    if len(seen.value) != 2:
        return None
    x = numbers(seen.value[0], (None, 2), "the mixed x")
    y = numbers(seen.value[1], (len(x),), "the mixed y")
    return [int(row) for row in x[:, 0]], [int(label) for label in y]


@check("q2", mixed(fresh=3, size=6, count=2, seed=4), hint="`torch.cat([x, ...])`, and the same for y.")
def fresh_examples_come_first(seen):
    """The mixed batch begins with the whole fresh batch; `count` examples of the memory follow."""
    if mixed_rows(seen) is None:
        return failed("Two things are asked for: x and y.", measured=len(seen.value), allowed=2)
    rows, _ = mixed_rows(seen)
    return all_of(
        equal(rows[:3], [0, 1, 2], "The fresh batch is not there as it was."),
        equal(len(rows), 5, "Another number of examples."),
        require(all(100 <= row < 106 for row in rows[3:]), "What follows is not from the memory."),
    )


@check("q2", *(mixed(fresh=2, size=9, count=5, seed=seed) for seed in (5, 6)), hint="One draw, used for both.")
def examples_keep_their_labels(*runs):
    """Each example in the mixed batch still has its own label."""
    pairs = [mixed_rows(seen) for seen in runs]
    if None in pairs:
        return failed("Two things are asked for: x and y.")
    return all_of(
        *(equal(labels, [10 * row for row in rows], "A label belongs to another x.") for rows, labels in pairs)
    )


@check("q2", mixed_twice(size=60, count=12, seed=8), hint="`torch.randperm(..., generator=generator)`")
def same_seed_same_batch(seen):
    """All chance comes from the generator: the same seed draws the same rows of the memory."""
    return chance_is_the_seeds(seen, "the rows of the memory", "Two batches with the same seed differ.")


@check(
    "q2",
    mixed_in_a_row(size=60, count=12, seed=9),
    hint="The whole lesson has one generator. Draw from where it stands, and let it go on.",
)
def next_batch_is_another(seen):
    """The next batch, by the same generator, has other rows of the memory."""
    again = "Both batches have the same rows of the memory, so that a lesson sees no others."
    return draws_go_on(seen, "the rows of the memory", again)


# q3: springs ----------------------------------------------------------------------------------------------


def fishers(seen, sizes):
    """One array for each parameter, and its shape checked."""
    shapes = [shape for inside, outside in itertools.pairwise(sizes) for shape in ((outside, inside), (outside,))]
    if len(seen.value["fisher"]) != len(shapes):
        return None
    return [
        numbers(one, shape, f"the Fisher diagonal of parameter {n}").reshape(shape)
        for n, (one, shape) in enumerate(zip(seen.value["fisher"], shapes, strict=True))
    ]


FOUR_PARAMETERS = information(sizes=[2, 3, 4], seed=11, x=[[0.5, -1.0], [1.5, 0.25], [-0.75, 1.0]])


@check("q3", FOUR_PARAMETERS, hint="`zip(model.parameters(), ...)`: one tensor for each, and squares are not negative.")
def fisher_has_the_shape_of_the_model(seen):
    """`fisher_diagonal` gives one tensor for each parameter, of its shape, nothing negative; the model can still learn."""
    found = fishers(seen, [2, 3, 4])
    if found is None:
        return failed("Another number of tensors than parameters.", measured=len(seen.value["fisher"]), allowed=4)
    return all_of(
        require(all((one >= 0).all() for one in found), "A mean of squares cannot be negative."),
        require(
            seen.value["learns"],
            "Parameters of the model no longer ask for gradients: it cannot be trained after this.",
        ),
    )


@check(
    "q3", information(sizes=[1, 2], seed=0, x=[[2.0], [4.0]]), hint="Each example, each label: score, square, weight."
)
def fisher_of_the_worked_example(seen):
    """In the worked example the weights have the Fisher information 2.5, the biases 0.25."""
    found = fishers(seen, [1, 2])
    if found is None:
        return failed("Another number of tensors than parameters.", measured=len(seen.value["fisher"]), allowed=2)
    usual = {
        5.0: "Twice as much: the sum over the examples for their mean, or each label counts whole, whatever its probability?",
        0.0: "Nothing is left: did positive and negative cancel before the square?",
    }
    message = next((text for value, text in usual.items() if abs(found[0][0, 0] - value) < 1e-4), "Another value.")
    return all_of(
        close(found[0], [[2.5], [2.5]], message=message),
        close(found[1], [0.25, 0.25], message="Another value at the biases."),
    )


WORKED = {"theta": [[4.0]], "anchor": [[1.0]], "fisher": [[2.0]], "strength": 0.5}


@check("q3", spring(**WORKED), spring(**{**WORKED, "theta": [[1.0]]}), hint="Which power, and which factor in front?")
def penalty_of_the_worked_example(away, home):
    """At the anchor the penalty is 0; in the worked example it is 4.5."""
    return all_of(
        close(number(home.value["value"], "`ewc_penalty(...)`"), 0.0, message="At the anchor nothing should pull."),
        close(number(away.value["value"], "`ewc_penalty(...)`"), 4.5),
    )


@check("q3", pull_home(**WORKED), hint="Differentiate the penalty by θ.")
def gradient_of_the_worked_example(seen):
    """In the worked example the gradient is 3."""
    if len(seen.value) != 1:
        return failed("One tensor for each parameter is asked for.", measured=len(seen.value), allowed=1)
    return close(numbers(seen.value[0], (1,), "`ewc_gradient(...)[0]`"), [3.0])


# q4: isolation --------------------------------------------------------------------------------------------


@check("q4", isolation(**MOMENTUM, seed=21, warm=2, steps=3), hint="What moves a parameter whose gradient is zero?")
def frozen_stays_despite_momentum(seen):
    """With SGD and momentum, frozen entries do not move, not in the last bit."""
    moved = abs(numbers(seen.value["frozen"]) - numbers(seen.value["frozen_before"])).max()
    return require(moved == 0, "A frozen entry has moved.", measured=moved, allowed=0)


@check("q4", isolation(**MOMENTUM, seed=21, warm=2, steps=3), hint="Freezing some should not disturb the others.")
def free_moves_as_ever(seen):
    """With SGD and momentum, free entries move as if nothing were frozen."""
    free, twin = numbers(seen.value["free"]), numbers(seen.value["free_twin"])
    still = (free == numbers(seen.value["free_before"])).any()
    return close(
        free, twin, message="A free entry has not moved." if still else "Free entries move otherwise.", reveal=False
    )


@check("q4", fall(), weight=0)
def fall_is_a_letter(choice):
    """`why_a_falls` is one of the letters."""
    letter(choice.value, what="`why_a_falls`")
    return passed


# q5: one step of Langevin ---------------------------------------------------------------------------------


def potential(theta, data, prior_precision, noise_variance):
    return prior_precision * theta**2 / 2 + sum((x - theta) ** 2 for x in data) / (2 * noise_variance)


DATA = [[0.5], [1.5], [2.5], [-1.0], [0.75], [3.0]]
ALL = {"theta": [0.8], "total": 6, "prior_precision": 0.5, "noise_variance": [2.0]}


@check("q5", slope_of_u(batch=DATA, **ALL), hint="Two terms of U, two terms of its gradient.")
def gradient_is_the_slope_of_u(seen):
    """With all data as the batch, `posterior_gradient` is the slope of U (compared by differences)."""
    slope = numbers(seen.value, (1,), "`posterior_gradient(...)`")[0]
    data, h = [row[0] for row in DATA], 1e-4
    high, low = (potential(0.8 + way * h, data, 0.5, 2.0) for way in (1, -1))
    return close(slope, (high - low) / (2 * h), message="U rises otherwise.", reveal=False)


@check(
    "q5",
    slope_of_u(batch=DATA, **ALL),
    *(slope_of_u(batch=DATA[part : part + 2], **ALL) for part in (0, 2, 4)),
    hint="A batch of 2 stands for 6: which of the two terms grows, and by what?",
)
def batches_are_right_on_average(whole, *parts):
    """The mean over three batches of two is what all six examples give."""
    each = [numbers(seen.value, (1,), "`posterior_gradient(...)`")[0] for seen in parts]
    full = numbers(whole.value, (1,), "`posterior_gradient(...)`")[0]
    return close(sum(each) / 3, full, message="The batches are wrong on average, not by chance.", reveal=False)


@check(
    "q5",
    one_step(theta=[1.0], gradient=[2.0], step_size=0.25, noise=[0.0]),
    one_step(theta=[1.0], gradient=[2.0], step_size=0.25, noise=[1.0]),
    hint="ε/2 in front of the gradient, √ε in front of the noise.",
)
def step_of_the_worked_example(calm, noisy):
    """The worked step leads from 1 to 1.25, and without noise to 0.75."""
    still, moved = (numbers(seen.value, (1,), "`langevin_step(...)`") for seen in (calm, noisy))
    return all_of(
        close(still, [0.75], message="Without noise the step leads elsewhere."),
        close(moved, [1.25], message="The noise moves it elsewhere."),
    )


# q6: the chain --------------------------------------------------------------------------------------------

FLAT = {"mean": [0.0, 0.0], "precision": [0.0, 0.0], "start": [3.0, -1.0], "step_size": 0.25, "steps": 30, "seed": 5}


@check("q6", chain(**FLAT), hint="Before the loop the chain already has one member.")
def chain_begins_with_the_start(seen):
    """`langevin_chain` returns steps + 1 places, the start first."""
    path = numbers(seen.value, (31, 2), "`langevin_chain(..., steps=30, ...)` from a start of shape (2,)")
    one = "The first is not the start: all rows are one place. Was one tensor changed, and appended again and again?"
    return close(path[0], FLAT["start"], message=one if (path == path[0]).all() else "The first is not the start.")


@check("q6", chain(**FLAT), hint="Where is the noise drawn: before the loop, or in it? And how many numbers?")
def noise_is_fresh(seen):
    """Every step and every coordinate has a noise of its own."""
    path = numbers(seen.value, (31, 2), "`langevin_chain(...)`")
    moves = (path[1:] - path[:-1]).round(9)
    if not moves.any():
        return failed("The chain does not move.")
    return require(
        len(set(moves.reshape(-1))) == 60, "The same noise is used more than once, or some steps lead nowhere."
    )


@check("q6", chain_twice(**FLAT), hint="`torch.randn(..., generator=generator)`")
def same_seed_same_chain(seen):
    """All chance comes from the generator: the same seed gives the same chain."""
    first, second = (numbers(one, (31, 2), "`langevin_chain(...)`") for one in seen.value)
    return close(first, second, message="Two runs with the same seed differ.")


@check("q6", chain_after_chain(**FLAT), hint="Whoever calls has seeded the generator. Draw from it, and let it go on.")
def generator_goes_on(seen):
    """A second chain, by the generator that has drawn the first, is another."""
    first, second = (numbers(one, (31, 2), "`langevin_chain(...)`") for one in seen.value)
    again = "Both chains are the same: the generator is set back, or nothing is drawn from it."
    return require(bool((first != second).any()), again)


@check(
    "q6",
    settled(precision=2.0, step_size=1e-3),
    settled(precision=2.0, step_size=0.2),
    hint="v = a²v + ε, solved for v.",
)
def small_steps_are_nearly_true(tiny, small):
    """As ε → 0 the chain's variance is that of the posterior; with a finite step it is larger."""
    limit, above = (number(seen.value, "`settled_variance(...)`") for seen in (tiny, small))
    return all_of(
        close(limit, 0.5, rtol=2e-3, message="With tiny steps it should be nearly the posterior's variance."),
        require(above > 0.5 + 1e-4, "A finite step makes the cloud wider than 0.5.", measured=above),
    )


# q7: two lessons, one run ---------------------------------------------------------------------------------

WEIGHTS = 196 * 32 + 32 + 32 * 10 + 10


def in_lists(sizes, right):
    """Whether the weights came as two lists, with a tensor for each parameter."""
    sizes = [list(each) for each in sizes]
    return require(
        sizes == [right, right],
        '"weights" should be two lists of tensors, one tensor for each parameter of the network.',
        measured=f"tensors of {sizes} numbers" if sum(map(len, sizes)) < 20 and sizes else "no lists of parameters",
        allowed=f"tensors of {right} numbers in each list",
    )


def part_of(said, key, shape):
    """One entry of what `two_lessons` returns."""
    return numbers(item(said, key, "what `two_lessons` returns"), shape, f'`two_lessons(...)["{key}"]`')


@check("q7", story(seed=5), hint="Which of A and B is learnt first, how often each, and with what?")
def a_is_learnt_and_then_b(seen):
    """One new network of the seed learns A with no remedy, then B with what the remedy gave."""
    log = seen.value["log"]
    begun = [entry for entry in log if entry["what"] == "begin"]
    learnt = [entry for entry in log if entry["what"] == "lesson"]
    order = ", ".join(entry["task"] for entry in learnt)
    if order != "A, B":
        return failed("Another order of lessons.", measured=order or "none", allowed="A, B")
    first, second = learnt
    # Who begins another network to compare with, and has it learn nothing, does no harm.
    own = [entry for entry in begun if entry["model"] == first["model"]]
    return all_of(
        require(first["model"] == second["model"], "A and B are to be learnt by one network."),
        require(len(own) == 1, "The network that learns is none that `begin(seed)` gave."),
        equal([entry["seed"] for entry in (*own, *learnt)], [5, 5, 5], "Something has another seed than the run."),
        require(not first["how"], "A is learnt with a remedy; there is nothing yet to be kept."),
        require(second["made"] and second["how"] == ["mix"], "B is learnt without what the remedy gave, or with more."),
    )


@check("q7", story(seed=5), hint='`return {"acc": ..., "told": ..., "weights": ...}`')
def a_run_is_told_in_three(seen):
    """`two_lessons` returns "acc" of shape (2, 2), "told" of shape (2,), and the "weights" after each lesson."""
    said = seen.value["said"]
    part_of(said, "acc", (2, 2))
    part_of(said, "told", (2,))
    part_of(said, "weights", (2, 8))
    return in_lists(seen.value["sizes"], [2, 6])


# q8: twenty-four runs -------------------------------------------------------------------------------------

REMEDIES = ("none", "replay", "springs", "locks")
SEEDS = 6
NO_RESULTS = "`results` should be what `run_all(two_lessons, first_seed)` returns"


def budget_of(seen):
    """Of the runs, "laptop" or "full"; those of a file that says nothing are the laptop's."""
    budget = seen.value.get("budget", "laptop") if isinstance(seen.value, dict) else None
    if not isinstance(budget, str) or budget not in ("laptop", "full"):
        raise WrongForm(NO_RESULTS)
    return budget


def run_keys(seen):
    """The names and seeds of the runs; a `WrongForm` where `results` is not what `run_all` returns."""
    value = seen.value
    if not isinstance(value, dict) or not {"data", "first_seed", "runs"} <= set(value):
        raise WrongForm(NO_RESULTS)
    if not isinstance(value["runs"], dict):
        raise WrongForm(NO_RESULTS)
    if value["data"] not in ("fashion-mnist", "stand-in"):
        raise WrongForm("the file of the runs does not say on which pictures: leave it as `run_all` wrote it")
    first = number(value["first_seed"], "`first_seed`")
    if not (first.is_integer() and abs(first) < 10**12):
        raise WrongForm("`first_seed` should be a whole number of at most twelve digits")
    first = int(first)
    return [(name, first + i) for name in REMEDIES for i in range(SEEDS)]


@check("q8", many_runs(), hint="Run `run_all` to its end, with the file that goes with this notebook.")
def twenty_four_runs_are_there(seen):
    """There are 24 runs: four remedies, six seeds, each with all weights after A and after B."""
    for name, seed in run_keys(seen):
        run = f"the run {name}, seed {seed}"
        if f"{name}/{seed}/records" not in seen.value["runs"]:
            return failed(f"There is no {run[4:]}.")
        numbers(seen.value["runs"][f"{name}/{seed}/records"], (2, 3), f"the figures of {run},")
        weights = numbers(seen.value["runs"].get(f"{name}/{seed}/weights"), (2, None), f"the weights of {run},")
        if weights.shape[1] != WEIGHTS:
            message = f"The weights of {run} are those of another network."
            return failed(message, measured=weights.shape[1], allowed=WEIGHTS)
    return passed


@picture("q8", accuracies_of_runs())
def runs_together(axes, runs):
    """What is left of A, and what is learnt of B, after both lessons, both among all ten classes: a dot for each seed."""
    if not isinstance(runs, dict):
        raise WrongForm(NO_RESULTS)
    for place, name in enumerate(REMEDIES):
        ends = [numbers(run, (2, 3), name)[1] for key, run in runs.items() if key.rpartition("/")[0] == name]
        axes.plot([end[0] for end in ends], [end[2] for end in ends], "o", color=f"C{place}", alpha=0.7, label=name)
    axes.set(xlabel="accuracy on A", ylabel="accuracy on B", xlim=(-0.03, 1.03), ylim=(-0.03, 1.03))
    axes.legend(fontsize="small")


# q9: which forgets less? ----------------------------------------------------------------------------------

SAID = {"forgets": ("less", "more", "no difference found"), "learns": ("better", "worse", "no difference found")}


@check("q9", compared_lessons(), hint="Six numbers a remedy, and one of three verdicts for each but none.", weight=0)
def answers_have_their_form(seen):
    """`lost` has six numbers for each of the four remedies, `forgets` and `learns` one of three verdicts for three."""
    lost = seen.value["lost"]
    if not isinstance(lost, dict) or set(lost) != set(REMEDIES):
        return failed("`lost` should be a dict with the names of the four remedies.")
    for name in REMEDIES:
        numbers(lost[name], (SEEDS,), f"`lost[{name!r}]`")
    for what, words in SAID.items():
        given = seen.value[what]
        if not isinstance(given, dict) or set(given) != set(REMEDIES[1:]):
            return failed(f"`{what}` should be a dict with the names of the three remedies.")
        strange = [str(verdict) for verdict in given.values() if verdict not in words]
        if strange:
            return failed(f"`{what}` knows three verdicts.", measured=", ".join(strange), allowed=", ".join(words))
    return passed


@check(
    "q9", compared_lessons(), hint="After A, before B: the first row of the matrix. `forgetting` subtracts the last."
)
def lost_is_what_was_forgotten(seen):
    """With no remedy, the six numbers are what each seed forgot of A among all ten classes."""
    lost, records = seen.value["lost"], seen.value["records"]
    if not isinstance(records, dict):
        raise WrongForm(NO_RESULTS)
    keys = sorted((key for key in records if key.startswith("none/")), key=lambda key: int(key.rpartition("/")[2]))
    each = [numbers(records[key], (2, 3), "the figures of a run") for key in keys]
    given = numbers(item(lost, "none", "`lost`"), (SEEDS,), '`lost["none"]`')
    return close(given, [before[0] - after[0] for before, after in each], atol=1e-4)
