# %% [markdown]
# # One step of SGD: sixteen pictures for sixty thousand
#
# To take one honest step downhill you would have to look at all your data. Almost nobody does. A network
# looks at a handful, guesses the direction from it, steps, and looks at the next handful. That this works is
# one of the happiest facts of machine learning, and it rests on a single line of algebra: *the mean of a
# random sample is right on average*. Here you take both steps, time them against each other, and then meet
# a quantity, the likelihood, for which that line of algebra fails by orders of magnitude.
#
# **Words.** There are #Data examples $(x_i, y_i)$; a *minibatch* $B$ is a random few of them. With the
# parameters $w$, the *cost* is the mean over the data, and its estimate the mean over the minibatch:
#
# $$C(w) = \frac1{\#\text{Data}} \sum_i c_i(w), \qquad
# \hat C(w) = \frac1{|B|} \sum_{i \in B} c_i(w).$$
#
# A step of gradient descent, whichever gradient $g$ it goes by, is $w \leftarrow w - \eta\, g$.
#
# **How to work.** Fill in what stands as `...` or `raise NotImplementedError`, then run the cell with
# `grader.check` below it, as often as you like. When you hand in, further checks look at the same functions
# with other data. By hand or with autograd, `float32` or `float64`, tensors or lists of numbers: every
# honest form is accepted. No check needs the real data set, and none looks at seconds: your machine may be
# as slow as it likes.
#
# Each question says how hard it is (●○○ to ●●●), how long it may take, and its points. Stuck? The hints
# fold open, from a nudge to nearly the answer.
#
# **The data.** Fashion-MNIST: 60,000 pictures of clothes, 28 × 28 grey values, ten classes. The next cell
# takes it from the folder `data` (or the one that the environment variable `GRADESCENT_DATA` names), or
# downloads it with torchvision. Where neither works it makes 3,000 blurry pictures of the same shape
# instead, so that everything below runs all the same.

# %% name="tools"
import os
import pathlib
import socket
import time
from collections.abc import Callable
from typing import NamedTuple

import matplotlib.pyplot as plt
import torch

CLASSES = ("T-shirt", "trouser", "pullover", "dress", "coat", "sandal", "shirt", "sneaker", "bag", "boot")


def online() -> bool:
    """Whether the server with the data set can be reached."""
    try:
        socket.create_connection(("fashion-mnist.s3-website.eu-central-1.amazonaws.com", 80), timeout=3).close()
    except OSError:
        return False
    return True


def blurry_pictures(count=3000):
    """Pictures that stand in for the real ones: ten smooth blobs, one for each class, under noise."""
    generator = torch.Generator().manual_seed(0)
    blobs = torch.rand(10, 1, 5, 5, generator=generator)
    blobs = torch.nn.functional.interpolate(blobs, (28, 28), mode="bicubic").squeeze(1)
    targets = torch.randint(10, (count,), generator=generator)
    return (blobs[targets] + 0.25 * torch.randn(count, 28, 28, generator=generator)).clamp(0, 1), targets


def load_pictures():
    """Grey values from 0 to 1, shape (#Data, 28, 28), and classes from 0 to 9, shape (#Data,)."""
    root = pathlib.Path(os.environ.get("GRADESCENT_DATA", "data"))
    there = len(list((root / "FashionMNIST" / "raw").glob("*-ubyte"))) == 4  # all of its files
    if there or online():
        try:
            from torchvision.datasets import FashionMNIST

            found = FashionMNIST(str(root), train=True, download=not there)
            return found.data / 255, found.targets
        except Exception as error:
            print(f"Fashion-MNIST cannot be had: {error}", f"(damaged? delete {root}/FashionMNIST)" if there else "")
    print("Blurry pictures of our own making stand in for Fashion-MNIST.")
    return blurry_pictures()


def unwritten(error):
    """What a plot says where it has nothing to draw yet."""
    print(f"This picture appears once the functions above it work: {type(error).__name__}: {error}")


# %% name="data"
pictures, classes = load_pictures()
print(f"{len(pictures)} pictures of shape {tuple(pictures.shape[1:])}")

