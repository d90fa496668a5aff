# %% [markdown]
# # Learning-rate schedules
#
# A good learning rate for the first epoch is a bad one for the last. At first the weights are far from
# everything and long strides pay. Near the end each minibatch pulls towards its own little optimum, and with
# the same stride the weights dance around the goal for ever: the gradient does not fade there, because its
# noise does not. So the stride itself has to shrink. *When* and *how far* is what a schedule says.
#
# A schedule is the plainest object in deep learning: a function of one whole number,
#
# $$t \;\mapsto\; \eta(t), \qquad t = 0, 1, 2, \dots$$
#
# where $t$ is the step (here: the epoch) and $\eta(t)$ the rate *used in* that step. In code each function
# that you write **makes** a schedule:
#
# ```python
# schedule = square_root(0.3)  # a schedule that begins with the rate 0.3
# schedule(0), schedule(8)  # its rates in epoch 0 and in epoch 8
# ```
#
# Such a thing is easy to write and just as easy to write *off by one*, and nothing crashes if it is: the
# network trains, only a little worse, and nobody ever knows. So this assignment keeps asking for three
# epochs by name: the **first**, the first **after the warmup**, and those **after the end**.
#
# It also asks for schedules that are **pure**: $\eta(t)$ follows from $t$ alone, in whatever order and
# however often you ask. A schedule that counts its own calls is right in the training loop and wrong as soon
# as somebody plots it first. You will meet a run that was spoilt in just this way.
#
# **How to work.** Fill in what stands as `...` or `raise NotImplementedError`, then run the cell with
# `grader.check` below it, as often as you like. When you hand in, further checks use other rates, horizons
# and milestones, over 200 steps. A rate may be a float, a tensor or a numpy number; a schedule may be a
# function, a lambda or an object with `__call__`.
#
# Each question says how hard it is (●○○ to ●●●), how long it may take, and its points. Stuck? The hints
# fold open, from a nudge to nearly the answer.

# %% name="tools"
import matplotlib.pyplot as plt
import torch


def curve(make, *arguments, steps):
    """The rates of `make(*arguments)` in the steps 0 to `steps` − 1 as floats; if that fails, a line on why, and None."""
    try:
        schedule = make(*arguments)
        return [float(schedule(t)) for t in range(steps)]
    except NotImplementedError as missing:
        print(f"First {missing}: then its curve appears here.")
    except Exception as error:
        print(f"`{make.__name__}{arguments}` gives no curve: {type(error).__name__}: {error}")
    return None


def draw_rates(axes, rates, label, color):
    """One dot for each step: a schedule is a function of whole numbers."""
    axes.plot(rates, "-", color=color, linewidth=0.8, alpha=0.5)
    axes.plot(rates, ".", color=color, markersize=6, label=label)


# %% [markdown]
# ## 1. Two that decay: square root and factor
# ●○○ · 15 minutes · 2 points
#
# The theory of stochastic descent wants two things of the rates: that they shrink, so that the noise dies
# out, and that their sum is infinite, so that any distance can still be covered. (For a proof that the walk comes to rest it
# wants more: that the sum of their *squares* is finite, as it is for $1/t$.) The *square root* schedule does both:
#
# $$\eta(t) = \frac{\eta_0}{\sqrt{t + 1}}.$$
#
# The $+1$ is there because steps are counted from 0. The *factor* schedule is more impatient: it shrinks by
# the same factor $\alpha$ in each step, but not below a floor,
#
# $$\eta(t) = \max\bigl(\eta_{\min},\; \eta_0 \, \alpha^t\bigr).$$
#
# Without the floor its sum is finite: with $\alpha = 0.9$ all steps together are worth ten steps at $\eta_0$,
# and a walk that has farther to go than that stops short of its goal, however many epochs you pay for.
#
# **A worked step.** From $\eta_0 = 0.3$: in epoch 0 both have the rate 0.3. In epoch 3 the square root gives
# $0.3 / \sqrt{4} = 0.15$, and the factor 0.9 gives $0.3 \cdot 0.9^3 = 0.2187$, which is still more. With the
# floor 0.03:
#
# | epoch | 0 | 3 | 8 | 24 | 99 |
# |---|---|---|---|---|---|
# | square root | 0.3000 | 0.1500 | 0.1000 | 0.0600 | 0.0300 |
# | factor 0.9, floor 0.03 | 0.3000 | 0.2187 | 0.1291 | 0.0300 | 0.0300 |
#
# One of them reaches 0.03 in epoch 22, the other in epoch 99.
#
# **Your task.** Write `square_root` and `factor_decay`. Each takes the numbers of its schedule and returns
# the schedule: something that can be called with a step.
#
# <details><summary>Hint 1</summary>
#
# A function can define a function and return it. The inner one sees the arguments of the outer one.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Do not multiply a rate that you keep. With $\alpha^t$ there is nothing to keep, and no order of calls that
# could go wrong.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `def schedule(t): return max(floor, ...)` inside `factor_decay`, then `return schedule`, *without* calling
# it. In Python $\alpha^t$ is `factor**t`, and a root is the power `** 0.5`.
#
# </details>
# <details><summary>For the curious</summary>
#
# Factor decay is often shown as a class that keeps its present rate, multiplies it, and returns the product.
# Its very first answer is then $\eta_0 \alpha$: the base rate that you chose is never used. Its second answer
# depends on whether somebody has drawn the first.
#
# </details>


