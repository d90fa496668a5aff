# %% [markdown]
# # Warmup and decay for LeNet
#
# In 1998 a small network read the amounts on bank cheques. It is called LeNet; as we build it, it has 61,706 parameters,
# which is nothing today, and everything is in it that a modern vision network has: convolutions, pooling, layers that
# shrink the picture while the channels grow. Here it sorts clothes: *Fashion-MNIST*, 28 × 28 pixels of shirts, sneakers and bags.
#
# The network is only the stage. The play is about one number that changes while it trains, the learning rate:
#
# - **decay**: a rate that is good for the first epoch is too large for the last;
# - **warmup**: a rate that is good for the second epoch may be too large for the first;
# - and the question that decides whether any of this is worth it: *what do you measure, and when?*
#
# You will build the network, the measuring and the training loop, and with these three the experiment. Along the way
# waits a famous off-by-one, of one epoch, that nobody notices because the loss goes down all the same.
#
# **How to work.** Fill in what stands as `...` or `raise NotImplementedError`, then run the cell with `grader.check`
# below it, as often as you like. Training is graded by *replay*: a small data set, given first weights, a fixed order
# of batches. Then nothing is random, every rate is known exactly, and every loss up to rounding. When you hand in, other
# data, rates and epochs are used.
#
# Each question says how hard it is (●○○ to ●●●), how long it may take, and its points. Stuck? The hints fold open,
# from a nudge to nearly the answer.

# %% name="tools"
import contextlib
import math
import operator
import os
import random
import socket
import time
from pathlib import Path

import matplotlib.pyplot as plt
import torch

# For question 9: the laptop's budget, or the full one where this environment variable says so.
FULL = os.environ.get("GRADESCENT_BUDGET") == "full"
PICTURES, TESTED, EPOCHS, SIZE = (60_000, 10_000, 30, 256) if FULL else (2_000, 1_000, 8, 32)
if not FULL:
    torch.set_num_threads(1)  # batches of 32 gain little from more, and lose much where another program wants them, too


def start_from(model, seed):
    """First weights from a seed: each uniform in ±√(6 / (fan in + fan out)), which is Glorot's rule; biases 0.

    With the full budget as torch's layers begin: weights and biases uniform in ±1 / √(fan in).
    """
    fans = {len(parameter): parameter[0].numel() for parameter in model.parameters() if parameter.dim() > 1}
    for parameter in model.parameters():
        generator = torch.Generator().manual_seed(1_000_003 * seed + parameter.numel())
        drawn = 2 * torch.rand(parameter.shape, generator=generator, dtype=torch.float32, device="cpu") - 1
        if FULL:
            bound = 1 / math.sqrt(fans[len(parameter)])
        else:
            bound = math.sqrt(6 / (parameter[0].numel() + parameter[:, 0].numel())) if parameter.dim() > 1 else 0.0
        parameter.data.copy_(drawn * bound)
    return model


def constant(rate):
    """The schedule that has the same rate in every epoch."""
    return lambda t: rate


def cosine(base_lr, final_lr, horizon):
    """The schedule from base_lr in epoch 0 along half a cosine to final_lr in epoch `horizon`, where it stays."""
    return lambda t: final_lr + (base_lr - final_lr) * (1 + math.cos(math.pi * min(t / horizon, 1))) / 2


# %% [markdown]
# ## 1. LeNet
# ●●○ · 25 minutes · 2 points
#
# A convolution looks at each place of the picture through a little window, with the same weights everywhere. What is a
# stroke in the left corner is a stroke in the right corner. Pooling then keeps of every 2 × 2 places only the
# strongest answer: *that* there was a stroke matters more than *where* exactly.
#
# | layer | what follows it | shape of one image after both |
# |---|---|---|
# | (the image) | | (1, 28, 28) |
# | convolution 5 × 5 to 6 channels, padding 2 | ReLU, max pooling 2 × 2 | (6, 14, 14) |
# | convolution 5 × 5 to 16 channels, no padding | ReLU, max pooling 2 × 2 | (16, 5, 5) |
# | flatten, linear to 120 | ReLU | (120,) |
# | linear to 84 | ReLU | (84,) |
# | linear to 10 | nothing | (10,) |
#
# What comes out is a score for each class, any real number (a *logit*). There is no softmax at the end: the cross
# entropy of `torch` takes logits and does that part itself.
#
# **A worked step.** A window of $k$ pixels on a side of $n$ pixels with padding $p$ has
# $n + 2p - k + 1$ places: $28 + 4 - 5 + 1 = 28$. So the first convolution keeps the size, and pooling halves it. It has 6
# kernels, each with $5 \cdot 5 \cdot 1$ weights and one bias: 156 parameters. The next one looks through *all* six
# channels at once.
#
# **Your task.**
# - `lenet()`: a new network, as a `torch.nn.Module`. How you set its weights is up to you: they are replaced. (Who writes
#   layers of their own lays out the parameters as torch's `Conv2d` and `Linear` do, outputs first.)
# - `parameter_counts`: how many parameters each of the five layers has, weights and biases, as a list of five whole
#   numbers. The first is 156, and together they are 61,706.
#
# <details><summary>Hint 1</summary>
#
# `torch.nn.Sequential` takes layers in the order of the table. Activations, pooling and flattening are layers, too.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Send an image of zeros, `torch.zeros(1, 1, 28, 28)`, through the first layers only, and look at the shape. How many
# numbers reach the first linear layer?
#
# </details>
# <details><summary>Hint 3</summary>
#
# `Conv2d(1, 6, 5, padding=2)`, `ReLU()`, `MaxPool2d(2)`, `Conv2d(6, 16, 5)`, `ReLU()`, `MaxPool2d(2)`, `Flatten()`,
# then three times `Linear`, the first with 16 · 5 · 5 inputs. A layer's count is
# `sum(p.numel() for p in layer.parameters())`.
#
# </details>
# <details><summary>For the curious</summary>
#
# The LeNet of 1998 had a hyperbolic tangent for the ReLU, and for max pooling an average with a weight. Textbooks often
# put the logistic sigmoid there. With that the same loop needs a rate near 1 and many more epochs: it passes back at most
# a quarter of the gradient that reaches it, and four of them in a row leave little.
#
# </details>