# %% [markdown]
# ## 1. Sixteen, drawn right
# ●○○ · 10 minutes · 2 points
#
# Everything that follows rests on how the handful is drawn. It has to be a *random sample*:
#
# - every example is equally likely to be in it, the last as much as the first, and in any company: neighbours do not go
#   together (data sets often come sorted);
# - no example is in it twice (drawing *without replacement*);
# - the next one is another one, drawn from all the data again, whatever was drawn before;
# - every picture keeps its own label.
#
# Randomness that you cannot repeat is randomness that you cannot debug. So chance comes in by an argument: a
# `torch.Generator`. Two generators with the same seed give the same minibatches, and who else draws random
# numbers meanwhile makes no difference.
#
# **A worked draw.** From five pictures with the labels 7, 7, 2, 0, 4 we draw three *places*, say 4, 0, 2. The
# minibatch is the pictures in the places 4, 0, 2, and the labels 4, 7, 2: the same places, in the same
# order, from both.
#
# **Your task.** Write `minibatch`. It leaves the data as they are.
#
# <details><summary>Hint 1</summary>
#
# Draw places, not pictures. Then look up both tensors with the same places.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `torch.randperm` deals all places like a shuffled pack of cards. How do you take a hand of `size` from it?
# It takes `generator=` as an argument, and so do its relatives.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `places = torch.randperm(len(labels), generator=generator)`, cut to its first `size` entries, then
# `images[places]` and `labels[places]`.
#
# </details>


# %% question="q1"
def minibatch(
    images: torch.Tensor, labels: torch.Tensor, generator: torch.Generator, size: int = 16
) -> tuple[torch.Tensor, torch.Tensor]:
    """A random minibatch, drawn without replacement.

    Args:
        images: all pictures, shape (#Data, …).
        labels: their classes, integers, shape (#Data,).
        generator: where all chance comes from; each call draws anew from it.
        size: how many examples, at most #Data.

    Returns:
        The pictures, shape (size, …), and their labels, shape (size,).

    >>> x, y = minibatch(torch.zeros(100, 28, 28), torch.zeros(100), torch.Generator().manual_seed(1))
    >>> x.shape, y.shape
    (torch.Size([16, 28, 28]), torch.Size([16]))
    """
    raise NotImplementedError("write minibatch")


# %%
grader.check("q1")

# %% [markdown] name="look-at-the-minibatch"
# ### Look at it
# Two minibatches in a row. Read the labels: if a boot is called a bag, something came apart. (With the
# blurry stand-ins, look for two pictures with the same name: their blobs should agree.)


# %% name="plot-minibatch" shows=true
def _look():
    try:
        generator = torch.Generator().manual_seed(4)
        drawn = [[torch.as_tensor(part) for part in minibatch(pictures, classes, generator)] for _ in range(2)]
    except Exception as error:  # unfinished work must not stop the notebook
        unwritten(error)
    else:
        figure, panels = plt.subplots(4, 8, figsize=(12, 6.6))
        for axes, picture, label in zip(
            panels.flat, torch.cat([x for x, _ in drawn]), torch.cat([y for _, y in drawn]), strict=False
        ):
            axes.imshow(picture, cmap="gray_r")
            axes.set_title(CLASSES[int(label)], fontsize=9)
        for axes in panels.flat:
            axes.axis("off")
        figure.suptitle("One minibatch (above) and the next (below)")
        plt.show()


_look()

# %% [markdown]
# ## 2. Softmax regression and its slope
# ●●○ · 20 minutes · 2 points
#
# The smallest model that deserves the name: one linear layer, `Linear(784, 10)`. It gives each class a
# *score*, and softmax turns scores into probabilities:
#
# $$s_i = W x_i + b, \qquad p_{ik} = \frac{e^{s_{ik}}}{\sum_j e^{s_{ij}}}, \qquad
# C = -\frac1n \sum_{i=1}^n \ln p_{i, y_i}.$$
#
# The cost is the *mean surprise* at the true labels, in nats. A model that knows nothing gives each of ten
# classes the probability 1/10, and its cost is $\ln 10 \approx 2.303$, whatever the labels are: a number
# worth knowing by heart, for it is the first loss you should see when you train.
#
# Its gradient is as pretty as gradients get. Write $e_{ik} = p_{ik} - [y_i = k]$ for what the model said
# minus what was true. Then
#
# $$\frac{\partial C}{\partial W_{kj}} = \frac1n \sum_i e_{ik}\, x_{ij}, \qquad
# \frac{\partial C}{\partial b_k} = \frac1n \sum_i e_{ik}.$$
#
# **A worked example.** Two classes, one feature, four examples: $x = 2, 1, 2, 4$ with the labels
# $0, 1, 1, 1$. At $W = 0$, $b = 0$ all probabilities are ½, and the cost is $\ln 2 \approx 0.6931$. The
# errors for class 0 are $-½, ½, ½, ½$; times $x$ that is $-1, ½, 1, 2$. The mean is
# $\partial C/\partial W_{00} = 0.625$, and $\partial C/\partial b_0 = 0.25$. For class 1 the signs are
# reversed: what one class gains the other loses.
#
# **Your task.** Write `loss_and_gradient`, by these formulas or with autograd. Take care of large scores:
# $e^{1000}$ overflows in every format of torch, but $p$ does not change if you subtract the same number from all
# scores of an example.
#
# <details><summary>Hint 1</summary>
#
# Keep an eye on shapes: scores are (n, classes). Softmax sums over the classes, that is over dimension 1.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Both formulas are means over the examples. The first is a matrix product of the errors, turned on their
# side, and $x$. `torch.log_softmax` and `torch.nn.functional.cross_entropy` handle large scores for you.
#
# </details>
# <details><summary>Hint 3</summary>
#
# With autograd: `w = weight.detach().clone().requires_grad_()`, likewise `b`;
# `loss = torch.nn.functional.cross_entropy(x @ w.T + b, y)`; `torch.autograd.grad(loss, (w, b))`.
#
# </details>