# %% question="q1"
def square_root(base_lr: float):
    """The schedule η(t) = base_lr / √(t + 1).

    Args:
        base_lr: the rate of step 0.

    Returns:
        A schedule: called with a step t = 0, 1, 2, …, it gives the rate of that step.

    >>> schedule = square_root(0.5)
    >>> schedule(3), schedule(0)
    (0.25, 0.5)
    """
    raise NotImplementedError("write square_root")


def factor_decay(base_lr: float, factor: float, floor: float):
    """The schedule η(t) = base_lr · factor^t, but never below the floor.

    Args:
        base_lr: the rate of step 0.
        factor: each step multiplies the rate by it; above 0, below 1.
        floor: the smallest rate; below base_lr.

    Returns:
        A schedule: called with a step t = 0, 1, 2, …, it gives the rate of that step.

    >>> schedule = factor_decay(0.5, 0.5, 0.1)
    >>> schedule(2), schedule(0), schedule(9)
    (0.125, 0.5, 0.1)
    """
    raise NotImplementedError("write factor_decay")


# %%
grader.check("q1")

# %% [markdown]
# ## 2. Multi-step: wait, then drop
# ●○○ · 10 minutes · 1 point
#
# The oldest recipe of practice: keep the rate until the loss has levelled off, then cut it, and again. The
# epochs of the cuts are the *milestones*,
#
# $$\eta(t) = \eta_0 \, \alpha^{\#\{m \,:\, m \le t\}},$$
#
# where $\#\{m : m \le t\}$ counts the milestones that have come by epoch $t$. Note the $\le$: the epoch whose
# number *is* a milestone already has the lower rate. That is also how `torch` counts.
#
# **A worked step.** With $\eta_0 = 0.5$, $\alpha = 0.5$ and milestones 15 and 30 the rate is 0.5 in the
# epochs 0 to 14, 0.25 in the epochs 15 to 29, and 0.125 from epoch 30. A training of 30 epochs ends with epoch
# 29, so it never sees 0.125! Keep that in mind for question 7.
#
# **Your task.** Write `multi_step`. The milestones increase and begin at 1 or later; there may be none.
#
# <details><summary>Hint 1</summary>
#
# Which milestones have come by epoch 15? By epoch 14?
#
# </details>
# <details><summary>Hint 2</summary>
#
# The rate need not remember the cuts that were made. Count, in each call, those that should have been.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `sum(m <= t for m in milestones)` is a number: `True` counts as 1. It is the exponent.
#
# </details>


# %% question="q2"
def multi_step(base_lr: float, milestones: list[int], factor: float):
    """The schedule that is multiplied by `factor` at each milestone, and constant in between.

    Args:
        base_lr: the rate before the first milestone.
        milestones: increasing steps, each at least 1; perhaps none.
        factor: what each milestone multiplies the rate by; above 0, below 1.

    Returns:
        A schedule: called with a step t = 0, 1, 2, …, it gives the rate of that step.

    >>> schedule = multi_step(0.5, [15, 30], 0.5)
    >>> schedule(30), schedule(14), schedule(15)
    (0.125, 0.5, 0.25)
    """
    raise NotImplementedError("write multi_step")


# %%
grader.check("q2")

