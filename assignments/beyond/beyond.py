# %% [markdown]
# # Beyond the minimum: forgetting, and sampling
#
# So far the end of every walk was a minimum: one loss, one place to go. Two questions lie beyond that.
#
# - **What if the loss changes?** Teach a network shirts and sandals, then teach it bags and boots, and ask
#   about shirts again. Descent follows the loss of *today*; nothing in it remembers yesterday's. What is
#   lost is called *catastrophic forgetting*. You will measure it, then try three remedies: keep some of the
#   old data (replay), keep the old parameters on springs (elastic weight consolidation), or keep them
#   locked (isolation).
# - **What if one place is not enough?** Data never fix the parameters exactly. Bayes' rule gives a whole
#   *cloud* of plausible ones, and a small change turns gradient descent into a walk that draws samples from
#   that cloud: stochastic gradient Langevin dynamics.
#
# The two meet: a spring on a parameter *is* a Gaussian belief about it, as you will see. At the end the
# remedies are put to the test: two lessons, four ways, six seeds, and what of the differences is luck.
#
# **How to work.** Fill in what stands as `...` or `raise NotImplementedError`, then run the cell with
# `grader.check` below it. Its checks are there to help and may be run as often as you like. When you hand
# in, further checks look at the same functions with other inputs. Tensors, lists, `float32` or `float64`:
# every honest form is accepted. Where your answer is random, it is run over thousands of steps or seeds,
# and the bounds are so wide that an honest answer fails such a check less than once in a million gradings. (The 24 runs near
# the end have bounds of their own: question 8 says which.)
#
# Each question says how hard it is (●○○ to ●●●), how long it may take, and its points. Stuck? The hints
# fold open, from a nudge to nearly the answer.
#
# **The data** are Fashion-MNIST, shrunk to 14 × 14 pixels and split in two: task A has the classes 0 to 4,
# task B 5 to 9. They are looked for in the folder that the environment variable `GRADESCENT_DATA` names
# (else in `data`), and downloaded if they are not there. Without a network you get ten invented patterns of
# the same shape, which forget just as well. Either counts.

# %% name="tools"
import copy
import operator
import os
import socket
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import matplotlib.pyplot as plt
import torch
from torch.nn import functional

torch.set_num_threads(1)  # the tensors here are so small that threads would only stand in each other's way

# For question 8: the laptop's budget, or the full one where this environment variable says so.
FULL = os.environ.get("GRADESCENT_BUDGET") == "full"
PICTURES, TESTED, STEPS = (60_000, 10_000, 1000) if FULL else (10_000, 2_000, 200)


def fashion_mnist():
    """Images (N, 28, 28) from 0 to 1 and labels (N,), for training and for testing; None where there are none."""
    root = os.environ.get("GRADESCENT_DATA", "data")
    here = len(list(Path(root, "FashionMNIST", "raw").glob("*-ubyte"))) == 4  # all of its files
    try:
        if not here:  # can the server be reached at all?
            socket.create_connection(("fashion-mnist.s3-website.eu-central-1.amazonaws.com", 80), timeout=3).close()
        from torchvision.datasets import FashionMNIST

        sets = [FashionMNIST(root, train=train, download=not here) for train in (True, False)]
        return [(s.data[:n] / 255, s.targets[:n]) for s, n in zip(sets, (PICTURES, TESTED), strict=True)]
    except Exception as error:
        print(f"Fashion-MNIST cannot be had: {error}", f"(damaged? delete {root}/FashionMNIST)" if here else "")
        return None


def invented_patterns():
    """Ten blurred patterns, overlaid with each other and with noise: the same shapes, and no download."""
    generator = torch.Generator().manual_seed(7)
    exact = {"generator": generator, "dtype": torch.float32}  # the same patterns, whatever dtype is set for all
    patterns = functional.interpolate(torch.rand(10, 1, 7, 7, **exact), size=28, mode="bilinear")[:, 0]
    overlaid = patterns[:, None] + 0.7 * patterns - 0.3  # each with each other

    def draw(n):
        y = torch.arange(n) % 10
        other = torch.randint(10, (n,), generator=generator)
        x = torch.randn(n, 28, 28, **exact).mul_(0.5).add_(overlaid[y, other])
        return x.clamp_(0, 1).to(torch.get_default_dtype()), y

    return [draw(3000), draw(1000)]


def split(x, y, classes):
    """The examples of these classes: x of shape (N, 196), centred, and y of shape (N,)."""
    mine = (y >= classes.start) & (y < classes.stop)
    return functional.avg_pool2d(x[mine][:, None], 2).flatten(1) - 0.3, y[mine]


def new_model():
    """A network of one hidden layer, the same at each call: 196 pixels, 32 hidden units, 10 classes."""
    with torch.random.fork_rng():
        torch.manual_seed(0)
        return torch.nn.Sequential(torch.nn.Linear(196, 32), torch.nn.ReLU(), torch.nn.Linear(32, 10))