# %% question="q2"
def loss_and_gradient(
    weight: torch.Tensor, bias: torch.Tensor, x: torch.Tensor, y: torch.Tensor
) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """Mean cross entropy of softmax regression, and its gradient.

    Args:
        weight: W, shape (classes, features), as in `torch.nn.Linear`.
        bias: b, shape (classes,).
        x: the inputs, shape (n, features).
        y: the true classes, integers, shape (n,).

    Returns:
        The cost C in nats, one number; ∂C/∂W, shape (classes, features); ∂C/∂b, shape (classes,).

    >>> loss, *_ = loss_and_gradient(torch.zeros(10, 3), torch.zeros(10), torch.ones(5, 3), torch.arange(5))
    >>> round(float(loss), 4)
    2.3026
    """
    raise NotImplementedError("write loss_and_gradient")


# %%
grader.check("q2")

# %% [markdown]
# ## 3. Two ways to step
# ●●○ · 15 minutes · 2 points
#
# Now the two steps. The *full-gradient step* goes by the gradient of the cost of all data. The *SGD step*
# draws a minibatch and goes by the gradient of *its* cost.
#
# **A worked step.** Take the four examples of question 2, $W = 0$, $b = 0$ and $\eta = 0.1$. The full step
# takes $W_{00}$ to $-0.1 \cdot 0.625 = -0.0625$. An SGD step with a minibatch of one goes by $-1$, ½, 1 or
# 2, whichever example chance picks: to 0.1, −0.05, −0.1 or −0.2. *None* of the four is the full step, and
# one goes the opposite way. But their mean is $-0.0625$. That is what *unbiased* means: right on average,
# and perhaps never right.
#
# **Your task.** Write `full_step` and `sgd_step`. Both return new parameters and leave the old ones as they
# are, so that the same start can be used for both.
#
# <details><summary>Hint 1</summary>
#
# You have written the parts: `minibatch` and `loss_and_gradient`. Each step is two or three lines.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `weight -= …` changes the tensor of your caller. `weight - …` makes a new one.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `_, slope, lift = loss_and_gradient(weight, bias, x, y)` and `return weight - lr * slope, bias - lr * lift`;
# for SGD, before that, `x, y = minibatch(x, y, generator, size)`.
#
# </details>


# %% question="q3"
def full_step(
    weight: torch.Tensor, bias: torch.Tensor, x: torch.Tensor, y: torch.Tensor, lr: float
) -> tuple[torch.Tensor, torch.Tensor]:
    """One step of gradient descent by the gradient of the cost of all data.

    Args:
        weight, bias: where the step starts, shapes (classes, features) and (classes,).
        x, y: all data, shapes (#Data, features) and (#Data,).
        lr: the learning rate η.

    Returns:
        The new weight and the new bias; the old ones are unchanged.

    >>> old = torch.zeros(10, 3), torch.zeros(10)
    >>> weight, bias = full_step(*old, torch.ones(5, 3), torch.arange(5), 0.1)
    >>> weight.shape, bias.shape
    (torch.Size([10, 3]), torch.Size([10]))
    """
    raise NotImplementedError("write full_step")


def sgd_step(
    weight: torch.Tensor,
    bias: torch.Tensor,
    x: torch.Tensor,
    y: torch.Tensor,
    lr: float,
    generator: torch.Generator,
    size: int = 16,
) -> tuple[torch.Tensor, torch.Tensor]:
    """One step of gradient descent by the gradient of the cost of a minibatch drawn from all data.

    Args:
        weight, bias: where the step starts, shapes (classes, features) and (classes,).
        x, y: all data, shapes (#Data, features) and (#Data,).
        lr: the learning rate η.
        generator: where the minibatch comes from.
        size: that of the minibatch.

    Returns:
        The new weight and the new bias; the old ones are unchanged.
    """
    raise NotImplementedError("write sgd_step")