# %% [markdown]
# ## 3. Two that arrive: polynomial and cosine
# ●●○ · 20 minutes · 2 points
#
# The schedules so far do not know when the training ends. These two do: they run from $\eta_0$ to a final rate
# $\eta_T$, which they reach at the *horizon* $T$. With the part of the way that is left, $1 - t/T$, raised to
# a power $p$,
#
# $$\eta(t) = \eta_T + (\eta_0 - \eta_T)\Bigl(1 - \frac{t}{T}\Bigr)^{p}
# \qquad\text{or}\qquad
# \eta(t) = \eta_T + \frac{\eta_0 - \eta_T}{2}\Bigl(1 + \cos\frac{\pi t}{T}\Bigr).$$
#
# The cosine is flat at both ends: it lingers at the large rate, crosses the middle swiftly and lands softly.
# Nobody has proved it best. It is used everywhere because it has nothing to tune but its ends.
#
# **A worked step.** From 0.3 to 0.01 with $T = 20$. Half-way, in epoch 10, the angle is $\pi/2$ and its cosine
# 0: the rate is the mean of both ends, 0.155. The polynomial of power 2 is then at
# $0.01 + 0.29 \cdot 0.5^2 = 0.0825$. In epoch 20 both are at 0.01.
#
# **After the end.** Trainings run longer than planned. For $t > T$ the rate *stays* at $\eta_T$. Left to
# itself, each formula would do something else there: the cosine climbs again, and a power of a negative
# number does worse.
#
# **Your task.** Write `polynomial` and `cosine`.
#
# <details><summary>Hint 1</summary>
#
# Put $t = 0$ and $t = T$ into your formula, by hand, before you run it.
#
# </details>
# <details><summary>Hint 2</summary>
#
# After the end every $t$ should be treated as if it were $T$. One function of Python does that to a number.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Begin both schedules with `done = min(t / horizon, 1)`. Then they need `(1 - done)**power` and, after
# `import math`, `(1 + math.cos(math.pi * done)) / 2`. (`torch.pi` and `torch.cos` will do as well; the latter
# wants a tensor.)
#
# </details>
# <details><summary>For the curious</summary>
#
# Two well-known codes disagree with the above once the end has passed. `torch`'s `CosineAnnealingLR` follows
# the cosine up again: the formula in its documentation does so, too, and it surprises many whose training resumes
# for "a few more epochs". And a well-known teaching class computes the rate only for `t <= T` and afterwards returns whatever
# it computed *last*: asked first for epoch 25 it has nothing to return, and fails.
#
# </details>


# %% question="q3"
def polynomial(base_lr: float, final_lr: float, horizon: int, power: float):
    """The schedule that goes from base_lr to final_lr as a power of the way that is left.

    Args:
        base_lr: the rate of step 0.
        final_lr: the rate of step `horizon` and of every later one.
        horizon: the step T at which the final rate is reached, at least 1.
        power: the exponent, positive; 1 is a straight line.

    Returns:
        A schedule: called with a step t = 0, 1, 2, …, it gives the rate of that step.

    >>> schedule = polynomial(1.0, 0.5, 4, 2)
    >>> schedule(4), schedule(0), schedule(2), schedule(7)
    (0.5, 1.0, 0.625, 0.5)
    """
    raise NotImplementedError("write polynomial")


def cosine(base_lr: float, final_lr: float, horizon: int):
    """The schedule that goes from base_lr to final_lr along half a wave of the cosine.

    Args:
        base_lr: the rate of step 0.
        final_lr: the rate of step `horizon` and of every later one.
        horizon: the step T at which the final rate is reached, at least 1.

    Returns:
        A schedule: called with a step t = 0, 1, 2, …, it gives the rate of that step.

    >>> schedule = cosine(0.3, 0.1, 4)
    >>> [round(float(schedule(t)), 6) for t in (4, 0, 2, 7)]
    [0.1, 0.3, 0.2, 0.1]
    """
    raise NotImplementedError("write cosine")


# %%
grader.check("q3")

# %% [markdown] name="look-at-five-schedules"
# ### Look at it
# Your five schedules from the same base rate, over 40 epochs. On the right the same rates on a logarithmic
# axis, where a constant factor is a straight line. Which of them spends the most time above 0.2? Which one
# would you trust if you did not know how long you are going to train?