# %% question="q1"
def lenet() -> torch.nn.Module:
    """LeNet with ReLU and max pooling, for images of 28 × 28.

    Returns:
        A new model, which takes images of shape (n, 1, 28, 28) to logits of shape (n, 10).

    >>> model = lenet()
    >>> model(torch.zeros(3, 1, 28, 28)).shape, sum(p.numel() for p in model.parameters())
    (torch.Size([3, 10]), 61706)
    """
    raise NotImplementedError("write lenet")


parameter_counts = ...

# %%
grader.check("q1")

# %% [markdown]
# ## 2. Measuring
# ●○○ · 15 minutes · 2 points
#
# Before training anything, build what tells you whether it worked. Two numbers say how good a classifier is on some
# data: the mean cross entropy (how *surprised* it is, in nats) and the accuracy (the part of examples for which the
# largest logit is the right one).
#
# **A worked example.** Data come in batches, and the last one is what is left over. Take four examples in batches of
# three and one. If the three are right and the one is wrong, 3 of 4 are right: 0.75. The mean of the batches'
# accuracies, of 1 and 0, is 0.5. Every *example* counts alike, not every batch.
#
# Three things make a measurement that does not disturb what it measures:
#
# - **evaluation mode**. Some layers, such as dropout, behave otherwise in training. `model.eval()` tells them.
# - **no graph**. Nobody will call `backward()` here, so do not let autograd take notes.
# - **no trace**. Afterwards the model and its layers are in the mode in which they came, autograd works as before, and
#   parameters and their gradients are as they were.
#
# **Your task.** Write `evaluate`.
#
# <details><summary>Hint 1</summary>
#
# Keep three sums over all batches: of the losses of the examples, of the right answers, of the examples. Divide at the
# end, once.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `cross_entropy` gives the *mean* over a batch, unless you say `reduction="sum"`. `model.training` tells the mode that the
# model is in; `model.train(mode)` sets it, in all layers of the model, too.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `was_training = model.training`, `model.eval()`, `with torch.no_grad():` and the loop in it, with
# `(logits.argmax(1) == labels).sum()`; afterwards `model.train(was_training)`.
#
# </details>


# %% question="q2"
def evaluate(model: torch.nn.Module, batches: list) -> tuple[float, float]:
    """The mean cross entropy of all examples, and the part of them that is classified right.

    Args:
        model: takes inputs to logits of shape (n, classes).
        batches: pairs of inputs and labels (whole numbers, shape (n,)); n may differ from batch to batch.

    Returns:
        The loss in nats per example, and the accuracy, between 0 and 1. The model is left as it came.

    >>> batches = [(torch.eye(2), torch.tensor([0, 1])), (torch.eye(2)[:1], torch.tensor([1]))]
    >>> loss, accuracy = evaluate(torch.nn.Identity(), batches)
    >>> print(f"{loss:.4f} {accuracy:.4f}")
    0.6466 0.6667
    """
    raise NotImplementedError("write evaluate")


# %%
grader.check("q2")

# %% [markdown]
# ## 3. Training, with the rate set in time
# ●●○ · 25 minutes · 3 points
#
# Here is the loop that all the rest hangs on. In epoch $t = 0, 1, 2, \dots$ every step uses the rate $\eta(t)$:
#
# $$w \;\leftarrow\; w - \eta(t) \, \nabla C_B(w) \qquad\text{for each batch } B \text{ of epoch } t,$$
#
# where $C_B$ is the mean cross entropy of the batch. (With momentum the optimizer does more than that, but that is the
# optimizer's business.) The rate is what stands in `group["lr"]`, for each `group` of `optimizer.param_groups`, at the
# moment of `optimizer.step()`. So it has to be written **before** the first step of the epoch that it is for.
#
# The loop keeps a diary: the rate of each epoch, and the **training loss** of each epoch. The second is the mean over
# all examples of the epoch, each batch's loss being taken just before the step that it leads to. That costs nothing, for
# the loss has to be computed anyway. But mind what it is: a mean over a model that was *changing* meanwhile.
#
# **A worked example.** Batches of 3 and 1 examples have the mean losses 0.4 and 1.2. The training loss of this epoch is
# $(3 \cdot 0.4 + 1 \cdot 1.2) / 4 = 0.6$, and not the mean of the two, 0.8.
#
# **Your task.** Write `train`. In each epoch go through all batches in their order and take one step of the given
# optimizer on each; every parameter group gets the rate $\eta(t)$, whatever it was built with. The model may come in
# evaluation mode, since somebody has just measured it: train it in training mode.
#
# <details><summary>Hint 1</summary>
#
# Two loops, one in the other. What happens before the inner one, what in it, what after it?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Before: training mode, the rate into every group, two sums set to zero. In it: clear the gradients, loss, `backward()`,
# step, add to the sums. After: two entries into the diary.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `for group in optimizer.param_groups: group["lr"] = schedule(epoch)`. In the inner loop
# `total += loss.item() * len(labels)` and `examples += len(labels)`; after it `losses.append(total / examples)`.
#
# </details>