# %%
grader.check("q3")

# %% [markdown] name="look-at-two-walks"
# ### Look at it
# The same model, trained in both ways from zero. The axis below counts *examples looked at*, which is what a
# step costs. Both go at the rate 0.1. By the time the full gradient has taken a single step, how far has SGD
# come? And what does the full gradient's curve have that the other lacks? (The black line is $\ln 10$:
# knowing nothing. Both costs are measured on the same 500 pictures.)

# %% name="plot-two-walks" shows=true
data_x, data_y = pictures.flatten(1), classes


def _look():
    try:
        walks, zero = {}, (torch.zeros(10, data_x.shape[1]), torch.zeros(10))
        for name, size, steps in (("SGD, minibatches of 16", 16, 300), ("full gradient", len(data_y), 8)):
            generator, at, costs = torch.Generator().manual_seed(1), zero, []
            for step in range(steps + 1):
                if size == len(data_y) or step < 10 or step % 10 == 0:
                    costs.append((step * size, float(loss_and_gradient(*at, data_x[:500], data_y[:500])[0])))
                full = size == len(data_y)
                at = (
                    full_step(*at, data_x, data_y, 0.1) if full else sgd_step(*at, data_x, data_y, 0.1, generator, size)
                )
            walks[name] = costs
    except Exception as error:  # unfinished work must not stop the notebook
        unwritten(error)
    else:
        _, axes = plt.subplots(figsize=(9, 4.5))
        axes.axhline(torch.tensor(10.0).log(), color="black", linewidth=0.8)
        for (name, costs), style in zip(walks.items(), (".-", "o--"), strict=True):
            axes.plot([looks + 1 for looks, _ in costs], [cost for _, cost in costs], style, label=name)
        axes.set(xscale="log", xlabel="examples looked at", ylabel="cost C (nats)", title="What a look is worth")
        axes.legend()
        plt.show()


_look()

# %% [markdown]
# ## 4. How much dearer is a full step?
# ●●● · 25 minutes · 2 points
#
# The minibatch has 3,750 times fewer examples than Fashion-MNIST. Is its step 3,750 times as fast? Measure,
# but know that a stopwatch lies in at least five ways:
#
# - **Seconds say nothing** about another machine. A *ratio* of two times on the same machine says much more.
# - **The first calls are slow**: memory is fetched, code is loaded, kernels are chosen. So *warm up*: first
#   run each step a few times without measuring.
# - **Devices are lazy.** A GPU takes an order and returns at once, the work still to be done. So
#   *synchronise*, that is wait until the device is idle, before *every* look at the clock.
# - **Loading is not stepping.** Drawing a minibatch belongs before the first look at the clock. And it must
#   happen anew every time: the same batch again lies in the cache already.
# - **One measurement is an anecdote.** Other programs run, chips grow hot. So repeat, *in turn* (a, b, a, b,
#   …), take the ratio *within* each pair, where the machine was in the same mood, and report the spread.
#
# A `Job` is one kind of step: `job.load()` gives a fresh batch, and `job.step(batch)` takes a step with it.
# One measurement of a job is:
#
# | load a batch | synchronise | look at the clock | step | synchronise | look at the clock |
# |---|---|---|---|---|---|
#
# **A worked measurement.** In three repetitions, steps of `a` take 2, 4 and 2 ms; those of `b` take 20, 44
# and 18 ms. The ratios are 10, 11 and 9: answer (9, 10, 11). The hiccup in the second pair hit both and
# hardly shows. The ratio of the *means* would hide that there was a spread at all.
#
# **Your task.** Write `time_ratio`: `warmup` unmeasured rounds (in each, both jobs load and step), then
# `repeats` pairs of measurements in turn; of the ratios time of b / time of a, the smallest, the median and
# the largest.
#
# The checks hand in a clock, a device and jobs of their own, made of paper: time there passes only when a
# job works. So use the `clock` and `synchronize` that you are given.
#
# <details><summary>Hint 1</summary>
#
# First write a helper that measures one job once. Count: how often does it look at the clock, and how often
# does it synchronise?
#
# </details>
# <details><summary>Hint 2</summary>
#
# The list of ratios has `repeats` entries. `torch.tensor(ratios).median()` takes the middle one (for an even
# number the lower of the two middle ones; the checks use odd numbers, so do as you like there).
#
# </details>
# <details><summary>Hint 3</summary>
#
# `batch = job.load(); synchronize(); begin = clock(); job.step(batch); synchronize(); return clock() - begin`.
# Then `warmup` times: call it for `a` and for `b`, and forget the result. Then `repeats` times: `first` for
# `a`, `second` for `b`, and append `second / first`.
#
# </details>