# %% name="plot-five" shows=true
def _look():
    five = {
        "square root": curve(square_root, 0.3, steps=40),
        "factor 0.9, floor 0.02": curve(factor_decay, 0.3, 0.9, 0.02, steps=40),
        "multi-step at 15 and 30": curve(multi_step, 0.3, [15, 30], 0.25, steps=40),
        "polynomial, power 2, to 30": curve(polynomial, 0.3, 0.01, 30, 2, steps=40),
        "cosine to 30": curve(cosine, 0.3, 0.01, 30, steps=40),
    }
    if all(five.values()):
        _, (left, right) = plt.subplots(1, 2, figsize=(13, 4.5))
        for number, (label, rates) in enumerate(five.items()):
            for axes in (left, right):
                draw_rates(axes, rates, label, f"C{number}")
        for axes in (left, right):
            axes.axvline(30, color="gray", linewidth=0.8, linestyle=":")
            axes.set(xlabel="epoch", ylabel="rate")
        right.set(yscale="log", title="The same, logarithmic")
        left.set(title="Five schedules from 0.3", ylim=(0, 0.315))
        left.legend()
        plt.show()


_look()

# %% [markdown]
# ## 4. Joining schedules: warmup, then cosine
# ●●● · 25 minutes · 3 points
#
# At the very start weights are random and gradients large and unreliable. A large rate may then do harm that
# the rest of the training has to repair. So one begins with a small rate and raises it in a straight line, for
# a few epochs, before the decay sets in: the *warmup*.
#
# That is two schedules, one after the other, and *joining* schedules is worth a function of its own. Joining
# $n$ schedules takes $n - 1$ boundaries: the steps at which the next one takes over. Each schedule counts
# from 0 when its turn comes, for it does not know what was before:
#
# | epoch | 0 | 1 | 2 | 3 | 4 | 5 | 6 |
# |---|---|---|---|---|---|---|---|
# | with boundaries 2 and 5: whose turn | first | first | second | second | second | third | third |
# | with which step it is asked | 0 | 1 | 0 | 1 | 2 | 0 | 1 |
#
# **Warmup then cosine.** With a warmup of $w$ epochs, the rate in epoch $t < w$ is
#
# $$\eta(t) = \eta_{\text{start}} + (\eta_0 - \eta_{\text{start}}) \, \frac{t}{w},$$
#
# and from epoch $w$ on a cosine leads from $\eta_0$ to $\eta_T$. Three epochs fix everything:
#
# - **epoch 0** has the start rate $\eta_{\text{start}}$;
# - **epoch $w$**, the first after the warmup, has the full base rate $\eta_0$, for the first time;
# - **epoch $T$** has the final rate, and so has every epoch **after the end**. $T$ counts from the start of
#   the training, warmup included: how long does that leave for the cosine?
#
# **A worked step.** From 0.1 to 0.3 in $w = 5$ epochs, then to 0.01 at $T = 20$: the rates begin 0.10, 0.14,
# 0.18, 0.22, 0.26, and then 0.30 in epoch 5. Epoch 6 has 0.2968, epoch 19 has 0.0132, epoch 20 has 0.0100. A
# warmup of 0 epochs is no warmup at all: just the cosine.
#
# **Your task.** Write `join` and `warmup_cosine`. The second may use the first, and your `cosine`; it need
# not.
#
# <details><summary>Hint 1</summary>
#
# For `join`: which boundaries have come by step $t$? Their number says whose turn it is, and the last of them
# where that schedule began to count. You have counted like this in question 2.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Test `join` with *three* schedules. If you build functions in a loop, note that a function looks its outer
# variables up when it is *called*, and by then the loop has finished: all of them see its last values.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `join`: in the schedule go through `zip([0, *boundaries], schedules)` and keep the last pair whose start is
# at most $t$; then ask that schedule for `t - start`. `warmup_cosine`: join a straight line with
# `cosine(base_lr, final_lr, horizon - warmup)` at `[warmup]`, and see to a warmup of 0 before you divide
# by it.
#
# </details>


# %% question="q4"
def join(schedules: list, boundaries: list[int]):
    """One schedule after the other, each counting from 0 when its turn comes, and asked for no step before.

    Args:
        schedules: n ≥ 1 schedules.
        boundaries: n − 1 increasing steps, each at least 1. At each of them the next schedule takes over: the
            step whose number is a boundary already belongs to the next one.

    Returns:
        A schedule: called with a step t = 0, 1, 2, …, it gives the rate of that step.

    >>> schedule = join([lambda t: 10 + t, lambda t: 20 + t, lambda t: 30 + t], [2, 5])
    >>> [schedule(t) for t in range(7)]
    [10, 11, 20, 21, 22, 30, 31]
    """
    raise NotImplementedError("write join")