# %% question="q3"
def train(model: torch.nn.Module, optimizer: torch.optim.Optimizer, batches: list, epochs: int, schedule) -> dict:
    """Trains for some epochs, each at the rate that the schedule has for it.

    Args:
        model: takes inputs to logits of shape (n, classes).
        optimizer: holds the model's parameters, perhaps in several groups.
        batches: pairs of inputs and labels, the same in each epoch, in their order; their sizes may differ.
        epochs: how many times to go through all batches.
        schedule: `schedule(t)` is the rate of epoch t = 0, 1, 2, …

    Returns:
        A dict: under "rates" the rate of each epoch, shape (epochs,), under "losses" the mean loss per example in
        each epoch, in nats, shape (epochs,).

    >>> model = torch.nn.Linear(2, 2, bias=False)
    >>> model.weight.data.zero_()
    tensor([[0., 0.],
            [0., 0.]])
    >>> data = [(torch.eye(2), torch.tensor([0, 1]))]
    >>> history = train(model, torch.optim.SGD(model.parameters(), lr=9.9), data, 2, lambda t: 1 / (t + 1))
    >>> history["rates"], [round(loss, 4) for loss in history["losses"]]
    ([1.0, 0.5], [0.6931, 0.4741])
    """
    raise NotImplementedError("write train")


# %%
grader.check("q3")

# %% [markdown]
# ## 4. Decay, and warmup in front of anything
# ●●○ · 20 minutes · 2 points
#
# Now the rates. **Decay** by epoch is the simplest remedy for a walk that will not settle:
#
# $$\eta(t) = \eta_0 \, \alpha^t.$$
#
# Epoch 0 has the whole base rate $\eta_0$. Each schedule is a function of $t$ alone, in whatever order it is asked.
#
# **Warmup** is not a schedule but something to put *in front of* one. At the start the weights are random and
# gradients large and fickle; a full stride then may throw a network to where many epochs do not bring it back. So
# for $w$ epochs the rate climbs in a straight line from a small $\eta_s$ towards the rate with which the schedule
# proper, call it $\sigma$, begins. Then $\sigma$ takes over and *counts from zero*:
#
# $$\eta(t) = \begin{cases} \eta_s + (\sigma(0) - \eta_s) \, t / w & t < w \\ \sigma(t - w) & t \ge w. \end{cases}$$
#
# **A worked step.** From 0.1 in $w = 4$ epochs to a cosine from 0.3 to 0.01 that takes 10 epochs:
#
# | epoch | 0 | 1 | 2 | 3 | 4 | 5 | 13 | 14 | 20 |
# |---|---|---|---|---|---|---|---|---|---|
# | rate | 0.10 | 0.15 | 0.20 | 0.25 | 0.30 | 0.2929 | 0.0171 | 0.01 | 0.01 |
# | | the start | | | the last of the warmup | the first after it | | | the end | after the end |
#
# The full rate is used in epoch $w$ for the first time: the last epoch of the warmup is still one stair below. A
# warmup of 0 epochs leaves the schedule as it is.
#
# **Your task.** Write `decay` and `with_warmup`. Both return a schedule: something that can be called with an epoch.
#
# <details><summary>Hint 1</summary>
#
# A function can define a function and return it. The inner one sees the arguments of the outer one.
#
# </details>
# <details><summary>Hint 2</summary>
#
# What is the first rate of the schedule that follows? Ask it: `schedule(0)`.
#
# </details>
# <details><summary>Hint 3</summary>
#
# In the inner function: `if t < warmup:` return the line, else return `schedule(t - warmup)`. Then nothing is divided by
# zero where the warmup is 0, since no epoch is below 0.
#
# </details>
# <details><summary>For the curious</summary>
#
# Does one go from 0 or from $\eta_0 / w$? With $\eta_s = 0$ epoch 0 moves nothing: one epoch paid for and not used.
# Where warmup counts steps and not epochs, a first step of length 0 is no loss. Here a start above 0 is better.
#
# </details>


# %% question="q4"
def decay(base_lr: float, factor: float):
    """The schedule that shrinks by a factor in each epoch.

    Args:
        base_lr: the rate η₀ of epoch 0.
        factor: what each epoch multiplies the rate by; above 0, at most 1.

    Returns:
        A schedule: called with an epoch t = 0, 1, 2, …, it gives the rate of that epoch.

    >>> schedule = decay(0.8, 0.5)
    >>> schedule(2), schedule(0)
    (0.2, 0.8)
    """
    raise NotImplementedError("write decay")


def with_warmup(schedule, start_lr: float, warmup: int):
    """The same schedule, with a straight climb in front of it.

    Args:
        schedule: what follows the warmup; there it is asked for the epochs since the warmup.
        start_lr: the rate of epoch 0, if there is a warmup.
        warmup: how many epochs w the warmup takes, at least 0.

    Returns:
        A schedule: called with an epoch t = 0, 1, 2, …, it gives the rate of that epoch.

    >>> schedule = with_warmup(lambda t: 0.75 / (t + 1), 0.25, 2)
    >>> [schedule(t) for t in range(5)]
    [0.25, 0.5, 0.75, 0.375, 0.25]
    """
    raise NotImplementedError("write with_warmup")


# %%
grader.check("q4")