# %% name="jobs"
class Job(NamedTuple):
    """One kind of step: where its batches come from, and what it does with one."""

    load: Callable[[], object]
    step: Callable[[object], object]


def wait_for_device() -> None:
    """Waits until the GPU, if there is one, has done all that it was told; a CPU is never behind."""
    if torch.cuda.is_available():
        torch.cuda.synchronize()


# %% question="q4"
def time_ratio(
    a: Job,
    b: Job,
    repeats: int = 9,
    warmup: int = 2,
    clock: Callable[[], float] = time.perf_counter,
    synchronize: Callable[[], None] = wait_for_device,
) -> tuple[float, float, float]:
    """How many times as long a step of b takes as one of a, and how sure that is.

    Args:
        a, b: the two kinds of step; each measured step gets a batch of its own from `load`.
        repeats: how many pairs to measure.
        warmup: how many unmeasured rounds come before, each with both jobs.
        clock: gives the time in seconds.
        synchronize: waits until all that was begun is done.

    Returns:
        The smallest, the median and the largest of the `repeats` ratios, three numbers without a unit.

    >>> ticks = iter(range(1000))  # a clock that says 0, 1, 2, …: between two looks always 1
    >>> idle = Job(load=lambda: None, step=lambda batch: None)
    >>> [float(part) for part in time_ratio(idle, idle, 3, 1, lambda: next(ticks), lambda: None)]
    [1.0, 1.0, 1.0]
    """
    raise NotImplementedError("write time_ratio")


# %%
grader.check("q4")

# %% [markdown] name="look-at-the-times"
# ### Look at it
# Your stopwatch on your machine: steps of growing size against one with 16 examples. Were time proportional
# to the number of examples, the points would lie on the grey line. The bars reach from the smallest ratio
# to the largest. Keep the last line that it prints for question 8. Then run it again: what changes?


# %% name="plot-times" shows=true
def _look():
    try:
        device = "cuda" if torch.cuda.is_available() else "cpu"
        all_x, all_y = data_x.to(device), data_y.to(device)
        start = torch.zeros(10, all_x.shape[1], device=device), torch.zeros(10, device=device)
        generator = torch.Generator().manual_seed(2)

        def job(size):
            def load():
                return (all_x, all_y) if size == len(all_y) else minibatch(all_x, all_y, generator, size)

            return Job(load, lambda batch: full_step(*start, *batch, 0.1))

        sizes, measured = [*(size for size in (64, 512, 4096) if size < len(all_y)), len(all_y)], []
        for size in sizes:
            measured.append([float(part) for part in time_ratio(job(16), job(size), repeats=9, warmup=2)])
            low, middle, high = measured[-1]
            print(
                f"{size:6} examples for 16: {size / 16:7.1f} times the work, {middle:7.1f} ({low:.1f} to {high:.1f}) the time"
            )
    except Exception as error:  # unfinished work must not stop the notebook
        unwritten(error)
    else:
        low, middle, high = torch.tensor(measured).T
        _, axes = plt.subplots(figsize=(8, 4.5))
        axes.loglog([16, sizes[-1]], [1, sizes[-1] / 16], color="lightgray", linewidth=3, label="in proportion")
        axes.errorbar(sizes, middle, yerr=torch.stack((middle - low, high - middle)).clamp(min=0), fmt="o-", capsize=4)
        axes.set(
            xlabel="examples in a step", ylabel="time, as a multiple of 16", title=f"The price of a step ({device})"
        )
        axes.legend()
        plt.show()


_look()