def warmup_cosine(start_lr: float, base_lr: float, final_lr: float, warmup: int, horizon: int):
    """A straight line from start_lr up to base_lr, then a cosine down to final_lr.

    Args:
        start_lr: the rate of step 0, if there is a warmup.
        base_lr: the rate of step `warmup`, the first after the warmup.
        final_lr: the rate of step `horizon` and of every later one.
        warmup: the number of steps w that the warmup takes, at least 0.
        horizon: the step T at which the final rate is reached, counted from step 0; above `warmup`.

    Returns:
        A schedule: called with a step t = 0, 1, 2, …, it gives the rate of that step.

    >>> schedule = warmup_cosine(0.1, 0.3, 0.1, 2, 6)
    >>> [round(float(schedule(t)), 6) for t in (6, 0, 1, 2, 4, 9)]
    [0.1, 0.1, 0.2, 0.3, 0.2, 0.1]
    """
    raise NotImplementedError("write warmup_cosine")


# %%
grader.check("q4")


# %% [markdown] name="look-at-joined"
# ### Look at it
# On the left your `warmup_cosine`, with the three epochs that are so easily off by one. On the right `join` on
# its own: a line up, a plateau, a line down, and then another cosine, "warm restarts" of three lengths.


# %% name="plot-joined" shows=true
def _look():
    def trapezoid():
        return join([lambda t: 0.03 * (t + 1), lambda t: 0.3, lambda t: max(0.3 - 0.02 * t, 0.01)], [9, 30])

    def restarts():
        return join([cosine(0.3, 0.01, 6), cosine(0.25, 0.01, 12), cosine(0.2, 0.01, 27)], [6, 18])

    warm = curve(warmup_cosine, 0.02, 0.3, 0.01, 5, 30, steps=46)
    joined = {"up, along, down": curve(trapezoid, steps=46), "restarts": curve(restarts, steps=46)}
    if warm and all(joined.values()):
        _, (left, right) = plt.subplots(1, 2, figsize=(13, 4.5))
        draw_rates(left, warm, "warmup 5, horizon 30", "C0")
        names = {0: ("epoch 0", (2.5, -0.002)), 5: ("first after the warmup", (2, 0)), 30: ("the horizon", (-2, 0.04))}
        for epoch, (name, (right_by, up_by)) in names.items():
            left.plot(epoch, warm[epoch], "o", color="C3", markersize=10, fillstyle="none")
            left.annotate(name, (epoch + right_by, warm[epoch] + up_by), color="C3")
        left.axvspan(30, 45, color="lightgray", alpha=0.4)
        left.annotate("after the end", (33.5, 0.15), color="gray")
        for (label, rates), color in zip(joined.items(), ("C1", "C2"), strict=True):
            draw_rates(right, rates, label, color)
        for axes in (left, right):
            axes.set(xlabel="epoch", ylabel="rate", ylim=(0, 0.36))
        left.set(title="Warmup, then cosine")
        right.set(title="Joined from three")
        right.legend(loc="upper right", ncols=2)
        plt.show()


_look()

# %% [markdown]
# ## 5. The right rate at the right time
# ●●○ · 25 minutes · 3 points
#
# A schedule is only as good as the loop that obeys it. What the optimizer uses is the number that stands in
# `group["lr"]`, for each `group` of `optimizer.param_groups`, at the moment of `optimizer.step()`; nothing
# else counts. So $\eta(t)$ has to be written there **before** the first step of epoch $t$. A loop that writes
# it at the end of the epoch gives every rate to the epoch after.
#
# **A worked example.** The schedule warms up with 0.0, 0.1, 0.2, 0.3, and the optimizer was built with the
# rate 0.3, as one does:
#
# | epoch | 0 | 1 | 2 | 3 |
# |---|---|---|---|---|
# | rate written *before* the epoch | 0.0 | 0.1 | 0.2 | 0.3 |
# | rate written *after* the epoch | **0.3** | 0.0 | 0.1 | 0.2 |
#
# In the second row the very first epoch, the one that the warmup is there to protect, runs at the full rate.
# (And in the first row epoch 0 learns nothing at all. One reason to start a warmup above 0.)
#
# **Your task.** Write `train`: in each epoch $t$ = 0, …, `epochs` − 1 go through all batches in their order, and
# take one step of the optimizer on each, with the rate $\eta(t)$
#
# - in **every** parameter group: all get the same rate, whatever they were built with;
# - for the **whole** epoch: $t$ counts epochs, not batches.
#
# Use the optimizer that you are given, for its momentum has a memory. Nothing need be returned.
#
# <details><summary>Hint 1</summary>
#
# Two loops, one inside the other. In which of them does the rate change? Before or after the inner one?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `optimizer.lr = 0.1` makes a new attribute that nobody reads. `optimizer.param_groups` is a list of dicts;
# the rate of each stands under `"lr"`.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `for epoch in range(epochs):`, in it `for group in optimizer.param_groups: group["lr"] = schedule(epoch)`, then
# `for batch in batches:` with `optimizer.zero_grad()`, `loss_of(batch).backward()`, `optimizer.step()`.
#
# </details>
# <details><summary>For the curious</summary>
#
# You could use `LambdaLR` instead. It *multiplies* each group's own first rate by what your function returns, so
# the function has to return $\eta(t)$ divided by that rate, and there has to be one function for each group.
# If you make those in a loop or a comprehension, think of question 4: which group do they see?
#
# </details>