# %% [markdown]
# ## 5. A loop that lags
# ●○○ · 10 minutes · 1 point
#
# A widely copied training loop builds its optimizer with some rate, and at the **end** of each epoch $t$ it writes
# $\eta(t)$ into the optimizer. One line below its right place. The loss goes down, the curve of the schedule is drawn
# from the function and looks as it should, and nobody has reason to look twice.
#
# **Your task.** Look twice.
# - `lagging_rates(schedule, epochs, built_with)`: the rates that such a loop *uses* in the epochs 0, 1, …,
#   `epochs` − 1.
# - `idle_epoch`: that loop is used with an optimizer built with 0.3 and the schedule
#   `with_warmup(cosine(0.3, 0.01, 15), 0.0, 5)`, for 30 epochs. In one epoch it learns nothing at all. In which?
#
# <details><summary>Hint 1</summary>
#
# Play it through for three epochs: which rate stands in the optimizer when epoch 0 begins? When is it overwritten, and
# with what?
#
# </details>
# <details><summary>Hint 2</summary>
#
# The last rate that is written is never used.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `rate = built_with`; in each epoch note `rate`, then `rate = schedule(epoch)`.
#
# </details>


# %% question="q5"
def lagging_rates(schedule, epochs: int, built_with: float) -> list[float]:
    """The rates that are used by a loop which sets the rate after each epoch.

    Args:
        schedule: at the end of epoch t the loop writes `schedule(t)` into the optimizer.
        epochs: how many epochs are trained, at least 1.
        built_with: the rate with which the optimizer was built.

    Returns:
        The rate used in each epoch, shape (epochs,).

    >>> lagging_rates(lambda t: 0.25, 3, 0.5)
    [0.5, 0.25, 0.25]
    """
    raise NotImplementedError("write lagging_rates")


idle_epoch = ...

# %%
grader.check("q5")

# %% [markdown] name="look-at-the-lag"
# ### Look at it
# What was meant and what was done. A warmup is there to protect the first epoch. Which epoch has no protection here?


# %% name="plot-lag" shows=true
def _look():
    try:
        meant = with_warmup(cosine(0.3, 0.01, 15), 0.0, 5)
        done = [float(rate) for rate in lagging_rates(meant, 30, 0.3)]
        meant = [float(meant(t)) for t in range(30)]
        slow = [float(decay(0.3, 0.9)(t)) for t in range(30)]
    except NotImplementedError as missing:
        print(f"First {missing}: then its rates appear here.")
    except Exception as error:
        print(f"There are no rates to draw: {type(error).__name__}: {error}")
    else:
        _, axes = plt.subplots(figsize=(10, 4))
        axes.plot(slow, ".-", color="lightgray", linewidth=1, label="decay by 0.9, for comparison")
        axes.plot(meant, "o-", color="C0", linewidth=1, label="the schedule")
        axes.plot(done, "x--", color="C3", linewidth=1, label="used by the loop that lags")
        if len(done) > 1:
            axes.annotate(
                "epoch 0: the full rate", (0, done[0]), (1.3, 0.325), color="C3", arrowprops={"arrowstyle": "-"}
            )
            axes.annotate("and here?", (1, done[1]), (3, 0.02), color="C3", arrowprops={"arrowstyle": "-"})
        axes.set(xlabel="epoch", ylabel="rate", title="Warmup and cosine, one epoch late", ylim=(-0.02, 0.36))
        axes.legend(loc="upper right")
        plt.show()


_look()

# %% [markdown]
# ## 6. The best fixed rate, and how to beat it
# ●●● · 20 minutes · 2 points
#
# "Which rate is best?" has no answer without "for how many epochs?". So fix the budget: 240 examples, 60 batches of 4,
# **four epochs**, not one more. The model is softmax regression, small enough that a run takes a fraction of a second,
# and it begins with weights that are far off. That is the whole conflict in a nutshell: far off, one wants
# long strides; near the goal each batch of four says something else, and long strides keep dancing around it.
#
# `small_run(rates)` trains it with your `train`, the rate of each epoch given, and returns the mean loss on all 240
# examples at the end, from your `evaluate`. The smallest loss that any weights have is 0.4833.
#
# **A worked step.** `small_run([0.01] * 4)` gives 5.36: four epochs of crawling. `small_run([1.0] * 4)` gives 1.15: there
# long ago, and dancing.
#
# **Your task.**
# - `best_rate`: the best rate for `small_run([best_rate] * 4)`. Your loss may be at most 0.003 above what the best
#   fixed rate reaches.
# - `my_rates`: four rates, one for each epoch, with a loss that is at least **0.01 below** the one of the best fixed
#   rate. Same data, same budget, same number of steps: a gift.
#
# <details><summary>Hint 1</summary>
#
# Rates are a matter of factors, not of differences. Try 0.01, 0.02, 0.04, … and look where the loss turns.
#
# </details>
# <details><summary>Hint 2</summary>
#
# For `my_rates` think of the two phases: what would you take if only the first epoch mattered? And in the last epoch,
# when you are nearly there and dance around the goal? (A rate next to 0 would stop the dance, and waste the epoch.)
#
# </details>
# <details><summary>Hint 3</summary>
#
# The valley of the fixed rate is flat, somewhere between 0.1 and 0.25: search there in steps of 0.01. Begin `my_rates` at
# three times your best fixed rate, and halve it from epoch to epoch.
#
# </details>


# %% name="small"
def small_data(seed=3):
    """240 examples of 3 classes with 6 features, in batches of 4, and weights (3, 6) to begin with that are far off."""
    draw = random.Random(seed)
    centres = [[draw.gauss(0, 1) for _ in range(6)] for _ in range(3)]
    labels = [draw.randrange(3) for _ in range(240)]
    rows = [[c + 1.5 * draw.gauss(0, 1) for c in centres[label]] for label in labels]
    weights = [[2.0 * draw.gauss(0, 1) for _ in range(6)] for _ in range(3)]
    return rows, labels, weights


def small_run(rates):
    """The loss on all examples after one epoch at each of the rates."""
    rows, labels, weights = small_data()
    batches = list(zip(torch.tensor(rows).split(4), torch.tensor(labels).split(4), strict=True))
    model = torch.nn.Linear(6, 3)
    model.weight.data = torch.tensor(weights)
    model.bias.data = torch.zeros(3)
    train(model, torch.optim.SGD(model.parameters(), lr=9.9), batches, len(rates), lambda t: [*rates, rates[-1]][t])
    return float(evaluate(model, batches)[0])