# %% [markdown]
# ## 5. The likelihood, and why nobody computes it
# ●●○ · 20 minutes · 2 points
#
# Where does the cost come from? The model gives the true labels, all together, a probability, the
# *likelihood*. Independent examples multiply:
#
# $$L = \prod_i p_{i, y_i} = e^{\sum_i \ln p_{i, y_i}} = e^{-\#\text{Data} \cdot C}.$$
#
# So $C = -\ln L / \#\text{Data}$, and the smallest cost is the largest likelihood.
#
# > **For the curious.** You may find this printed with a *plus*, as $e^{\#\text{Data} \cdot H}$ where $H$ is the
# > entropy. That cannot be: a product of numbers that are at most 1 is at most 1, and $H$ is never
# > negative. Two fair coins have $H = \ln 2$ and give $e^{-2 \ln 2} = ¼$; with a plus it would be 4. Whenever
# > you read a formula with an exponential, try it on two coins.
#
# **Its slope.** By the chain rule $\partial L/\partial w$ is $\partial C/\partial w$ times a number. You are
# to find which. **A worked value:** for two examples with $C = \ln 2$ and $\partial C/\partial w = 1$ we have
# $L = ¼$ and $\partial L/\partial w = -½$.
#
# **Its size.** A model that knows nothing has $C = \ln 10$, so $L = 10^{-\#\text{Data}}$: for all of
# Fashion-MNIST that is $10^{-60\,000}$. There are about $10^{80}$ atoms in the visible universe. No floating-point
# format of your computer holds such a number; it becomes 0, quietly, and its gradient, 0 times something,
# becomes 0 as well. That is *underflow*. How few pictures suffice?
#
# **Your task.**
# - `likelihood_gradient`: $\partial L/\partial w$ from $C$, $\partial C/\partial w$ and #Data.
# - `zero_32`, `zero_64`: from which value of $\#\text{Data} \cdot C$ on is `torch.exp(-value)` exactly 0, in
#   `float32` and in `float64`? (Right within 1%.)
# - `images_32`, `images_64`: the largest number of pictures for which the likelihood of the model that knows
#   nothing is *not yet* 0, in `float32` and in `float64`.
#
# Write numbers or, better, expressions that compute them.
#
# <details><summary>Hint 1</summary>
#
# $\frac{d}{dw} e^{f(w)} = e^{f(w)} f'(w)$. Here $f = -\#\text{Data} \cdot C$. Test it on the worked value.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Do not look the limit up: a table gives you the smallest *normal* number, and there are smaller ones. Try:
# `torch.exp(-torch.arange(0, 800, 0.1, dtype=torch.float64).to(dtype)) == 0`.
#
# </details>
# <details><summary>Hint 3</summary>
#
# The slope is $-\#\text{Data} \cdot e^{-\#\text{Data} \cdot C} \cdot \partial C/\partial w$. The first zero is at
# `grid[torch.exp(-grid) == 0][0]` for a fine `grid` of the right dtype. Pictures: divide it by $\ln 10$ and
# round down.
#
# </details>


# %% question="q5"
def likelihood_gradient(cost: float, slope: torch.Tensor, count: int) -> torch.Tensor:
    """The gradient of the likelihood L = exp(−count · cost).

    Args:
        cost: C, the mean cost in nats; a number or a tensor with one.
        slope: ∂C/∂w, any shape.
        count: #Data, how many examples.

    Returns:
        ∂L/∂w, of the shape of `slope`.

    >>> round(float(likelihood_gradient(0.6931472, torch.tensor(1.0), 2)), 4)  # two fair coins
    -0.5
    """
    raise NotImplementedError("write likelihood_gradient")


zero_32 = ...
zero_64 = ...
images_32 = ...
images_64 = ...

# %%
grader.check("q5")

# %% [markdown]
# ## 6. Right on average, and badly wrong on average
# ●●● · 25 minutes · 2 points
#
# Suppose that we had numbers small enough for $L$. Could we at least climb it by minibatches, with
# $\hat C$ and its slope put into your formula? Let us ask what such estimates are *on average*, and not by
# sampling but exactly: over **all** minibatches of a size, each once. Of 4 examples there are 6 minibatches
# of 2. Eight examples have 28.
#
# **A worked mean.** Three examples with the costs 0, 3, 6 have $C = 3$. The minibatches of two estimate it as
# 1.5, 3 and 4.5; the mean is 3, as it should be. Now take $e^{-\hat C}$: its values 0.223, 0.050 and 0.011
# have the mean 0.095, almost twice $e^{-3} = 0.050$. The smallest of the costs has got the say.
#
# The next cell has an experiment of eight examples with one parameter: at the present $w$, `example_costs`
# holds each example's $c_i$, and `example_slopes` its $\partial c_i/\partial w$.
#
# **Your task.**
# - `mean_over_batches`: the mean of any estimate over all minibatches.
# - `mean_slope`: for the eight examples and minibatches of **2**, the mean of the estimate of
#   $\partial C/\partial w$.
# - `mean_likelihood_slope`: the same for the estimate of $\partial L/\partial w$: `likelihood_gradient`
#   of the minibatch's mean cost and mean slope, with #Data still 8, for it is the likelihood of all data that
#   we want. (Both right within 1%.)
# - `why_not_likelihood`: compare them with the true $\partial C/\partial w$ and $\partial L/\partial w$. Why
#   is the second so far off, even on average? A letter:
#
#   - **a.** The minibatch is smaller than the data, so that the estimate has to be multiplied by
#     #Data/|B|.
#   - **b.** Too few minibatches were averaged: over more of them the mean would settle on the true value.
#   - **c.** The estimate of $C$ is right on average, but an exponential of it is not: $e^{-\#\text{Data} \cdot \hat C}$
#     is huge for lucky minibatches and near 0 for the rest, and these do not balance.
#   - **d.** Rounding: numbers so small lose their digits.
#
# <details><summary>Hint 1</summary>
#
# In which order a minibatch is put makes no difference. `itertools.combinations(range(4), 2)` is worth a
# look, and so is `torch.combinations`.
#
# </details>
# <details><summary>Hint 2</summary>
#
# An estimate is a function of a minibatch, such as `lambda batch: example_slopes[batch].mean()`. Test your
# function on the worked mean before you trust it. For the letter, repeat the experiment with other sizes (with
# size 8 there is just one minibatch), and note that everything here is `float64`.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `torch.stack([estimate(torch.tensor(batch)) for batch in itertools.combinations(range(count), size)]).mean(0)`.
# For the likelihood the estimate is
# `likelihood_gradient(example_costs[batch].mean(), example_slopes[batch].mean(), 8)`. Is the mean of $e^{-x}$
# the $e^{-x}$ of the mean?
#
# </details>