# %% question="q5"
def train(optimizer: torch.optim.Optimizer, loss_of, batches: list, epochs: int, schedule) -> None:
    """Trains for some epochs, each at the rate that the schedule has for it.

    Args:
        optimizer: holds the parameters, perhaps in several groups.
        loss_of: `loss_of(batch)` is the loss on a batch, a tensor of shape () that can be differentiated.
        batches: the batches of each epoch, in their order.
        epochs: how many times to go through all batches.
        schedule: `schedule(t)` is the rate of epoch t, as a float.

    >>> w = torch.nn.Parameter(torch.tensor(8.0))
    >>> train(torch.optim.SGD([w], lr=1.0), lambda batch: w * batch, [1.0, 1.0], 2, lambda t: 2.0 - t)
    >>> w.item()  # two steps of 2, then two steps of 1
    2.0
    """
    raise NotImplementedError("write train")


# %%
grader.check("q5")

# %% [markdown] name="look-at-noise"
# ### Look at it
# Why all this? Here is the smallest training that has noise: a point $(x, y)$ in the plane, and 24 batches in each
# epoch, every one of which says "the goal is *here*" and is a little wrong. The true goal is the cross. On the left you
# see where your `train` has been in the first epoch (lines) and in the last three (dots), on the right how far from the
# goal it was, on average over each epoch. A constant rate comes quickly and never settles, for every batch pulls it
# about. With a schedule the walk calms down: the square root from the start, the cosine late and then thoroughly. (The
# warmup costs it most of an epoch here, where nothing had to be protected.)
#
# $x$ and $y$ are two parameter groups, built with a nonsensical rate of 9.9. A loop that forgets one of them cannot
# hide here.


# %% name="plot-noise" shows=true
def _look():
    def noisy_training(schedule, epochs=30):
        """The points (x, y) before every step, shape (epochs, 24, 2)."""
        generator = torch.Generator().manual_seed(0)
        x, y = torch.nn.Parameter(torch.tensor(-3.0)), torch.nn.Parameter(torch.tensor(-2.0))
        optimizer = torch.optim.SGD([{"params": [x]}, {"params": [y]}], lr=9.9)
        path = []

        def loss_of(goal):
            path.append((x.item(), y.item()))
            seen = torch.tensor(goal) + torch.randn(2, generator=generator)
            return 0.5 * (x - seen[0]) ** 2 + 0.5 * (y - seen[1]) ** 2

        train(optimizer, loss_of, [(2.0, 1.0)] * 24, epochs, schedule)
        return torch.tensor(path).reshape(epochs, 24, 2)

    try:
        trainings = {
            "constant 0.3": noisy_training(lambda t: 0.3),
            "square root from 0.3": noisy_training(square_root(0.3)),
            "warmup, then cosine": noisy_training(warmup_cosine(0.05, 0.3, 0.002, 3, 29)),
        }
    except NotImplementedError as missing:
        print(f"First {missing}: then its walks appear here.")
    except Exception as error:
        print(f"There is no walk to draw: {type(error).__name__}: {error}")
    else:
        _, (left, right) = plt.subplots(1, 2, figsize=(13, 5))
        for number, (label, path) in enumerate(trainings.items()):
            left.plot(*path[0].T, "-", color=f"C{number}", linewidth=1, alpha=0.5)
            left.plot(*path[-3:].reshape(-1, 2).T, ".", color=f"C{number}", markersize=5, label=label)
            distances = (path - torch.tensor([2.0, 1.0])).norm(dim=2)
            right.semilogy(distances.mean(1), ".-", color=f"C{number}", label=label)
        left.plot(2, 1, "k+", markersize=40, markeredgewidth=0.8, zorder=0)
        left.set(title="First epoch and last three", xlabel="x", ylabel="y")
        right.set(title="How far from the goal, on average", xlabel="epoch", ylabel="distance")
        left.legend(loc="upper left")
        right.legend()
        plt.show()