# %% question="q6"
best_rate = ...
my_rates = ...

# %%
grader.check("q6")

# %% [markdown] name="look-at-the-budget"
# ### Look at it
# On the left the loss after one, two and four epochs at a fixed rate: with a larger budget the valley moves to smaller
# rates, since distance matters less and noise more. On the right your own rates against the best that you found.


# %% name="plot-small" shows=true
def _look():
    try:
        grid = [0.02 * 2 ** (k / 2) for k in range(10)]
        valleys = {epochs: [small_run([rate] * epochs) for rate in grid] for epochs in (1, 2, 4)}
    except NotImplementedError as missing:
        print(f"First {missing}: then the valleys appear here.")
    except Exception as error:
        print(f"There is nothing to draw: {type(error).__name__}: {error}")
    else:
        _, (above, beside) = plt.subplots(1, 2, figsize=(13, 4.5))
        for epochs, losses in valleys.items():
            above.plot(grid, losses, ".-", label=f"{epochs} epoch" + "s" * (epochs > 1))
            above.plot(*min(zip(grid, losses, strict=True), key=lambda pair: pair[1]), "k*", markersize=11)
        above.axhline(0.4833, color="gray", linewidth=0.8, linestyle=":")
        above.set(
            xscale="log", xlabel="fixed rate", ylabel="loss at the end", title="The best rate depends on the budget"
        )
        above.set_ylim(0.45, 1.5)
        above.set_xticks([0.02, 0.05, 0.1, 0.2, 0.4], ["0.02", "0.05", "0.1", "0.2", "0.4"])
        above.minorticks_off()
        above.legend()
        try:
            fixed, own = [float(best_rate)] * 4, [float(rate) for rate in my_rates]
            for name, rates in {"fixed": fixed, "yours": own}.items():
                after = [small_run(rates[: n + 1]) for n in range(len(rates))]
                beside.plot(range(1, len(rates) + 1), after, "o-", label=f"{name}: ends at {after[-1]:.4f}")
            beside.legend()
        except (TypeError, ValueError):
            beside.text(0.1, 0.5, "Once `best_rate` and `my_rates` are there,\ntheir losses appear here.")
        beside.axhline(0.4833, color="gray", linewidth=0.8, linestyle=":")
        beside.set(xlabel="epochs", ylabel="loss", title="Far off first, holding still last", xticks=range(1, 5))
        plt.show()


_look()

# %% [markdown]
# ## 7. Reading results
# ●●○ · 10 minutes · 1 point
#
# A network that fits its training data better than new data *overfits*, and the **gap** between the two accuracies
# says by how much. Here are figures as they were published for LeNet on all of Fashion-MNIST: batches of 256, 30
# epochs, one run each.

# %% name="published"
# Of each run: training loss, training accuracy, test accuracy.
published = {
    "constant 0.3": (0.128, 0.951, 0.885),
    "square root": (0.270, 0.901, 0.876),
    "multi-step": (0.191, 0.928, 0.889),
    "cosine": (0.207, 0.923, 0.892),
    "warmup, then cosine": (0.261, 0.904, 0.878),
}

# %% [markdown] name="gap-question"
# **Your task.** First the evidence, `gaps`: of each run the training accuracy minus the test accuracy, in percentage
# points, as a dict with the names of `published`. Then `what_the_gap_says`: which sentence do these five runs bear out?
#
# - **a.** The narrower the gap, the better the network does on the test set.
# - **b.** The constant rate has the widest gap and yet is not the worst on the test set: with a schedule the gap is
#   narrower mainly because the training set is fitted less closely.
# - **c.** A schedule wins on the test set about as much as it takes off the gap.
# - **d.** The lower the training loss, the worse the network does on the test set.
#
# <details><summary>Hint 1</summary>
#
# A percentage point is a hundredth: from 0.90 to 0.93 there are 3 percentage points.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Sort the five runs by their gap, then by their test accuracy. One counterexample refutes a sentence.
#
# </details>
# <details><summary>Hint 3</summary>
#
# A gap can shrink from above or from below. Set each run beside the constant one: by how much did its training accuracy
# change, by how much its test accuracy?
#
# </details>
# <details><summary>For the curious</summary>
#
# How much of this would you bet on? One run each; test accuracies that differ by less than two points, of which about
# 0.3 may be due to the luck of 10,000 test images alone; and, as question 5 suggests, rates that were not those of the
# names. The warmup run began at the full rate and idled in epoch 1, and a scheduler that had been stepped by the cell
# that draws it made the multi-step run a constant 0.125. All that said, sentence by sentence, the table is what it
# is, and the question is what *it* bears out.
#
# </details>

# %% question="q7"
gaps = ...
what_the_gap_says = ...

# %%
grader.check("q7")