# %% name="eight-examples"
example_costs = torch.tensor([0.2, 0.5, 0.9, 1.3, 1.8, 2.4, 3.1, 3.8], dtype=torch.float64)
example_slopes = torch.tensor([-0.4, 0.7, -0.2, 0.9, 1.4, -0.6, 1.8, 2.0], dtype=torch.float64)


# %% question="q6"
def mean_over_batches(estimate: Callable[[torch.Tensor], torch.Tensor], count: int, size: int) -> torch.Tensor:
    """The mean of an estimate over all minibatches of `size` out of `count` examples, each once.

    Args:
        estimate: maps a minibatch, a tensor of `size` different indices from 0 to count − 1, to a tensor.
        count: #Data, how many examples there are.
        size: how many of them are in a minibatch.

    Returns:
        The mean, of the shape of one estimate.

    >>> costs = torch.tensor([0.0, 3.0, 6.0])
    >>> float(mean_over_batches(lambda batch: costs[batch].mean(), 3, 2))
    3.0
    """
    raise NotImplementedError("write mean_over_batches")


mean_slope = ...
mean_likelihood_slope = ...
why_not_likelihood = ...

# %%
grader.check("q6")

# %% [markdown] name="look-at-the-estimates"
# ### Look at it
# All 28 estimates of both gradients, each divided by the true one, so that 1 is right. On the left they lie
# around 1, and their mean (red) is on it. On the right the axis is logarithmic, in both directions from
# zero: half of the estimates are next to nothing, a few lucky minibatches speak for all, some of them point the
# wrong way, and the mean is far from 1.


# %% name="plot-estimates" shows=true
def _look():
    try:
        seen = []
        mean_over_batches(lambda batch: seen.append(torch.as_tensor(batch)) or torch.tensor(0.0), 8, 2)
        cost, slope = example_costs.mean(), example_slopes.mean()
        both = torch.tensor(
            [
                [
                    example_slopes[batch].mean() / slope,
                    likelihood_gradient(example_costs[batch].mean(), example_slopes[batch].mean(), 8)
                    / likelihood_gradient(cost, slope, 8),
                ]
                for batch in seen
            ]
        ).T
    except Exception as error:  # unfinished work must not stop the notebook
        unwritten(error)
    else:
        _, panels = plt.subplots(1, 2, figsize=(12, 3.6))
        heights = torch.linspace(0.2, 0.8, both.shape[1])
        for axes, values, name in zip(panels, both, ("∂C/∂w", "∂L/∂w"), strict=True):
            axes.axvline(1, color="black", linewidth=1, label="the truth")
            axes.axvline(
                values.mean(), color="C3", linewidth=2, linestyle="--", label=f"their mean: {values.mean():.3g}"
            )
            axes.plot(values, heights, "o", alpha=0.6)
            axes.set(xlabel="estimate / truth", yticks=[], ylim=(0, 1), title=f"Minibatches of 2 estimate {name}")
            axes.legend(loc="upper left", fontsize=9)
        panels[1].set_xscale("symlog", linthresh=1)
        panels[1].set(xlim=(-5e4, 5e4), xticks=[-1e4, -100, -1, 0, 1, 100, 1e4])
        plt.show()


_look()