_look()

# %% [markdown]
# ## 6. The same with torch's own
# ●●○ · 20 minutes · 2 points
#
# `torch.optim.lr_scheduler` does the bookkeeping for you, in a style that is quite unlike yours: a scheduler
# *owns* an optimizer and a counter. When it is made, it sets the rate of epoch 0. Each `scheduler.step()` counts
# up and sets the rate of the *next* epoch. So the order within an epoch is fixed:
#
# $$\text{use the rate} \;\to\; \texttt{optimizer.step()} \;\to\; \texttt{scheduler.step()}.$$
#
# For warmup then cosine take three pieces:
#
# | piece | what it does | what is easily missed |
# |---|---|---|
# | `LinearLR` | in `total_iters` steps from `start_factor` times the base rate to the whole | its defaults; 0 is refused |
# | `CosineAnnealingLR` | in `T_max` steps from the base rate to `eta_min` | counts from where *it* begins |
# | `SequentialLR` | runs one after the other, changing at `milestones` | all of them on the *same* optimizer |
#
# **Your task.**
# - `warmup_then_cosine(optimizer, warmup, horizon, start_factor, final_lr)`: a `SequentialLR` whose rates from
#   epoch 0 to the horizon are those of your `warmup_cosine` with $\eta_{\text{start}}$ = `start_factor` · $\eta_0$.
#   Here the warmup is at least 1 epoch long.
# - `rates_of(optimizer, scheduler, epochs)`: the rates that the optimizer *uses* in the epochs 0, 1, …,
#   `epochs` − 1, by going through the motions: one `optimizer.step()` in each epoch (without any gradient it moves
#   nothing), and `scheduler.step()` where it belongs.
#
# <details><summary>Hint 1</summary>
#
# The cosine starts when the warmup is over, and has to be done at the horizon. How many epochs are that?
#
# </details>
# <details><summary>Hint 2</summary>
#
# `optimizer.param_groups[0]["lr"]` is the rate that the next `optimizer.step()` is going to use. When do you have
# to read it?
#
# </details>
# <details><summary>Hint 3</summary>
#
# `LinearLR(optimizer, start_factor=start_factor, total_iters=warmup)`,
# `CosineAnnealingLR(optimizer, T_max=horizon - warmup, eta_min=final_lr)`, and
# `SequentialLR(optimizer, [first, second], milestones=[warmup])`. In `rates_of`: read, step, step.
#
# </details>


# %% question="q6"
def warmup_then_cosine(
    optimizer: torch.optim.Optimizer, warmup: int, horizon: int, start_factor: float, final_lr: float
) -> torch.optim.lr_scheduler.SequentialLR:
    """Torch's scheduler for a linear warmup followed by a cosine.

    Args:
        optimizer: each of its groups comes with its base rate.
        warmup: the number of epochs that the warmup takes, at least 1.
        horizon: the epoch, counted from 0, that has the final rate.
        start_factor: epoch 0 has this part of the base rate; above 0, at most 1.
        final_lr: the rate of epoch `horizon`.

    Returns:
        A `SequentialLR` on the optimizer.
    """
    raise NotImplementedError("write warmup_then_cosine")


def rates_of(optimizer: torch.optim.Optimizer, scheduler, epochs: int) -> list[float]:
    """The rates that the optimizer uses in each epoch (those of its first group).

    Args:
        optimizer: the one that the scheduler was made for.
        scheduler: one of `torch.optim.lr_scheduler`, fresh.
        epochs: for how many epochs to look; each has one step of the optimizer.

    Returns:
        The rates of the epochs 0, 1, …, epochs − 1, shape (epochs,).

    >>> optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.8)
    >>> rates_of(optimizer, torch.optim.lr_scheduler.ExponentialLR(optimizer, 0.5), 3)
    [0.8, 0.4, 0.2]
    """
    raise NotImplementedError("write rates_of")


# %%
grader.check("q6")