# %% [markdown]
# ## 8. One run
# ●●○ · 20 minutes · 2 points
#
# Now everything together: your LeNet, your loop, your measuring, and one run from the first weights to the last figure.
# A run is a pure function of what it is given: the same schedule, pictures, number of epochs and seed give the same
# run. The seed decides two things, and nothing else is random:
#
# - the **first weights**: `start_from(lenet(), seed)`;
# - the **order of the pictures**: epoch $t$ goes through `in_order(*training, seed, t)`, a list of batches of 32 in an order
#   that is another in each epoch.
#
# **Your task.** Write `one_run`, put together from your `lenet`, your `train`, called for one epoch at a time, and your
# `evaluate`, each called by this name: it is checked by what it asks of them. Plain SGD, no momentum. In epoch $t$ every
# step has the rate $\eta(t)$; after each epoch the test accuracy is measured.
#
# <details><summary>Hint 1</summary>
#
# The batches are others in each epoch, and so is the rate. Which schedule has a `train` of one epoch?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `train(model, optimizer, in_order(*training, seed, t), 1, constant(schedule(t)))`, for each epoch `t`. `evaluate` takes a
# list of batches: the whole test set may be one.
#
# </details>
# <details><summary>Hint 3</summary>
#
# The first entry of the diary's "rates" and "losses" is the one to keep; `evaluate(model, [test])[1]` is the accuracy. At
# the end `[p.detach() for p in model.parameters()]`.
#
# </details>


# %% name="order"
def in_order(images, labels, seed, epoch):
    """All examples in batches of 32 (with the full budget of 256), in the order of this seed and epoch."""
    generator = torch.Generator().manual_seed(1_000_003 * seed + epoch)
    order = torch.randperm(len(labels), generator=generator, device="cpu")
    return [(images[part], labels[part]) for part in order.split(SIZE)]


# %% question="q8"
def one_run(schedule, training: tuple, test: tuple, epochs: int, seed: int) -> dict:
    """One training of LeNet, from the first weights of the seed.

    Args:
        schedule: `schedule(t)` is the rate of epoch t = 0, 1, 2, …
        training: images, shape (n, 1, 28, 28), and labels, shape (n,).
        test: likewise.
        epochs: how many times to go through all training images, each time in another order.
        seed: of the first weights and of the orders.

    Returns:
        A dict: under "rates", "losses" and "accuracies" the rate, the training loss and, measured after it, the test
        accuracy of each epoch, each of shape (epochs,); under "weights" the parameters at the end, a list of tensors.
    """
    raise NotImplementedError("write one_run")


# %%
grader.check("q8")

# %% [markdown]
# ## 9. Thirty runs
# ●○○ · 10 minutes, of which your computer needs about two · 2 points
#
# One run each says little: another seed, another figure. So take five schedules and six seeds, on a laptop's budget of 2,000
# pictures and 8 epochs. The pictures are those of Fashion-MNIST, if they lie in the folder that the environment variable
# `GRADESCENT_DATA` names (else in `data`), or if they can be fetched. Offline, ten classes of made-up pictures stand in; they
# are as hard, and the schedules differ on them in the same direction. The title says which you see; either counts.
#
# **Your task.** Set `first_seed` to a number of your own (your birthday, say): your runs have it and the next five. Then
# `results = run_all(one_run, first_seed)`. The curves grow run by run. What is done is kept in **`warmup.safetensors`** beside
# the notebook: run the cell again, and it goes on where it stopped; delete the file, and it begins anew, as it must when
# you have mended something above. **Hand that file in with the notebook.**
#
# *The full budget.* Not needed, and it counts the same: all 60,000 pictures, 30 epochs, batches of 256, torch's smaller first
# weights, and the schedules that the table of question 7 names. That takes an hour or more on two cores, and minutes on
# a GPU, which is used where there is one. Set the environment variable `GRADESCENT_BUDGET` to `full` before Jupyter starts (in
# Colab: run `%env GRADESCENT_BUDGET=full` above all other cells), move the laptop's `warmup.safetensors` elsewhere, and
# run all cells again.
#
# *How it is graded.* Nobody trains your thirty networks again. Their last weights are in the file: they are loaded into the
# grader's own LeNet, and each accuracy is measured again. First weights, rates and the first losses follow from your seed.
# And loss and accuracy should lie where those of honest runs lie; a few outside are allowed, since chance has a hand in it.

# %% name="run-all"
RESULTS = "warmup.safetensors"
DEVICE = "cuda" if FULL and torch.cuda.is_available() else "cpu"

laptop_schedules = {
    "constant": constant(0.2),
    "square root": lambda t: 0.2 / math.sqrt(t + 1),
    "multi-step": lambda t: 0.2 * 0.3 ** ((t >= 4) + (t >= 6)),
    "cosine": cosine(0.2, 0.005, 7),
    "warmup, then cosine": lambda t: with_warmup(cosine(0.2, 0.005, 5), 0.05, 2)(t),
}
full_schedules = {
    "constant": constant(0.3),
    "square root": lambda t: 0.1 / math.sqrt(t + 1),
    "multi-step": lambda t: 0.5 * 0.5 ** (t >= 15),
    "cosine": cosine(0.3, 0.01, 20),
    "warmup, then cosine": lambda t: with_warmup(cosine(0.3, 0.01, 15), 0.0, 5)(t),
}
schedules = full_schedules if FULL else laptop_schedules


def fetched():
    """Pictures of Fashion-MNIST, to train and to test with; None where they are neither there nor to be had."""
    folder = os.environ.get("GRADESCENT_DATA", "data")
    there = len(list(Path(folder, "FashionMNIST", "raw").glob("*-ubyte"))) == 4  # all of its files
    if not there:
        try:
            socket.create_connection(("fashion-mnist.s3-website.eu-central-1.amazonaws.com", 80), timeout=3).close()
        except OSError:
            return None
    try:
        from torchvision.datasets import FashionMNIST

        parts = [FashionMNIST(folder, train=train, download=not there) for train in (True, False)]
    except Exception as error:
        print(f"Fashion-MNIST cannot be had: {error}", f"(damaged? delete {folder}/FashionMNIST)" if there else "")
        return None
    return [(part.data[:n, None] / 255, part.targets[:n]) for part, n in zip(parts, (PICTURES, TESTED), strict=True)]