# %% [markdown]
# ## 7. A race at equal cost
# ●●○ · 20 minutes · 2 points
#
# So far single steps. Now train softmax regression in earnest, and compare at *equal cost*: a budget of looks. A step by
# minibatches of 16 costs 16 looks, a full step #Data of them, and what is left of the budget and does not pay for a whole step is
# not spent.
#
# **A worked step.** Four examples and a budget of 11 looks: full steps cost 4 each, so there are two of them, and 3 looks are
# left over. Minibatches of two: five steps.
#
# **Your task.** Write `train_softmax`. It begins with $W = 0$ and $b = 0$, which for softmax regression is as good a place as any
# (why?), and goes on with your `sgd_step`, or your `full_step` where a minibatch would be all the data.
#
# <details><summary>Hint 1</summary>
#
# How many steps does the budget pay for? `looks // size`.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Each step starts where the one before ended: `weight, bias = sgd_step(weight, bias, …)`.
#
# </details>
# <details><summary>Hint 3</summary>
#
# There are ten classes: `torch.zeros(10, x.shape[1])` and `torch.zeros(10)`. The generator is handed on to every step and
# never made anew, or every minibatch would be the same.
#
# </details>


# %% question="q7"
def train_softmax(
    x: torch.Tensor, y: torch.Tensor, size: int, lr: float, looks: int, generator: torch.Generator
) -> tuple[torch.Tensor, torch.Tensor]:
    """Softmax regression of ten classes, trained from zero until the budget of looks is spent.

    Args:
        x, y: all data, shapes (#Data, features) and (#Data,).
        size: that of a minibatch; where it is #Data, every step is a full step.
        lr: the learning rate η.
        looks: how many examples may be looked at in all; a step is taken only where it can be paid for whole.
        generator: where the minibatches come from.

    Returns:
        The weight and the bias at the end.
    """
    raise NotImplementedError("write train_softmax")


# %%
grader.check("q7")

# %% [markdown] name="look-at-the-race"
# ### Look at it
# The race on the pictures (20,000 of them at most, so that it takes seconds): minibatches of 16, of 256, and
# all of them, each at two rates, for one pass through the data and for three. The curves grow while you watch;
# each dot is a training of its own, from zero. Which size gets most out of one pass? Does the answer change
# when every size may choose its better rate, and when the budget grows? What is measured is the accuracy on
# pictures that nobody trained with.
#
# *The full budget.* With the environment variable `GRADESCENT_BUDGET` set to `full` before Jupyter starts it is five
# sixths of all pictures, and ten passes as well: a minute or two.


# %% name="race" shows=true
def _look():
    full = os.environ.get("GRADESCENT_BUDGET") == "full"
    ours = len(data_y) * 5 // 6 if full else min(len(data_y) * 5 // 6, 20_000)
    budgets = (1, 3, 10) if full else (1, 3)
    others = slice(ours, ours + 4000)
    try:
        figure, axes = plt.subplots(figsize=(9, 4.5))
        axes.set(
            xlabel="passes through the data",
            ylabel="accuracy on other pictures",
            xticks=budgets,
        )
        try:
            screen = display(figure, display_id=True)
        except NameError:  # no notebook, nobody who watches
            screen = None
        sizes = [(size, name) for size, name in ((16, "16"), (256, "256"), (ours, "all"))]
        for number, (size, name) in enumerate(sizes):
            for rate, style in ((0.1, "--"), (0.5, "-")):
                reached = []
                for passes in budgets:
                    generator = torch.Generator().manual_seed(passes)
                    weight, bias = train_softmax(data_x[:ours], data_y[:ours], size, rate, passes * ours, generator)
                    right = (data_x[others] @ weight.T.to(data_x.dtype) + bias).argmax(1) == data_y[others]
                    reached.append((passes, right.float().mean().item()))
                axes.plot(*zip(*reached, strict=True), f"o{style}", color=f"C{number}", label=f"{name}, η = {rate}")
                axes.legend(ncols=3, fontsize=8)
                axes.set_title(f"At equal cost: {len(axes.lines)} of {2 * len(sizes)} curves")
                if screen:
                    screen.update(figure)
        plt.close(figure) if screen else plt.show()
    except Exception as error:  # unfinished work must not stop the notebook
        plt.close("all")
        unwritten(error)


_look()

# %% [markdown]
# ## 8. A stopwatch and a product, in your words
# ●●○ · 15 minutes · 2 points
#
# In five to ten sentences:
#
# - Report the ratio that you measured for all data against 16 examples, with its spread, and the machine. Why
#   is it not the ratio of the numbers of examples? And why do we take many rough steps rather than one exact
#   one (the picture after question 3)?
# - Why do we minimise $C$ by minibatches, and do not maximise $L$, although the best $w$ is the same? There are
#   two reasons, one about numbers and one about averages.
#
# A person reads this. What counts is that your reasons rest on what you have seen here.

# %% [markdown] question="q8"
# *Your answer here.*