# %% [markdown] name="look-at-torch"
# ### Look at it
# Your own function as a line, torch's as dots, over twice the horizon. Up to the horizon they agree to all digits
# that matter. After it they part: yours stays, torch's goes up the next half of the wave, and down again.


# %% name="plot-torch" shows=true
def _look():
    def torch_rates(steps):
        optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.3)
        return rates_of(optimizer, warmup_then_cosine(optimizer, 5, 30, 0.1, 0.01), steps)

    try:
        theirs = torch.as_tensor(torch_rates(61)).reshape(61)
    except NotImplementedError as missing:
        print(f"First {missing}: then its curve appears here.")
    except Exception as error:
        print(f"There is no curve to draw: {type(error).__name__}: {error}")
    else:
        if ours := curve(warmup_cosine, 0.03, 0.3, 0.01, 5, 30, steps=61):
            _, axes = plt.subplots(figsize=(9, 4))
            axes.plot(ours, "C0", label="your warmup_cosine")
            axes.plot(theirs, ".C1", label="torch's SequentialLR")
            axes.axvline(30, color="gray", linewidth=0.8, linestyle=":")
            axes.set(xlabel="epoch", ylabel="rate", title="The same, until the horizon", ylim=(0, 0.33))
            axes.legend(loc="upper center")
            plt.show()


_look()

# %% [markdown]
# ## 7. The run that its own plot spoilt
# ●●○ · 15 minutes · 1 point
#
# A report compares schedules. It makes an optimizer and a `MultiStepLR`, draws the curve in one cell, and trains
# in the next. The curve looks as it should: 0.5 in the epochs 0 to 14, 0.25 in the epochs 15 to 29. Here are both
# cells in one function; the training comes after it, with the `optimizer` and the `scheduler` that it returns.

# %% name="report"
from torch.optim.lr_scheduler import MultiStepLR


def plotted_first():
    """What the report's first cells do; also the 30 rates that its plot shows."""
    optimizer = torch.optim.SGD([torch.nn.Parameter(torch.zeros(1))], lr=0.5)
    scheduler = MultiStepLR(optimizer, milestones=[15, 30], gamma=0.5)
    shown = []
    for _ in range(30):
        shown.append(scheduler.get_last_lr()[0])
        scheduler.step()
    return optimizer, scheduler, shown


# %% [markdown] name="repair-question"
# **Your task.** The evidence first: at which rate do the first and the last epoch of the training run, if it now
# trains for 30 epochs? Report `rate_in_epoch_0` and `rate_in_epoch_29`. Then `which_repair`: which one of these, done
# alone between the plot and the training, gives the training the rates that the plot shows?
#
# - **a.** Set the counter back: `scheduler.last_epoch = 0`.
# - **b.** Make a new scheduler for the same optimizer: `scheduler = MultiStepLR(optimizer, [15, 30], gamma=0.5)`.
# - **c.** Make a new optimizer with the rate 0.5 and a new scheduler for it; leave the old ones to the plot.
# - **d.** Set the rate back: `optimizer.param_groups[0]["lr"] = 0.5`.
#
# <details><summary>Hint 1</summary>
#
# No need to guess: you have `rates_of`. (`torch` warns when you run the plot, for a scheduler is stepped there
# without its optimizer. The report had that warning, too.)
#
# </details>
# <details><summary>Hint 2</summary>
#
# Two things were changed by the plot: the scheduler's counter, and the rate in the optimizer's groups. Which of the
# two does each repair put right?
#
# </details>
# <details><summary>Hint 3</summary>
#
# `optimizer, scheduler, shown = plotted_first()`, then one repair, then
# `rates_of(optimizer, scheduler, 30) == shown`. Begin again with `plotted_first()` for each repair.
#
# </details>

# %% question="q7"
rate_in_epoch_0 = ...
rate_in_epoch_29 = ...
which_repair = ...

# %%
grader.check("q7")

# %% [markdown]
# ## 8. Off by one, in your words
# ●●○ · 15 minutes · 2 points
#
# A friend sends you a training loop with a schedule of her own and says: "it must be right, the loss goes down."
# In five to ten sentences: why does that prove nothing? Which few rates would you look at, where exactly in the code
# would you read them, and what would each of them tell you? And why is a schedule that is a pure function of the
# epoch easier to trust than one that counts its calls, also when a training is stopped and resumed?
#
# A person reads this. What counts is that your reasons rest on what you have seen here, so name the figure, the table
# or the check that shows it.

# %% [markdown] question="q8"
# *Your answer here.*