def made_up():
    """A stand-in: ten classes of three smooth forms, shifted, dimmed and overlaid; one training label in twenty is wrong."""
    generator = torch.Generator().manual_seed(1)
    exact = {"generator": generator, "dtype": torch.float32}  # the same pictures, whatever dtype is set for all
    forms = torch.rand(30, 1, 7, 7, **exact)
    forms = torch.nn.functional.interpolate(forms, size=(32, 32), mode="bilinear").reshape(10, 3, 32, 32)
    window = torch.arange(28)

    def chosen(classes):
        form, down, right = (torch.randint(top, classes.shape, generator=generator)[:, None, None] for top in (3, 5, 5))
        return forms[classes[:, None, None], form, down + window[:, None], right + window]

    def pictures(n):
        classes = torch.randint(10, (n,), generator=generator)
        other = (classes + 1 + torch.randint(9, (n,), generator=generator)) % 10
        blend = 0.45 + 0.55 * torch.rand(n, 1, 1, **exact)
        mixed = blend * chosen(classes) + (1 - blend) * chosen(other)
        images = (mixed + 0.1 * torch.randn(n, 28, 28, **exact)).clamp(0, 1)[:, None]
        return images.to(torch.get_default_dtype()), classes

    images, classes = pictures(PICTURES)
    wrong = torch.rand(PICTURES, **exact) < 0.05
    labels = torch.where(wrong, torch.randint(10, classes.shape, generator=generator), classes)
    return [(images, labels), pictures(TESTED)]


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


def run_all(one_run, first_seed, file=RESULTS):
    """Five schedules, six seeds each: trains what the file does not hold yet, keeps it there, and returns all of it."""
    from safetensors.torch import save_file

    try:
        first_seed = operator.index(first_seed)
    except TypeError:
        raise TypeError(f"first_seed should be a whole number, such as 20051224, and is {first_seed!r}") from None
    wished = "full" if FULL else "laptop"
    runs, name, budget = read_runs(file) if Path(file).exists() else ({}, None, wished)
    wanted = [(schedule, first_seed + i) for i in range(6) for schedule in schedules]
    missing = [(schedule, seed) for schedule, seed in wanted if f"{schedule}/{seed}/records" not in runs]
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
    found = None if name == "stand-in" or not missing else fetched()
    if missing and not found and (FULL or name == "fashion-mnist"):
        raise RuntimeError("the full budget, and runs that were begun on Fashion-MNIST, need it, and it is not here")
    name = name or ("fashion-mnist" if found else "stand-in")
    training, test = found or made_up() if missing else (None, None)
    screen = Curves(f"{name}, {PICTURES:,} pictures", len(wanted), len(missing))
    for schedule, seed in wanted:
        if (schedule, seed) in missing:
            run = on_device(one_run, screen.watched(schedule), training, test, seed)
            weights = sorted((torch.as_tensor(w).float().cpu() for w in run["weights"]), key=torch.Tensor.numel)
            runs[f"{schedule}/{seed}/weights"] = torch.cat([w.reshape(-1) for w in weights]).half()
            records = [[float(value) for value in run[key]] for key in ("rates", "losses", "accuracies")]
            runs[f"{schedule}/{seed}/records"] = torch.tensor(records)
            runs["canary"] = canary()
            save_file(runs, f"{file}.part", metadata={"data": name, "budget": budget})
            os.replace(f"{file}.part", file)  # whole or not at all, also when you press stop
        screen.add(schedule, runs[f"{schedule}/{seed}/records"], now=(schedule, seed) in missing)
    screen.close()
    return {"data": name, "budget": budget, "first_seed": first_seed, "runs": runs}


def on_device(one_run, schedule, training, test, seed):
    """One run, where the pictures lie on a GPU and new tensors are made there, if there is one and the budget is full."""
    here = torch.device(DEVICE) if DEVICE != "cpu" else contextlib.nullcontext()
    training, test = ([tensor.to(DEVICE) for tensor in part] for part in (training, test))
    with here:
        return one_run(schedule, training, test, EPOCHS, seed)


class Curves:
    """The runs as they come: thin lines of each seed, a count, and how long it may still take."""

    def __init__(self, title, total, missing):
        self.title, self.total, self.count, self.left = title, total, 0, missing * EPOCHS
        self.begun, self.asked = time.monotonic(), 0
        self.figure, self.panels = plt.subplots(1, 3, figsize=(14, 4.5), layout="constrained")
        for axes, name in zip(self.panels, ("rate", "training loss", "test accuracy"), strict=True):
            axes.set(xlabel="epoch", title=name)
        try:
            self.screen = display(self.figure, display_id=True)
            self.line = display({"text/plain": ""}, raw=True, display_id=True)
        except NameError:  # no notebook, nobody who watches
            self.screen = self.line = None

    def watched(self, schedule):
        """The schedule, which says before each epoch how far the runs have come: that is when it is asked."""

        def rate(t):
            took = time.monotonic() - self.begun
            rest = f", about {took / self.asked * self.left / 60:.0f} minutes left" if self.asked >= 3 else ""
            self.say(f"run {self.count + 1} of {self.total}: {schedule}, epoch {t} of {EPOCHS}{rest}")
            self.asked, self.left = self.asked + 1, self.left - 1
            return schedules[schedule](t)

        return rate

    def say(self, line):
        if self.line:
            self.line.update({"text/plain": line}, raw=True)

    def add(self, schedule, records, now):
        colour = f"C{list(schedules).index(schedule)}"
        for axes, values in zip(self.panels, records.tolist(), strict=True):
            axes.plot(values, ".-", color=colour, linewidth=0.7, alpha=0.6, label=schedule if self.count < 5 else None)
        self.count += 1
        self.figure.suptitle(f"{self.title}: {self.count} of {self.total} runs")
        if now and self.screen:
            self.screen.update(self.figure)

    def close(self):
        self.panels[0].legend()
        if self.screen:
            self.say("")
            self.screen.update(self.figure)
            plt.close(self.figure)
        else:
            plt.show()