@torch.no_grad()
def accuracy(model, task, told=False):
    """The share of a task's test images that are classified rightly, among all ten classes or, told, among its own five."""
    x, y = task["test"]
    scores = model(x)
    if told:
        first = 5 * (int(y[0]) // 5)
        return (scores[:, first : first + 5].argmax(1) + first == y).float().mean().item()
    return (scores.argmax(1) == y).float().mean().item()


def train(model, task, steps=100, lr=0.05, mix=None, penalty=None, step=None, seed=1, watch=True):
    """SGD with momentum and weight decay on minibatches of 32; returns accuracies every five steps, shape (steps / 5, 3).

    Args:
        seed: of the minibatches.
        watch: whether accuracies are taken on the way.
        mix: makes another batch of each batch: `mix(x, y)`.
        penalty: is added to the loss: `penalty()`.
        step: takes the step in place of `optimizer.step()`: `step(optimizer)`.
    """
    optimizer = torch.optim.SGD(model.parameters(), lr=lr, momentum=0.9, weight_decay=1e-4)
    generator = torch.Generator().manual_seed(seed)
    history = []
    for t in range(steps):
        drawn = torch.randint(len(task["train"][1]), (32,), generator=generator)
        x, y = (part[drawn] for part in task["train"])
        if mix:
            x, y = mix(x, y)
        loss = functional.cross_entropy(model(x), y)
        if penalty:
            loss = loss + penalty()
        optimizer.zero_grad()
        loss.backward()
        step(optimizer) if step else optimizer.step()
        if watch and t % 5 == 4:
            history.append([accuracy(model, task_a), accuracy(model, task_a, told=True), accuracy(model, task_b)])
    return torch.tensor(history)


def attempt(what, function):
    """What the function gives; where it cannot yet, a line on why, and None."""
    try:
        return function()
    except NotImplementedError as error:
        print(f"{what}: {error} first, then it appears here.")
    except Exception as error:
        print(f"{what}: nothing to draw, {type(error).__name__}: {error}")
    return None


def draw_run(axes, title, history):
    """Accuracies over the steps, A and then B; dashed where the network is told that it is one of A's."""
    steps = torch.arange(1, len(history) + 1) * 5
    axes.axvspan(0, 100, color="C0", alpha=0.08)
    axes.axvspan(100, 200, color="C1", alpha=0.08)
    axes.plot(steps, history[:, 1], "--", color="C0", label="A, told that it is A")
    axes.plot(steps, history[:, 0], color="C0", label="A, among all ten")
    axes.plot(steps, history[:, 2], color="C1", label="B, among all ten")
    axes.set(title=title, xlabel="steps", xlim=(0, 200), ylim=(-0.03, 1.03))


# %% name="data"
data = fashion_mnist()
print("Fashion-MNIST." if data else "Invented patterns take the place of Fashion-MNIST.")
task_a, task_b = (
    {name: split(*part, classes) for name, part in zip(("train", "test"), data or invented_patterns(), strict=True)}
    for classes in (range(0, 5), range(5, 10))
)

# %% name="learn-a" shows=true
after_a = new_model()
history_a = train(after_a, task_a)
anchor = [p.detach().clone() for p in after_a.parameters()]

# %% [markdown]
# ## 1. What is forgotten
# ●○○ · 20 minutes · 2 points
#
# To say how much is forgotten, you need more than the accuracies at the end. Write $a_{ij}$ for the
# accuracy on task $j$ *right after* task $i$ was learnt. A row of this matrix is a moment, a column is the
# fate of one task. With $T$ tasks,
#
# $$f = \frac{1}{T - 1} \sum_{j < T} \Bigl( \max_{i < T} a_{ij} - a_{Tj} \Bigr).$$
#
# In words: for each task *but the last*, the best accuracy at any *earlier* row, minus what is left in the
# last row; then the mean. The last task has had no time to be forgotten, so it does not count. The maximum
# stops before the last row, and takes in also the rows before the task was learnt; so if the last task has *helped* the earlier
# ones, $f$ comes out negative, as it should.
#
# **A worked example.** After A the accuracies on (A, B) are 0.9 and 0.1; after B they are 0.2 and 0.8. The
# best of A before the end was 0.9, what is left is 0.2: $f = 0.7$. That B went from 0.1 to 0.8 is learning,
# and no part of $f$.
#
# **Your task.**
# - `accuracy_matrix(learn, accuracy, tasks)`: call `learn(task)` for each task in turn; after each, ask
#   `accuracy(task)` for *every* task, also those yet to come.
# - `forgetting(acc)`: the number $f$.
#
# <details><summary>Hint 1</summary>
#
# When you ask matters: `accuracy` looks at the model as it is at that moment.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Two loops, one inside the other; `learn` stands in the outer one only. For `forgetting`: which rows may
# the maximum see, and which columns may the mean?
#
# </details>
# <details><summary>Hint 3</summary>
#
# `acc[:-1]` are all rows but the last, `.amax(dim=0)` takes the best of each column, and `[:-1]` of what
# you then have leaves out the last task.
#
# </details>

# %% question="q1"


def accuracy_matrix(
    learn: Callable[[object], None], accuracy: Callable[[object], float], tasks: Sequence[object]
) -> torch.Tensor:
    """Learns the tasks one after another, and measures all of them after each.

    Args:
        learn: trains the model on a task.
        accuracy: how good the model is at a task now, from 0 to 1.
        tasks: T tasks, in the order in which they are learnt.

    Returns:
        Shape (T, T): in row i the accuracies on all tasks after task i was learnt.

    >>> learnt = []
    >>> accuracy_matrix(learnt.append, lambda task: float(task in learnt), ["A", "B"])
    tensor([[1., 0.],
            [1., 1.]])
    """
    raise NotImplementedError("write accuracy_matrix")


def forgetting(acc: torch.Tensor) -> torch.Tensor:
    """The mean over all tasks but the last of (best accuracy before the last row − accuracy in the last row).

    Args:
        acc: shape (T, T), T ≥ 2, as `accuracy_matrix` gives it.

    Returns:
        One number; positive where something was lost.

    >>> round(float(forgetting(torch.tensor([[0.9, 0.1], [0.2, 0.8]]))), 4)
    0.7
    """
    raise NotImplementedError("write forgetting")


# %%
grader.check("q1")

# %% [markdown] name="look-at-forgetting"
# ### Look at it
# The network learns A (blue ground), then B (orange ground). The solid blue line is its accuracy on A,
# asked among all ten classes. The dashed one is milder: the network is told that the image is one of A's
# five, and only their scores are compared. Mind how fast the solid line falls, and that the dashed one
# falls, too.

# %% name="plot-forgetting" shows=true
_plain = copy.deepcopy(after_a)
history_plain = torch.cat([history_a, train(_plain, task_b)])


def _look():
    _, axes = plt.subplots(figsize=(8, 4))
    draw_run(axes, "A, then B, and no remedy", history_plain)
    axes.set_ylabel("accuracy")
    axes.legend(loc="lower left", bbox_to_anchor=(0.14, 0.08))
    plt.show()

    def measured():
        model = new_model()
        matrix = accuracy_matrix(lambda task: train(model, task), lambda task: accuracy(model, task), [task_a, task_b])
        print("accuracy after A, after B:", torch.as_tensor(matrix).tolist())
        print("forgetting:", float(forgetting(torch.as_tensor(matrix))))

    attempt("Your measurement", measured)


_look()

# %% [markdown]
# ## 2. Replay
# ●●○ · 25 minutes · 2 points
#
# The oldest remedy: keep some examples of A and mix them into the batches of B. Which ones? The memory is
# small, the stream of examples is long, and nobody tells you when it ends. At every moment the memory
# should be a fair sample of *all that has come by*, so that **each example seen so far is in it with the
# same chance.**
#
# *Reservoir sampling* does that in one pass. As long as there is room, keep everything. Then let example
# number $n$ (counted from 1) enter with the chance $k/n$, where $k$ is the capacity, in the place of a
# random one that was there.
#
# **A worked step.** Capacity 2, and the third example comes: it enters with the chance 2/3. An older one is
# still there unless the newcomer enters (2/3) and picks just its place (1/2):
# $1 - \tfrac23 \cdot \tfrac12 = \tfrac23$. All three have the same chance. Off by one, with 2/2 in place of
# 2/3, the third would always enter: the slip is easy to make and hard to see, as every memory still looks
# random.
#
# **Your task.**
# - `reservoir(stream, capacity, generator)`: one pass through the stream (do not keep it), a fair memory at
#   its end. Draw every random number from `generator`, so that a seed can bring it back.
# - `mixed_batch(x, y, memory_x, memory_y, count, generator)`: the fresh batch, followed by `count` examples
#   drawn from the memory, none of them twice, each with its own label. If the memory holds fewer than
#   `count`, take them all.
#
# <details><summary>Hint 1</summary>
#
# `torch.randint(n, (1,), generator=generator)` is one of n numbers. How many are there when example number
# n has just come in?
#
# </details>
# <details><summary>Hint 2</summary>
#
# One random place among n does both jobs: if it is one of the first `capacity` places, the newcomer goes
# there; if not, the newcomer is passed over. For the batch: one set of indices, used for x *and* y.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `for n, example in enumerate(stream, start=1)`: append while `n <= capacity`, else
# `place = torch.randint(n, ...)` and, if `place < capacity`, `kept[place] = example`. For the batch,
# `torch.randperm(len(memory_x), generator=generator)[:count]`.
#
# </details>

# %% question="q2"


def reservoir(stream: Iterable[object], capacity: int, generator: torch.Generator) -> list[object]:
    """A fair sample of a stream, in one pass.

    Args:
        stream: the examples, whatever they are, equal ones among them; it can be gone through once, and may be long.
        capacity: how many are kept, at least 1.
        generator: where all random numbers come from.

    Returns:
        The min(capacity, length) examples kept, in any order; each of the stream is among them with the same chance.

    >>> sorted(reservoir(iter("abc"), 5, torch.Generator().manual_seed(0)))
    ['a', 'b', 'c']
    """
    raise NotImplementedError("write reservoir")


def mixed_batch(
    x: torch.Tensor,
    y: torch.Tensor,
    memory_x: torch.Tensor,
    memory_y: torch.Tensor,
    count: int,
    generator: torch.Generator,
) -> tuple[torch.Tensor, torch.Tensor]:
    """A batch with some of the memory behind it.

    Args:
        x, y: the fresh batch, shapes (n, d) and (n,).
        memory_x, memory_y: the memory, shapes (m, d) and (m,).
        count: how many of the memory to draw, without repeats.
        generator: where all random numbers come from.

    Returns:
        (x, y) of n + min(count, m) examples: the fresh ones first, as they were.

    >>> x, y = mixed_batch(torch.zeros(2, 1), torch.tensor([0, 0]), torch.ones(3, 1), torch.tensor([1, 1, 1]), 2,
    ...                    torch.Generator().manual_seed(0))
    >>> y
    tensor([0, 0, 1, 1])
    """
    raise NotImplementedError("write mixed_batch")


# %%
grader.check("q2")

# %% [markdown]
# ## 3. Springs: elastic weight consolidation
# ●●● · 35 minutes · 3 points
#
# Suppose you may keep nothing of A's data. You still have the parameters $\theta^*$ that A led to. Most of
# a network's parameters hardly matter to A, a few matter much. So tie each to its old place by a spring,
# stiff where A cares:
#
# $$P(\theta) = \tfrac12 \lambda \sum_i F_i \, (\theta_i - \theta^*_i)^2, \qquad
# \frac{\partial P}{\partial \theta_i} = \lambda F_i \, (\theta_i - \theta^*_i).$$
#
# How much A cares is measured by the *Fisher information*. Wiggle one parameter: how much do the model's
# predictions change? For a classifier with the probabilities $p(c \mid x)$, its diagonal is
#
# $$F_i = \frac1N \sum_{n=1}^{N} \sum_{c} p(c \mid x_n)
# \left( \frac{\partial \log p(c \mid x_n)}{\partial \theta_i} \right)^{2}.$$
#
# Three things in it are easily lost:
#
# - **Square first, then take the mean**, example by example and label by label. The scores
#   $\partial \log p / \partial \theta$ cancel on average, so a mean that is squared afterwards is next to
#   nothing.
# - **The labels are the model's own**, all of them, each weighted with its probability. No labels of the
#   data are used, and none are drawn. (Much code in the wild squares the gradient at the *data's* labels.
#   That is called the empirical Fisher; it is another quantity. Where a network fits its data and gives their
#   labels a probability $p$ near 1, it goes like $(1-p)^2$ and the Fisher information like $p(1-p)$: both tend
#   to zero, but the empirical one much faster, as if nothing mattered. You are asked for the Fisher
#   information itself, and with ten classes the sum is cheap.)
# - The **mean over examples**, not their sum, so that λ means the same for 50 examples and for 5,000.
#
# **A worked example.** One input, two classes, logits $w_0 x + b_0$ and $w_1 x + b_1$, all four parameters
# zero: so both probabilities are ½. The score of label $c$ with respect to $w_k$ is
# $(\delta_{ck} - \tfrac12) \, x = \pm x/2$. It squares to $x^2/4$ for both labels, so $x = 2$ gives 1 and
# $x = 4$ gives 4: for these two examples $F = 2.5$ at both weights, and ¼ at both biases. As to the spring,
# with $\lambda = 0.5$, $F = 2$, $\theta^* = 1$ and $\theta = 4$ the penalty is
# $\tfrac12 \cdot 0.5 \cdot 2 \cdot 3^2 = 4.5$, its slope $0.5 \cdot 2 \cdot 3 = 3$.
#
# Where does the spring come from? To Bayes, what A has taught is a belief, $p(\theta \mid A)$, and it is
# the *prior* with which B is met. A Gaussian around $\theta^*$ with the precisions $\lambda F_i$ has just
# this $P$ as its $-\log$. EWC is a Gaussian guess at a posterior; in questions 5 and 6 you will sample one.
#
# **Your task.** `fisher_diagonal`, `ewc_penalty` (through which autograd must find its way),
# `ewc_gradient`.
#
# <details><summary>Hint 1</summary>
#
# `log_softmax` of the logits of *one* example gives all its $\log p(c \mid x)$. Each of these is a number
# that you can differentiate by the parameters.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Two loops, over examples and labels; inside,
# `torch.autograd.grad(log_p[c], parameters, retain_graph=True)`. Square what comes, weight it with
# `log_p[c].exp()`, which is a mere factor here: detach it. For the penalty: do not use `.item()` or
# `.detach()` on θ.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Begin with `total = [torch.zeros_like(p) for p in model.parameters()]`, add `p_c * g**2` to each, and
# divide by `len(x)` at the end.
# `strength / 2 * sum((f * (p - a)**2).sum() for p, a, f in zip(parameters, anchor, fisher))`.
#
# </details>


# %% question="q3"
def fisher_diagonal(model: torch.nn.Module, x: torch.Tensor) -> list[torch.Tensor]:
    """The diagonal of the Fisher information, the expectation over the model's own labels taken exactly.

    Args:
        model: maps a batch (n, d) to logits (n, C).
        x: the examples, shape (N, d).

    Returns:
        One tensor for each of `model.parameters()`, in their order and of their shapes. The model can be trained on.

    >>> model = torch.nn.Linear(1, 2)
    >>> _ = [torch.nn.init.zeros_(p) for p in model.parameters()]
    >>> fisher_diagonal(model, torch.tensor([[2.0], [4.0]]))[1]
    tensor([0.2500, 0.2500])
    """
    raise NotImplementedError("write fisher_diagonal")


def ewc_penalty(
    parameters: Sequence[torch.Tensor],
    anchor: Sequence[torch.Tensor],
    fisher: Sequence[torch.Tensor],
    strength: float,
) -> torch.Tensor:
    """½ λ Σ F (θ − θ*)², over all entries of all parameters.

    Args:
        parameters: θ, tensors of any shapes.
        anchor: θ*, of the same shapes.
        fisher: F, of the same shapes.
        strength: λ.

    Returns:
        A tensor of shape (), which autograd can differentiate by the parameters.

    >>> ewc_penalty([torch.tensor([4.0])], [torch.tensor([1.0])], [torch.tensor([2.0])], 0.5)
    tensor(4.5000)
    """
    raise NotImplementedError("write ewc_penalty")


def ewc_gradient(
    parameters: Sequence[torch.Tensor],
    anchor: Sequence[torch.Tensor],
    fisher: Sequence[torch.Tensor],
    strength: float,
) -> list[torch.Tensor]:
    """The gradient of the penalty by each parameter, by hand.

    Args:
        parameters, anchor, fisher, strength: as for `ewc_penalty`.

    Returns:
        One tensor for each parameter, of its shape.

    >>> ewc_gradient([torch.tensor([4.0])], [torch.tensor([1.0])], [torch.tensor([2.0])], 0.5)
    [tensor([3.])]
    """
    raise NotImplementedError("write ewc_gradient")


# %%
grader.check("q3")

# %% [markdown]
# ## 4. Locks: parameter isolation
# ●●○ · 25 minutes · 2 points
#
# Springs give way. A lock does not: give each task parameters of its own, and freeze those of A while B is
# learnt. That sounds as easy as setting their gradients to zero. But an optimizer moves a parameter for
# three reasons, and the gradient is only one of them:
#
# | what moves it | with a zero gradient |
# |---|---|
# | the gradient | rests |
# | momentum, also that of Adam | coasts on what it remembers |
# | weight decay | shrinks toward zero, at each step |
#
# **A worked example.** SGD with momentum 0.9 and rate 0.1, and a velocity of 1 from before. The gradient is
# zero from now on, so the velocity goes 0.9, 0.81, 0.729, … and the "frozen" parameter drifts by
# $0.1 \cdot (0.9 + 0.81 + \dots) = 0.9$ before it rests.
#
# **Your task.**
# - `isolated_step(optimizer, parameters, masks)`: one step of the optimizer, after which each entry whose
#   mask is `False` is what it was, *to the last bit*, and each entry whose mask is `True` has moved as the
#   optimizer alone would have moved it. For any optimizer whose `step()` takes no argument.
# - `why_a_falls`: an answer to the question below the figure, when you have looked at it.
#
# <details><summary>Hint 1</summary>
#
# You need not know what the optimizer does. You only need to know what was there before.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Copies (`.clone()`!) before the step; after it, choose entry by entry between new and old, and write the
# result *into* the parameter.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Under `torch.no_grad()`: `p.copy_(torch.where(mask, p, old))` for each parameter.
#
# </details>


# %% question="q4"
def isolated_step(
    optimizer: torch.optim.Optimizer, parameters: Sequence[torch.Tensor], masks: Sequence[torch.Tensor]
) -> None:
    """One step of the optimizer that moves only what is free. The gradients are there already.

    Args:
        optimizer: any; it may have a history.
        parameters: the tensors that it steps; they are changed in place.
        masks: one of booleans for each parameter, of its shape: True is free, False is frozen.

    >>> w = torch.nn.Parameter(torch.tensor([1.0, 1.0]))
    >>> w.grad = torch.tensor([1.0, 1.0])
    >>> isolated_step(torch.optim.SGD([w], lr=0.5), [w], [torch.tensor([True, False])])
    >>> w.detach()
    tensor([0.5000, 1.0000])
    """
    raise NotImplementedError("write isolated_step")


# %% [markdown] name="look-at-the-remedies"
# ### Look at it
# Three remedies beside none. Replay keeps 100 examples of A and mixes 32 of them into each batch. The
# springs have λ = 50. Isolation freezes *everything that computes the scores of A's five classes*: the
# whole hidden layer, and their five rows of the output layer.
#
# (Why not λ = 5,000? Try it. A spring is a loss of curvature λF, and you know what descent does when the
# rate is too large for a curvature. Stiff springs ask for small rates.)


# %% name="plot-remedies" shows=true
def _look():
    runs = {"no remedy": history_plain}

    def second_task(**how):
        """Learns B after A with a remedy: each is made for the model that it is to help."""
        model = copy.deepcopy(after_a)
        history = train(model, task_b, **{name: make(list(model.parameters())) for name, make in how.items()})
        return torch.cat([history_a, history])

    def with_replay():
        generator = torch.Generator().manual_seed(2)
        kept = reservoir(zip(*task_a["train"], strict=True), 100, generator)
        memory_x, memory_y = (torch.stack(part) for part in zip(*kept, strict=True))
        return second_task(mix=lambda _: lambda x, y: mixed_batch(x, y, memory_x, memory_y, 32, generator))

    def with_springs():
        fisher = fisher_diagonal(after_a, task_a["train"][0][:50])
        return second_task(penalty=lambda parameters: lambda: ewc_penalty(parameters, anchor, fisher, 50.0))

    def with_locks():
        masks = [torch.zeros_like(p, dtype=torch.bool) for p in anchor]
        masks[2][5:], masks[3][5:] = True, True  # free: the output rows of B's classes
        return second_task(step=lambda parameters: lambda optimizer: isolated_step(optimizer, parameters, masks))

    for title, run in (("replay", with_replay), ("springs (EWC)", with_springs), ("locks (isolation)", with_locks)):
        history = attempt(title, run)
        if history is not None:
            runs[title] = history

    _, panels = plt.subplots(1, 4, figsize=(16, 3.8), sharey=True)
    for axes in panels[len(runs) :]:
        axes.set_visible(False)
    for axes, (title, history) in zip(panels, runs.items(), strict=False):
        draw_run(axes, title, history)
        print(f"{title:18} at the end: A {history[-1, 0]:.2f}, A told {history[-1, 1]:.2f}, B {history[-1, 2]:.2f}")
    panels[0].set_ylabel("accuracy")
    panels[0].legend(loc="lower left", bbox_to_anchor=(0.05, 0.05), fontsize=7)
    plt.show()


_look()

# %% [markdown] name="why-a-falls"
# With locks the dashed line is a ruler: nothing that computes A's scores has moved by a bit. And yet the
# solid line, A among all ten, falls. Why?
#
# - **a.** Momentum and weight decay still creep into the frozen entries.
# - **b.** The hidden layer has learnt features of B and lost those of A.
# - **c.** The scores of B's classes have grown above those of A's, which are what they were, and the
#   largest of all ten wins.
# - **d.** What A had taught was overwritten, and would have to be learnt anew.

# %% question="q4" name="q4-why"
why_a_falls = ...

# %%
grader.check("q4")

# %% [markdown]
# ## 5. From descent to sampling: one step
# ●●○ · 25 minutes · 2 points
#
# Now one task, and the question how *sure* its data make us. Let $x_1, \dots, x_N$ be measurements of
# $\theta$ with Gaussian noise of variance $\sigma^2$, and the prior on $\theta$ a Gaussian around 0 of
# precision $\lambda$ (precision is one over variance). Up to a constant, the negative log of the posterior
# is
#
# $$U(\theta) = \frac{\lambda}{2} \theta^2 + \sum_{n=1}^{N} \frac{(x_n - \theta)^2}{2 \sigma^2}.$$
#
# Descent on $U$ finds the single most plausible $\theta$. *Langevin dynamics* adds noise of just the right
# size,
#
# $$\theta \leftarrow \theta - \frac{\varepsilon}{2} \nabla U(\theta) + \sqrt{\varepsilon} \, \xi,
# \qquad \xi \sim \mathcal N(0, 1),$$
#
# and the walk never rests: it roams, and the time that it spends in a place becomes proportional to
# $e^{-U}$, the posterior. Why the root? Variances add up, so noise of variance $\varepsilon$ has the
# standard deviation $\sqrt\varepsilon$. After $k$ steps the noise has brought you about
# $\sqrt{k \varepsilon}$ far and the drift $k \varepsilon$; scaled by $\varepsilon$, the noise would die out
# against the drift, and you would be back at descent. (Conventions differ: other texts put a whole
# $\varepsilon$ before the gradient and $\sqrt{2\varepsilon}$ before the noise. That is this walk with twice
# the step. To mix the two is a mistake.)
#
# It is *stochastic gradient* Langevin dynamics if $\nabla U$ is estimated from a batch of $n$ examples. The
# batch stands for all $N$ data, so its part is scaled up by $N/n$. The prior is not data. It counts once,
# whatever the batch.
#
# **A worked step.** From $\theta = 1$ with $\nabla U = 2$, $\varepsilon = 0.25$ and $\xi = 1$:
# $1 - 0.125 \cdot 2 + 0.5 \cdot 1 = 1.25$. Without the noise it would be 0.75.
#
# **Your task.** For $\theta$ of $d$ coordinates, each measured by itself:
# - `posterior_gradient`: the estimate of $\nabla U$ from a batch;
# - `langevin_step`: the step, the noise $\xi$ being given.
#
# <details><summary>Hint 1</summary>
#
# Differentiate $U$ term by term. The sum over the data becomes a sum over the batch, times what?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `theta - batch` has shape (n, d): sum over the examples (`dim=0`), so that d numbers remain. `len(batch)`
# is n.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `prior_precision * theta + total / len(batch) * (theta - batch).sum(dim=0) / noise_variance`, and
# `theta - step_size / 2 * gradient + step_size**0.5 * noise`.
#
# </details>


# %% question="q5"
def posterior_gradient(
    theta: torch.Tensor, batch: torch.Tensor, total: int, prior_precision: float, noise_variance: torch.Tensor
) -> torch.Tensor:
    """The gradient of U at θ, estimated from a batch.

    Args:
        theta: shape (d,).
        batch: n of the data, shape (n, d).
        total: N, the number of all data.
        prior_precision: λ, the same for each coordinate.
        noise_variance: σ² of each coordinate, shape (d,).

    Returns:
        Shape (d,).

    >>> posterior_gradient(torch.tensor([1.0]), torch.tensor([[1.0], [1.0]]), 8, 3.0, torch.tensor([2.0]))
    tensor([3.])
    """
    raise NotImplementedError("write posterior_gradient")


def langevin_step(theta: torch.Tensor, gradient: torch.Tensor, step_size: float, noise: torch.Tensor) -> torch.Tensor:
    """One step of Langevin dynamics.

    Args:
        theta: shape (d,).
        gradient: ∇U(θ), shape (d,).
        step_size: ε.
        noise: ξ, standard normal, shape (d,).

    Returns:
        The next θ, shape (d,).

    >>> langevin_step(torch.tensor([1.0]), torch.tensor([2.0]), 0.25, torch.tensor([1.0]))
    tensor([1.2500])
    """
    raise NotImplementedError("write langevin_step")


# %%
grader.check("q5")

# %% [markdown]
# ## 6. The chain, and the price of a step
# ●●● · 30 minutes · 2 points
#
# For this $U$ everything is known, and that makes it a fine place to test a sampler. The posterior of each
# coordinate is a Gaussian with the mean $m$ and the precision $\Lambda = \lambda + N/\sigma^2$, and
# $U' = \Lambda (\theta - m)$. Put this into the step:
#
# $$\theta' - m = a \, (\theta - m) + \sqrt\varepsilon \, \xi, \qquad a = 1 - \tfrac12 \varepsilon \Lambda.$$
#
# One factor, again and again, as in your first assignment; but now noise comes in at each step. The chain
# settles where as much variance comes in as is lost. Then its variance $v$ is the same after a step as
# before. Is $v$ the posterior's $1/\Lambda$? Not quite, and how far it is from that is the price of a
# finite step.
#
# **A worked case.** $\Lambda = 2$ and $\varepsilon = 1$: $a = 0$, so each step forgets where it was and
# only its noise remains. The chain has the variance 1, while the posterior has $\tfrac12$.
#
# **Your task.**
# - `langevin_chain`: the start and every place after it, with fresh noise from `generator` for each step
#   and each coordinate;
# - `settled_variance(precision, step_size)`: the variance $v$ at which the chain settles, for any $\Lambda$
#   and any stable $\varepsilon$.
#
# <details><summary>Hint 1</summary>
#
# The variance of a sum of independent things is the sum of their variances, and a factor $a$ multiplies a
# variance by $a^2$.
#
# </details>
# <details><summary>Hint 2</summary>
#
# What comes out of one step must be what went in: $v = a^2 v + \varepsilon$.
#
# </details>
# <details><summary>Hint 3</summary>
#
# $v = \varepsilon / (1 - a^2)$. For the chain:
# `noise = torch.randn(theta.shape, generator=generator, dtype=theta.dtype)` inside the loop.
#
# </details>


# %% question="q6"
def langevin_chain(
    gradient_of: Callable[[torch.Tensor], torch.Tensor],
    start: torch.Tensor,
    step_size: float,
    steps: int,
    generator: torch.Generator,
) -> torch.Tensor:
    """A walk of Langevin dynamics.

    Args:
        gradient_of: maps θ to ∇U(θ), both of shape (d,).
        start: the first θ, shape (d,).
        step_size: ε.
        steps: how many steps to take.
        generator: where all noise comes from.

    Returns:
        All places, the start included: shape (steps + 1, d).

    >>> langevin_chain(lambda theta: theta, torch.zeros(2), 0.1, 5, torch.Generator().manual_seed(0)).shape
    torch.Size([6, 2])
    """
    raise NotImplementedError("write langevin_chain")


def settled_variance(precision: float, step_size: float) -> float:
    """The variance at which the chain settles on a Gaussian.

    Args:
        precision: Λ of the Gaussian, positive.
        step_size: ε, positive and small enough that |a| < 1.

    Returns:
        The variance of the chain, which is not quite 1/Λ.

    >>> round(settled_variance(2.0, 1.0), 6)
    1.0
    """
    raise NotImplementedError("write settled_variance")


# %%
grader.check("q6")

# %% [markdown] name="look-at-the-cloud"
# ### Look at it
# Fifty measurements of two coordinates, the second ten times noisier in variance than the first. The
# ellipses hold 39% and 86% of the true posterior. Left, your chain with the gradient of all data; in the
# middle with batches of five, whose own noise widens the cloud (the theory says: less and less as ε → 0,
# since their noise enters with ε and yours with √ε). On the right, the price of a step: measured on 2,000
# walkers, your formula, and the truth as a dotted line.


# %% name="plot-cloud" shows=true
def _look():
    generator = torch.Generator().manual_seed(3)
    noise_variance = torch.tensor([1.0, 10.0])
    measured_x = torch.tensor([1.0, -0.5]) + noise_variance.sqrt() * torch.randn(50, 2, generator=generator)
    true_precision = 1.0 + 50 / noise_variance
    true_mean = measured_x.sum(0) / noise_variance / true_precision

    def cloud(batch):
        def gradient_of(theta):
            drawn = torch.randperm(50, generator=generator)[:batch]
            return posterior_gradient(theta, measured_x[drawn], 50, 1.0, noise_variance)

        return langevin_chain(gradient_of, torch.zeros(2), 0.01, 2500, generator).detach()

    def price(step_size):
        places = langevin_chain(lambda theta: theta, torch.zeros(2000), step_size, 60, generator)
        return places[-1].var().item()

    def draw_cloud(axes, title, places):
        angle = torch.linspace(0, 2 * torch.pi, 100)
        axes.plot(places[:60, 0], places[:60, 1], color="C1", linewidth=0.8, label="the first 60 steps")
        axes.plot(places[60:, 0], places[60:, 1], ".", color="C0", markersize=2, alpha=0.5)
        for radius in (1, 2):
            x, y = (
                true_mean[i] + radius / true_precision[i].sqrt() * f(angle) for i, f in ((0, torch.cos), (1, torch.sin))
            )
            axes.plot(x, y, color="black", linewidth=1)
        axes.set(title=title, xlabel="θ₁", ylabel="θ₂", xlim=(-0.1, 1.8), ylim=(-1.8, 1.3))
        axes.legend(loc="upper right", fontsize=8)

    full = attempt("The cloud", lambda: cloud(50))
    sizes = (0.2, 0.6, 1.0, 1.5, 2.0, 2.5, 3.0)
    fine = torch.linspace(0.05, 3.1, 60)
    prices = attempt("The price", lambda: [price(size) for size in sizes]) if full is not None else None
    told = attempt("Your formula", lambda: [float(settled_variance(1.0, size)) for size in fine.tolist()])
    if full is not None and prices is not None:
        _, (left, middle, right) = plt.subplots(1, 3, figsize=(15, 4.5))
        draw_cloud(left, "all 50 data in each step", full)
        draw_cloud(middle, "batches of 5", cloud(5))
        right.plot(sizes, prices, "o", label="measured")
        if told is not None:
            right.plot(fine, told, zorder=0, label="your formula")
        right.axhline(1.0, color="black", linestyle=":", label="the posterior")
        right.set(title="The price of a step, for Λ = 1", xlabel="ε", ylabel="variance of the chain", ylim=(0, 5))
        right.legend()
        plt.show()


_look()

# %% [markdown]
# ## 7. Two lessons, one run
# ●●○ · 20 minutes · 2 points
#
# The figure after question 4 showed each remedy once. One seed, one figure: is replay better than springs, or
# was it lucky? To find out, the whole story has to become one function of a seed: first weights, lesson in A,
# remedy, lesson in B, and what was measured on the way.
#
# The pieces are there. The given cell below has `begin(seed)`, a new network with the first weights of the
# seed; `lesson(model, task, seed)`, 200 steps on batches that the seed draws; and four functions that make a
# remedy. Each takes the model **as A's lesson left it** and the task A, and returns what `lesson` has to be told
# when B is learnt, as a dict: `springs(model, a, seed)` gives `{"penalty": ...}`, so that
# `lesson(model, b, seed, **springs(model, a, seed))` learns B on springs. (Two stars hand a dict over as named
# arguments.)
#
# **A worked example.** Why must the remedy be made *between* the lessons, and of the very model that goes on?
# Springs made before A's lesson hold the network to its first, random weights. Springs made of a copy hold the
# copy: the penalty has no gradient at the model that learns, nothing complains, and the result is that of no
# remedy. A weight that is kept as a *name* and not as a copy has moved on with the model when B is done: then
# "after A" and "after B" are the same numbers.
#
# **Your task.** Write `two_lessons`. Both lessons have the same seed. Call `begin`, `lesson` and `accuracy` by these names.
#
# <details><summary>Hint 1</summary>
#
# Write down the order of events on paper: begin, learn, measure and keep, make, learn, measure and keep.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `p.detach().clone()` keeps a parameter as it is now. `accuracy(model, a, told=True)` tells the network that it
# is one of A's.
#
# </details>
# <details><summary>Hint 3</summary>
#
# A list `hooks = [{}]` that holds the remedy of the next lesson, or simply two blocks of three lines: `lesson(...)`,
# a row `[accuracy(model, a), accuracy(model, b)]`, the weights; and `how = remedy(model, a, seed)` between them.
#
# </details>


# %% name="remedies"
def begin(seed):
    """The network with the first weights of a seed: each uniform in ±√(6 / (inputs + outputs)), biases 0."""
    model = new_model()
    for parameter in model.parameters():
        parameter.data.zero_()
        if parameter.dim() > 1:
            generator = torch.Generator().manual_seed(1_000_003 * seed + parameter.numel())
            bound = (6 / sum(parameter.shape)) ** 0.5
            parameter.data += (2 * torch.rand(parameter.shape, generator=generator, dtype=torch.float32) - 1) * bound
    return model


def lesson(model, task, seed, **how):
    """Learns a task, in place; `how` is what a remedy gives: `mix`, `penalty` or `step`, as `train` takes them."""
    train(model, task, steps=STEPS, seed=seed, watch=False, **how)


def no_remedy(model, task, seed):
    """Nothing is done about it."""
    return {}


def replay(model, task, seed):
    """100 examples of the task are kept, and 32 of them join each batch."""
    generator = torch.Generator().manual_seed(1_000_003 * seed + 2)
    kept = reservoir(zip(*task["train"], strict=True), 100, generator)
    memory_x, memory_y = (torch.stack(part) for part in zip(*kept, strict=True))
    return {"mix": lambda x, y: mixed_batch(x, y, memory_x, memory_y, 32, generator)}


def springs(model, task, seed):
    """The parameters are tied to where they are now, each as stiffly as it matters to 50 examples."""
    parameters = list(model.parameters())
    tied_to = [p.detach().clone() for p in parameters]
    fisher = fisher_diagonal(model, task["train"][0][:50])
    return {"penalty": lambda: ewc_penalty(parameters, tied_to, fisher, 50.0)}


def locks(model, task, seed):
    """All that computes the scores of the task's five classes is frozen."""
    parameters, first = list(model.parameters()), 5 * (int(task["test"][1][0]) // 5)
    masks = [torch.zeros_like(p, dtype=torch.bool) for p in parameters]
    for mask in masks[2:]:
        mask[:] = True
        mask[first : first + 5] = False
    return {"step": lambda optimizer: isolated_step(optimizer, parameters, masks)}


remedies = {"none": no_remedy, "replay": replay, "springs": springs, "locks": locks}


# %% question="q7"
def two_lessons(remedy: Callable[..., dict], tasks: Sequence[dict], seed: int) -> dict:
    """Learns A and then, with a remedy, B.

    Args:
        remedy: `remedy(model, a, seed)` is what `lesson` is told in B, made of A's lesson; one of `remedies`.
        tasks: A and B.
        seed: of the first weights, of the batches of both lessons, and of the remedy.

    Returns:
        A dict: under "acc" the accuracies on A and B after each lesson, shape (2, 2), a row a moment; under "told"
        the accuracy on A after each, the network being told that it is one of A's, shape (2,); under "weights" the
        parameters after each, two lists of tensors.
    """
    raise NotImplementedError("write two_lessons")


# %%
grader.check("q7")

# %% [markdown]
# ## 8. Twenty-four runs
# ●○○ · 5 minutes, of which your computer needs less than one · 2 points
#
# Now all four, with six seeds each.
#
# **Your task.** Set `first_seed` to a number of your own (your birthday, say): your runs have it and the next
# five. Then `results = run_all(two_lessons, first_seed)`. The curves grow run by run. What is done is kept in
# **`beyond.safetensors`** beside the notebook: run the cell again, and it goes on where it stopped; delete the
# file, and it begins anew, as it must when you have mended something above. **Hand that file in with the
# notebook.**
#
# *The full budget.* Not needed, and it counts the same: all 60,000 pictures of Fashion-MNIST and 1,000 steps a lesson, in
# about a minute. Set the environment variable `GRADESCENT_BUDGET` to `full` before Jupyter starts (in Colab: run
# `%env GRADESCENT_BUDGET=full` above all other cells), move the laptop's `beyond.safetensors` elsewhere, and run all cells
# again. Does what you find here hold there, too?
#
# *How it is graded.* Your weights are in the file, after A and after B. They are loaded into a network of the
# grader's own, and every accuracy is measured again. The runs of one of your seeds are trained again: without
# replay nothing in them is random once the seed is known. With replay your own memory draws, so there, and in
# all runs, the accuracies should lie where those of honest runs lie; a few outside are allowed, since chance has a
# hand in it. One check looks so at the accuracies on A, another at those on B, and honest work fails each in at most 0.5% of
# cases.

# %% name="run-all"
RESULTS = "beyond.safetensors"
REMEDIES = "none", "replay", "springs", "locks"


def tasks_of(name):
    """Task A and task B of these pictures."""
    if FULL and not data:
        raise RuntimeError("the full budget needs Fashion-MNIST, and it is not here")
    if name == ("fashion-mnist" if data else "stand-in"):
        return task_a, task_b
    if name == "fashion-mnist":
        raise RuntimeError(f"{RESULTS} holds runs on Fashion-MNIST, which is not here: delete the file to begin anew")
    parts = list(zip(("train", "test"), invented_patterns(), strict=True))
    return [{part: split(*some, classes) for part, some in parts} for classes in (range(0, 5), range(5, 10))]


def canary():
    """A few draws and a step of training: another torch may have other numbers, and then it is not you who is wrong."""
    exact = {"generator": torch.Generator().manual_seed(7), "dtype": torch.float32}
    draws = [torch.rand(3, **exact), torch.randn(3, **exact)]
    draws += [torch.randperm(8, generator=exact["generator"]).float()]
    inputs, weights = (torch.randn(n, **exact).reshape(-1, 4) for n in (32, 12))
    weights.requires_grad_()
    torch.nn.functional.cross_entropy(inputs @ weights.T, torch.arange(8) % 3).backward()
    return torch.cat([*draws, (weights - 0.5 * weights.grad).detach().flatten()])


def read_runs(file):
    """The runs that are kept in a file, the name of their pictures, and their budget."""
    from safetensors import safe_open

    with safe_open(file, framework="pt") as kept:
        about = kept.metadata() or {}
        runs = {name: kept.get_tensor(name) for name in kept.keys()}  # noqa: SIM118 - it is no dict
    return runs, about.get("data", "?"), about.get("budget", "laptop")


def packed(parameters):
    """All numbers of some tensors in one vector, the smallest tensor first, in half precision."""
    tensors = sorted((torch.as_tensor(p).detach().float() for p in parameters), key=torch.Tensor.numel)
    return torch.cat([tensor.reshape(-1) for tensor in tensors]).half()


def run_all(two_lessons, first_seed, file=RESULTS):
    """Four remedies, six seeds each: trains what the file does not hold yet, keeps it there, and returns all of it."""
    from safetensors.torch import save_file

    try:
        first_seed = operator.index(first_seed)
    except TypeError:
        raise TypeError(f"first_seed should be a whole number, such as 20051224, and is {first_seed!r}") from None
    wished = "full" if FULL else "laptop"
    runs, name, budget = read_runs(file) if Path(file).exists() else ({}, None, wished)
    wanted = [(remedy, first_seed + i) for i in range(6) for remedy in REMEDIES]
    missing = [(remedy, seed) for remedy, seed in wanted if f"{remedy}/{seed}/records" not in runs]
    if os.environ.get("GRADESCENT_GRADING"):  # nothing is trained there, and nobody looks at curves
        if missing:
            held = sorted({int(run.split("/")[1]) for run in runs if "/" in run})
            raise NotImplementedError(
                f"{file} lacks runs of seeds {first_seed} to {first_seed + 5}; it holds those of {held}"
                if held
                else f"hand in {file} beside the notebook: it holds your runs, which are not trained again"
            )
        return {"data": name, "budget": budget, "first_seed": first_seed, "runs": runs}
    if budget != wished:
        raise RuntimeError(
            f"{file} holds runs of the {budget} budget: move it elsewhere to begin those of the {wished} one"
        )
    name = name or ("fashion-mnist" if data else "stand-in")
    tasks = tasks_of(name) if missing else None
    screen = Curves("Fashion-MNIST" if name == "fashion-mnist" else "invented patterns", len(wanted))
    for remedy, seed in wanted:
        if (remedy, seed) in missing:
            run = two_lessons(remedies[remedy], tasks, seed)
            acc, told = (torch.as_tensor(run[key]).float() for key in ("acc", "told"))
            runs[f"{remedy}/{seed}/weights"] = torch.stack([packed(weights) for weights in run["weights"]])
            runs[f"{remedy}/{seed}/records"] = torch.stack([acc[:, 0], told, acc[:, 1]], dim=1)
            runs["canary"] = canary()
            save_file(runs, f"{file}.part", metadata={"data": name, "budget": budget})
            os.replace(f"{file}.part", file)  # whole or not at all, also when you press stop
        screen.add(remedy, runs[f"{remedy}/{seed}/records"], now=(remedy, seed) in missing)
    screen.close()
    return {"data": name, "budget": budget, "first_seed": first_seed, "runs": runs}


class Curves:
    """The runs as they come: from after A to after B a line for each seed, and a count."""

    def __init__(self, title, total):
        self.title, self.total, self.count = title, total, 0
        self.figure, self.panels = plt.subplots(1, 3, figsize=(14, 4), sharey=True, layout="constrained")
        for axes, name in zip(
            self.panels, ("A, among all ten", "A, told that it is A", "B, among all ten"), strict=True
        ):
            axes.set(title=name, ylim=(-0.03, 1.03))
            axes.set_xticks([0, 1], ["after A", "after B"])
        self.panels[0].set_ylabel("accuracy")
        try:
            self.screen = display(self.figure, display_id=True)
        except NameError:  # no notebook, nobody who watches
            self.screen = None

    def add(self, remedy, records, now):
        place = REMEDIES.index(remedy)
        for axes, values in zip(self.panels, records.T.tolist(), strict=True):
            shifted = [0.03 * place - 0.05, 0.95 + 0.03 * place]  # side by side, so that no line hides another
            label = remedy if self.count < 4 else None
            axes.plot(shifted, values, ".-", color=f"C{place}", linewidth=0.7, alpha=0.7, label=label)
        self.count += 1
        self.figure.suptitle(f"{self.title}: {self.count} of {self.total} runs")
        if now and self.screen:
            self.screen.update(self.figure)

    def close(self):
        self.panels[0].legend()
        if self.screen:
            self.screen.update(self.figure)
            plt.close(self.figure)
        else:
            plt.show()


# %% question="q8"
first_seed = ...
results = ...  # run_all(two_lessons, first_seed)

# %%
grader.check("q8")

# %% [markdown]
# ## 9. Which forgets less, and at what price?
# ●●○ · 25 minutes · 2 points
#
# The runs of one seed have the same first weights, the same batches, and so the very same lesson in A. They are
# **pairs**: what counts is the difference within each seed, a remedy against none. For six differences the given
# `p_value` tries all $2^6 = 64$ choices of their signs, and says which share of them has a sum that lies at least as
# far from 0 as yours: what luck alone would do, if the remedy did nothing.
#
# **A worked step.** Six differences of the same sign: only $+\dots+$ and $-\dots-$ get as far, so
# $p = 2/64 = 0.031$. Six differences of exactly 0 have $p = 1$: every choice of signs gets as far as 0.
#
# **Your task.** `results["runs"][f"{remedy}/{seed}/records"]` has the shape (2, 3): after A and after B, the accuracy
# on A among all ten, on A told, and on B among all ten.
# - `lost`: a dict; for each of the four remedies a list of six numbers, the *forgetting* of question 1 for each
#   seed, among all ten classes.
# - `forgets`: for each of the three remedies (not "none"), set against "none": `"less"` or `"more"` where $p \le 0.05$
#   for the six pairs of what was lost, else `"no difference found"`.
# - `learns`: likewise for the last accuracy on B: `"better"`, `"worse"` or `"no difference found"`.
#
# "No difference found" is a full answer, and somewhere it may be the right one. It does not say that there is none:
# six pairs find only what is plain.
#
# <details><summary>Hint 1</summary>
#
# `forgetting` takes a matrix with a row for each moment and a column for each task. Which two of the three columns are
# that?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `records[:, [0, 2]]`. For a verdict: a list of six differences, remedy minus none, and the sign of its sum.
#
# </details>
# <details><summary>Hint 3</summary>
#
# A helper `verdict(differences, down, up)` that returns "no difference found" where `p_value(differences) > 0.05`, else
# `down` where the sum is below 0 and `up` where it is above. Less forgetting is a sum *below* 0.
#
# </details>


# %% name="pairs"
def p_value(differences):
    """The two-sided p-value of paired differences: the share of choices of signs that get at least as far from 0."""
    sums = torch.zeros(1, dtype=torch.float64)
    for d in differences:
        sums = torch.cat([sums + float(d), sums - float(d)])
    return (sums.abs() >= abs(sum(float(d) for d in differences)) - 1e-9).double().mean().item()


# %% question="q9"
lost = ...
forgets = ...
learns = ...

# %%
grader.check("q9")

# %% [markdown]
# ## 10. What to keep, in your words
# ●●○ · 20 minutes · 2 points
#
# In six to twelve sentences. You are asked to keep a classifier up to date for years, with new classes
# every month. Which of the remedies would you take, and what does each cost (memory, privacy, room for new
# tasks, time)? Use what you saw here: name the figure and your 24 runs, and say what accuracy tells when the
# network is told the task (the dashed line) that it does not tell among all ten. Then: EWC replaces the
# posterior of task A by a Gaussian. When is that a poor guess, and how could samples from a Langevin chain
# show it?
#
# A person reads this. What counts is that your reasons rest on what you have seen.

# %% [markdown] question="q10"
# *Your answer here.*