# %% question="q9"
first_seed = ...
results = ...  # run_all(one_run, first_seed)

# %%
grader.check("q9")

# %% [markdown] name="look-at-the-runs"
# ### Look at it
# Each column is a schedule, each dot the last test accuracy of one seed; a line joins the runs of the same seed. Which
# schedules are better than the constant rate? Better *always*, or on the whole?


# %% name="plot-runs" shows=true
def _look():
    try:
        last = {
            name: [float(results["runs"][f"{name}/{first_seed + i}/records"][2][-1]) for i in range(6)]
            for name in schedules
        }
    except Exception:
        print("Once `results` is there, its figures appear here.")
    else:
        _, axes = plt.subplots(figsize=(9, 4))
        for accuracies in zip(*last.values(), strict=True):
            axes.plot(range(5), accuracies, "o-", linewidth=0.6)
        axes.set_xticks(range(5), list(last))
        axes.set(ylabel="test accuracy after the last epoch", title=results["data"])
        plt.show()


_look()

# %% [markdown] name="look-at-decay"
# And your `decay` of question 4? Added to the classifier, epoch by epoch, it is a sixth schedule: one more run of your first
# seed, from the constant rate down by a fifth in each epoch, with the same first weights and the same order of pictures. Where
# is it ahead of the constant rate, where of the cosine? And would you call it better, from one run?


# %% name="plot-decay" shows=true
def _look():
    try:
        decayed = decay(schedules["constant"](0), 0.8)
        training, test = made_up() if results["data"] == "stand-in" else fetched()
        own = on_device(one_run, decayed, training, test, results["first_seed"])
        diary = {"your decay": torch.tensor([own["rates"], own["losses"], own["accuracies"]])}
        for name in ("constant", "cosine"):
            diary[name] = results["runs"][f"{name}/{results['first_seed']}/records"]
    except Exception as error:  # unfinished work must not stop the notebook
        print(f"Once `decay`, `one_run` and `results` are there, a run appears here ({type(error).__name__}: {error}).")
    else:
        _, panels = plt.subplots(1, 3, figsize=(13, 3.6))
        for axes, title, part in zip(panels, ("rate", "training loss", "test accuracy"), range(3), strict=True):
            for name, records in diary.items():
                axes.plot(records[part], ".-", label=f"{name}: ends at {float(records[part][-1]):.3f}")
            axes.set(xlabel="epoch", title=title)
            axes.legend(fontsize=8)
        plt.show()


_look()

# %% [markdown]
# ## 10. Better, or luck?
# ●●● · 25 minutes · 2 points
#
# The runs of one seed have the same first weights and the same order of pictures under every schedule: they are **pairs**,
# and what counts is the difference within each pair. Six differences $d_1, \dots, d_6$ have a mean. Is it luck?
#
# **An exact test.** If the schedules were equally good, each difference might as well have come with the other sign. So
# try all $2^6 = 64$ ways to choose the signs of $|d_1|, \dots, |d_6|$: the **p-value** is the share of those whose sum is, in
# size, at least as far from 0 as the sum that you saw. The one that you saw counts as well, and so does its mirror image.
#
# **A worked step.** $d = (0.02, 0.01, 0.03)$ has the sum 0.06. Of the eight choices of signs only $+++$ and $---$ get that
# far: $p = 2/8 = 0.25$. Three pairs can never give less.
#
# **Your task.**
# - `p_value(differences)`: that p-value, for any number of pairs up to twelve.
# - `verdicts`: for each of the other four schedules, set against "constant": `"better"` or `"worse"` where $p \le 0.05$
#   for the last test accuracies of your six pairs, else `"no difference found"`. A dict with the four names.
#
# "No difference found" is a full answer. It does not say that there is none: six pairs find only what is plain.
#
# <details><summary>Hint 1</summary>
#
# `itertools.product((1, -1), repeat=n)` goes through all choices of signs.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Numbers that should be equal differ in the last digit after rounding: compare with `>= abs(seen) - 1e-12`.
#
# </details>
# <details><summary>Hint 3</summary>
#
# The last accuracy of a run is `results["runs"][f"{name}/{seed}/records"][2][-1]`. With six pairs $p \le 0.05$ holds only if
# all six differences have the same sign: 2 of 64 is 0.031, and with one sign against the others it is 4 of 64 at least, 0.0625.
#
# </details>


# %% question="q10"
def p_value(differences: list) -> float:
    """The two-sided p-value of paired differences, by flipping their signs in all ways.

    Args:
        differences: n numbers, one for each pair, 1 ≤ n ≤ 12.

    Returns:
        The share of the 2ⁿ choices of signs whose sum is at least as far from 0 as the sum of the differences.

    >>> p_value([0.02, 0.01, 0.03])
    0.25
    """
    raise NotImplementedError("write p_value")


verdicts = ...

# %%
grader.check("q10")

# %% [markdown]
# ## 11. What you would do, in your words
# ●●○ · 15 minutes · 2 points
#
# A friend has an hour of computing time and a classifier like this one. In five to ten sentences: how should she
# choose the rate, when should it come down, and does she need a warmup? Which of what you saw here makes you say so?
# And if two schedules end 0.5 percentage points apart on the test set, in one run each, what would you want to see
# before you call one of them better, or say that one of them overfits less?
#
# A person reads this. What counts is that your reasons rest on what you have seen here, so name the figure, the table
# or the run that shows it.

# %% [markdown] question="q11"
# *Your answer here.*
