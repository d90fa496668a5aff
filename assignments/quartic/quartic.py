# %% [markdown]
# # Gradient descent on a quartic
#
# A neural network is trained by walking downhill on a surface of millions of dimensions that nobody has
# ever seen. On a curve you can see every step. This assignment takes the same walk in one dimension, where
# a pencil is enough to check it. Much of what makes training hard is already here:
#
# - a learning rate that is too small to arrive, or too large to stay;
# - two valleys, of which the walk finds *one*, and not always the deeper one;
# - a single number, the curvature, that says how fast you may go.
#
# One step of gradient descent on a loss $L$ with the learning rate $\eta$ is
#
# $$w_{t+1} = w_t - \eta \, L'(w_t).$$
#
# The minus sign is the whole idea: where the curve rises to the right ($L' > 0$) the step goes to the left,
# where it falls it goes to the right, and where it is flat there is no step at all.
#
# **How to work.** Fill in what stands as `...` or `raise NotImplementedError`, then run the cell with
# `grader.check` below it. Its checks are there to help: they name what went wrong and may be run as often
# as you like. When you hand in, further checks look at the same functions with other starts, rates and
# numbers of steps. `float32` or `float64`, a tensor or a list of floats: every honest form is accepted.
#
# Each question says how hard it is (●○○ to ●●●), how long it may take, and its points. Stuck? The hints
# fold open, from a nudge to nearly the answer.

# %% name="tools"
import matplotlib.pyplot as plt
import torch


def quadratic(w):
    """L(w) = w² − 4w + 8 of a number or of each number in a tensor."""
    return w**2 - 4 * w + 8


def quartic(w):
    """L(w) = w⁴ + 3w³ − w² − 3w of a number or of each number in a tensor."""
    return w**4 + 3 * w**3 - w**2 - 3 * w


def walks(function, *runs):
    """The walks `function(w0, lr, steps)` of all runs as lists of floats; if one fails, a line on why, and none."""
    found = []
    for w0, lr, steps in runs:
        try:
            walk = [torch.as_tensor(w).detach().item() for w in function(w0, lr, steps)]
        except NotImplementedError:
            print(f"Write `{function.__name__}` first: then its walks appear here.")
            return []
        except (TypeError, ValueError, ArithmeticError, RuntimeError) as error:
            print(f"`{function.__name__}({w0}, {lr}, {steps})` does not give a walk to draw: {error}")
            return []
        if len(walk) != steps + 1:
            print(f"`{function.__name__}({w0}, {lr}, {steps})` gives {len(walk)} numbers, not {steps + 1}.")
            return []
        found.append(walk)
    return found


def draw_walk(axes, loss, walk, label, color):
    """The points (w, L(w)) of a walk on the curve: the start as a ring, the end as a star."""
    heights = loss(torch.tensor(walk))
    axes.plot(walk, heights, "--", color=color, linewidth=0.8, alpha=0.6)
    axes.plot(walk, heights, ".", color=color, markersize=7, label=label)
    axes.plot(walk[0], heights[0], "o", color=color, markersize=11, fillstyle="none")
    axes.plot(walk[-1], heights[-1], "*", color=color, markersize=15, markeredgecolor="black")


# %% [markdown]
# ## 1. A quadratic, by hand
# ●○○ · 10 minutes · 2 points
#
# We begin with the loss
#
# $$L(w) = w^2 - 4w + 8 = (w - 2)^2 + 4, \qquad L'(w) = 2w - 4,$$
#
# whose minimum you know before you start: it is at $w = 2$.
#
# **A worked step.** Start at $w_0 = 0$ with $\eta = 0.1$. The slope there is $L'(0) = -4$, so
# $w_1 = 0 - 0.1 \cdot (-4) = 0.4$. The slope has become $L'(0.4) = -3.2$, so $w_2 = 0.4 + 0.32 = 0.72$: the
# rate is the same, but the steps become shorter by themselves, since the slope does.
#
# **Counting.** A training loop prints "epoch 0: w = 0.400", for its line is printed *after* the step of
# epoch 0. So "after epoch $t$" is "after $t + 1$ steps", and what you get by confusing the two is an answer
# that looks right and is one step off. Here index $t$ always means *after $t$ steps*, and index 0 the
# start. From $w_0 = 0$ with $\eta = 0.1$:
#
# | | start | epoch 0 | epoch 10 | epoch 20 | epoch 99 |
# |---|---|---|---|---|---|
# | steps taken | 0 | 1 | 11 | 21 | 100 |
# | $w$ | 0.000 | 0.400 | 1.828 | 1.982 | 2.000 |
#
# Each step multiplies the distance to the minimum by $1 - 2\eta = 0.8$, and so $w_t = 2 - 2 \cdot 0.8^t$
# after $t$ steps. A formula like this is a luxury. You will not have it for the quartic, let alone for a
# network; so write the loop.
#
# **Your task.** Write `descend_quadratic`: the start and every iterate after it, `steps + 1` numbers in
# all.
#
# <details><summary>Hint 1</summary>
#
# Before the loop the list already holds one number. Which one?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Keep two things: where you are (`w`) and where you have been (`walk`). In each step change the first by
# the formula above, then add it to the second.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `walk = [w0]`, then `steps` times `walk.append(walk[-1] - lr * (2 * walk[-1] - 4))`; at last
# `torch.tensor(walk)`.
#
# </details>


# %% question="q1"
def descend_quadratic(w0: float, lr: float, steps: int) -> torch.Tensor:
    """Gradient descent on L(w) = w² − 4w + 8, by a loop of your own.

    Args:
        w0: the start.
        lr: the learning rate η.
        steps: how many steps to take.

    Returns:
        The iterates w_0, w_1, …, w_steps, shape (steps + 1,).

    >>> descend_quadratic(0.0, 0.1, 3)
    tensor([0.0000, 0.4000, 0.7200, 0.9760])
    """
    raise NotImplementedError("write descend_quadratic")


# %%
grader.check("q1")

# %% [markdown] name="look-at-the-quadratic"
# ### Look at it
# Your walk at three rates. On the right you see the distance to the minimum on a logarithmic axis, where a
# constant factor in each step is a straight line. Two rates share one line there, for their factors are 0.8
# and −0.8: equally fast, but on the left you see that one of them leaps across the minimum at every step.
# This is also the place to try rates of your own: change the numbers and run the cell again.


# %% name="plot-quadratic" shows=true
def _look():
    rates = (0.02, 0.1, 0.9)
    if drawn := walks(descend_quadratic, *((0.0, lr, 25) for lr in rates)):
        _, (left, right) = plt.subplots(1, 2, figsize=(12, 4.5))
        grid = torch.linspace(-0.5, 4.2, 200)
        left.plot(grid, quadratic(grid), color="lightgray", linewidth=3, zorder=0)
        for lr, walk, style in zip(rates, drawn, ("C0.-", "C1o-", "C2x--"), strict=True):
            draw_walk(left, quadratic, walk, f"rate {lr}", style[:2])
            right.semilogy([abs(w - 2) for w in walk], style, label=f"rate {lr}")
        left.set(xlabel="w", ylabel="L(w)", title="w² − 4w + 8, walked from 0")
        left.legend(loc="upper right")
        right.set(xlabel="steps", ylabel="distance to the minimum", title="A constant factor is a straight line")
        right.legend()
        plt.show()


_look()

# %% [markdown]
# ## 2. The same walk with `torch.optim.SGD`
# ●○○ · 15 minutes · 2 points
#
# In a network nobody writes $L'$ by hand. Autograd supplies the slope, and an optimizer takes the step.
# `torch.optim.SGD` without momentum is the update rule from above, and nothing else, so on a loss that
# needs no data it has to give *the same numbers* as your loop, up to rounding. Code that you trust is the
# best test for code that you do not yet know.
#
# Three lines make a step, and each hides something:
#
# | line | what it does | what is easily missed |
# |---|---|---|
# | `optimizer.zero_grad()` | clears `w.grad` | without it the next line *adds* to what is there |
# | `loss.backward()` | puts $L'(w)$ into `w.grad` | takes a fresh loss each time; needs a floating-point `w` |
# | `optimizer.step()` | changes `w` by $-\eta L'(w)$ | changes it *in place*: it stays the same tensor |
#
# **Your task.** Write `descend_quadratic_sgd` with `torch.optim.SGD` and autograd: the same arguments, the
# same iterates. It should work for a start like `2` as well as for `2.0`.
#
# <details><summary>Hint 1</summary>
#
# Autograd refuses a tensor of integers, and `torch.tensor(2)` is one.
#
# </details>
# <details><summary>Hint 2</summary>
#
# If all numbers that you return are the same, look at what you keep: a list of references to one tensor
# shows what that tensor holds *now*, many times over. Keep numbers, or copies.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `w = torch.tensor(float(w0), requires_grad=True)` and `optimizer = torch.optim.SGD([w], lr=lr)` before the
# loop; in it `zero_grad()`, the loss, `backward()`, `step()`, and `walk.append(w.item())`.
#
# </details>


# %% question="q2"
def descend_quadratic_sgd(w0: float, lr: float, steps: int) -> torch.Tensor:
    """Gradient descent on L(w) = w² − 4w + 8, with `torch.optim.SGD` and autograd.

    Args:
        w0: the start; an integer will do.
        lr: the learning rate η.
        steps: how many steps to take.

    Returns:
        The iterates w_0, w_1, …, w_steps, shape (steps + 1,).

    >>> descend_quadratic_sgd(0.0, 0.1, 3)
    tensor([0.0000, 0.4000, 0.7200, 0.9760])
    """
    raise NotImplementedError("write descend_quadratic_sgd")


# %%
grader.check("q2")

# %% [markdown]
# ## 3. The quartic from any start
# ●●○ · 15 minutes · 3 points
#
# Now a curve with a choice in it:
#
# $$L(w) = w^4 + 3w^3 - w^2 - 3w.$$
#
# A polynomial of degree four can have two valleys with a hill between them, and this one does. Descent
# knows nothing of that. At each step it sees one number, the slope under its feet.
#
# **A worked step.** At $w = 1$ the slope is $L'(1) = 8$. With $\eta = 0.01$ the step leads to
# $1 - 0.01 \cdot 8 = 0.92$.
#
# **Your task.** Write `descend`: all iterates from any start, with the slope by hand or by autograd, as you
# like. The rest of this notebook is an experiment, and `descend` is its instrument.
#
# <details><summary>Hint 1</summary>
#
# Only the slope differs from question 1. The derivative of $w^n$ is $n w^{n-1}$, term by term.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Test your slope before you walk: $L'(1)$ should be 8 and $L'(0)$ should be $-3$. Or compare it with
# `(quartic(w + 0.001) - quartic(w - 0.001)) / 0.002` at a few places.
#
# </details>
# <details><summary>Hint 3</summary>
#
# $L'(w) = 4w^3 + 9w^2 - 2w - 3$. With autograd: `w = torch.tensor(float(w0), requires_grad=True)`, in the
# loop `slope, = torch.autograd.grad(quartic(w), w)`, then `w = (w - lr * slope).detach().requires_grad_()`.
#
# </details>


# %% question="q3"
def descend(w0: float, lr: float, steps: int) -> torch.Tensor:
    """Gradient descent on L(w) = w⁴ + 3w³ − w² − 3w.

    Args:
        w0: the start; an integer will do.
        lr: the learning rate η.
        steps: how many steps to take.

    Returns:
        The iterates w_0, w_1, …, w_steps, shape (steps + 1,).

    >>> descend(1.0, 0.01, 1)
    tensor([1.0000, 0.9200])
    """
    raise NotImplementedError("write descend")


# %%
grader.check("q3")

# %% [markdown] name="look-at-three-starts"
# ### Look at it
# Three walkers, one curve, one rate. Rings are starts, stars are ends. On the right you see the same walks
# against the number of steps: who is fast at first, who is slow, and who ends with whom?


# %% name="plot-starts" shows=true
def _look():
    starts = (0.0, 2.0, -4.0)
    if drawn := walks(descend, *((w0, 0.01, 100) for w0 in starts)):
        _, (left, right) = plt.subplots(1, 2, figsize=(12, 4.5))
        grid = torch.linspace(-4.1, 2.15, 400)
        left.plot(grid, quartic(grid), color="lightgray", linewidth=3, zorder=0)
        for w0, walk, color in zip(starts, drawn, ("C0", "C1", "C2"), strict=True):
            draw_walk(left, quartic, walk, f"from {w0:g}", color)
            right.plot(walk, ".-", color=color, label=f"from {w0:g}")
        left.set(xlabel="w", ylabel="L(w)", title="Three starts at rate 0.01", ylim=(-10, 66))
        left.legend(loc="upper center")
        right.set(xlabel="steps", ylabel="w", title="The same walks, step by step")
        right.legend()
        plt.show()


_look()

# %% [markdown]
# ## 4. Three starts, three ends
# ●●○ · 20 minutes · 3 points
#
# Choose *one* learning rate and *one* number of steps (10,000 at most) with which all three walks, from 0,
# from 2 and from −4, come to rest. Then report where. There is more than one right answer: a larger rate
# may lead a start into another valley, and then that is the right answer *for that rate*. Your ends are
# judged with the rate that you chose.
#
# An end is a minimum if two things hold:
#
# $$L'(w) = 0 \quad\text{(flat)}, \qquad L''(w) > 0 \quad\text{(bending up)}.$$
#
# Without the second it could be a *hilltop*: flat as well, and nowhere to stay.
#
# **Your task.** Report
# - `my_lr`, `my_steps`, and the three ends `end_from_0`, `end_from_2`, `end_from_minus_4`;
# - `lowest_w` and `lowest_loss`: the lowest of *all* minima and the loss there, whether or not one of your
#   three walks went there;
# - `hilltop_w`: the maximum between the valleys.
#
# Write numbers (three decimals will do) or, better, expressions that compute them.
#
# <details><summary>Hint 1</summary>
#
# Has a walk come to rest? Compare its last two iterates; better, look at the slope at the last one.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `descend(2.0, my_lr, my_steps)[-1]` is an end. For the lowest minimum try other starts as well, and
# compare `quartic(...)` at their ends. Descent flees a hilltop; what would a walk do that goes *up*?
#
# </details>
# <details><summary>Hint 3</summary>
#
# With rate 0.01 and 300 steps all three arrive. `descend(-0.5, -0.01, 300)` has a negative rate: it climbs.
# (An optimizer of torch refuses a negative rate. If your `descend` uses one, close in on the hilltop with
# starts that part.)
#
# </details>

# %% question="q4"
my_lr = ...
my_steps = ...
end_from_0 = ...
end_from_2 = ...
end_from_minus_4 = ...
lowest_w = ...
lowest_loss = ...
hilltop_w = ...

# %%
grader.check("q4")

# %% [markdown]
# ## 5. The largest stable learning rate
# ●●● · 20 minutes · 2 points
#
# How fast may you go? Close to a minimum $w^*$ every smooth curve is nearly a parabola, with the slope
# $L'(w) \approx L''(w^*) \, (w - w^*)$. Put this into the update and write $e_t = w_t - w^*$ for the error:
#
# $$e_{t+1} \approx \bigl(1 - \eta \, L''(w^*)\bigr) \, e_t.$$
#
# One factor, again and again. You met it in question 1, where $L'' = 2$ and $\eta = 0.1$ made it 0.8. For
# which $\eta$ do its powers shrink?
#
# **Your task.**
# - `largest_stable_lr(curvature)`: the rate below which a walk that starts close to a minimum of this
#   curvature comes home, and above which it does not.
# - `stable_lr_quartic`: this rate for the *lowest* minimum of the quartic (right within 5%), from your
#   function or by experiment. If you experiment, start close: from afar a smaller rate may do harm already.
#   And take few steps, or stop a walk that has left: Python floats that run away end in an `OverflowError`.
# - `at_the_edge`: what the walk on the quadratic of question 1, started at 0, does at *exactly* its largest
#   stable rate. Answer with a letter, such as `at_the_edge = "a"`.
#
# At exactly the largest stable rate the walk
#
# - **a.** arrives at the minimum in one step and stays.
# - **b.** jumps between two points for ever.
# - **c.** still approaches the minimum, only very slowly.
# - **d.** runs away, farther with every step.
#
# <details><summary>Hint 1</summary>
#
# The powers of a number shrink if its size, *without* its sign, is below 1. A negative factor is allowed:
# the walk then approaches the minimum from both sides in turn.
#
# </details>
# <details><summary>Hint 2</summary>
#
# You need $-1 < 1 - \eta L'' < 1$. Which of the two sides does a large rate violate? What is the factor
# right at the edge?
#
# </details>
# <details><summary>Hint 3</summary>
#
# Solve $1 - \eta L'' = -1$ for $\eta$. For the quartic $L''(w) = 12w^2 + 18w - 2$, taken at `lowest_w`.
#
# </details>


# %% question="q5"
def largest_stable_lr(curvature: float) -> float:
    """The rate at which gradient descent near a minimum stops being stable.

    Args:
        curvature: L″ at the minimum, positive.

    Returns:
        The rate below which a walk from close by comes home, and above which it does not.

    >>> largest_stable_lr(4.0) < largest_stable_lr(2.0)  # a narrow valley asks for small steps
    True
    """
    raise NotImplementedError("write largest_stable_lr")


stable_lr_quartic = ...
at_the_edge = ...

# %%
grader.check("q5")

# %% [markdown] name="look-at-three-rates"
# ### Look at it
# The same start, 2, at three rates. The first rolls down into the nearest valley. The second does not. The
# third has only three steps to show, for the fourth would leave every figure. Mind the scale of the last
# panel.


# %% name="plot-rates" shows=true
def _look():
    rates = (0.01, 0.05, 0.1)
    if drawn := walks(descend, (2.0, 0.01, 40), (2.0, 0.05, 40), (2.0, 0.1, 3)):
        _, panels = plt.subplots(1, 3, figsize=(14, 4))
        windows = ((-3.6, 2.2), (-3.6, 2.2), (-245, 30))
        for axes, lr, walk, window, color in zip(panels, rates, drawn, windows, ("C0", "C1", "C2"), strict=True):
            grid = torch.linspace(*window, 400)
            axes.plot(grid, quartic(grid), color="lightgray", linewidth=3, zorder=0)
            draw_walk(axes, quartic, walk, f"{len(walk) - 1} steps", color)
            axes.set(xlabel="w", ylabel="L(w)", title=f"From 2 at rate {lr}")
            axes.legend(loc="upper center")
        plt.show()


_look()

# %% [markdown]
# ## 6. Why 0.05 from 2 ends in the other valley
# ●●○ · 10 minutes · 1 point
#
# With rate 0.01 the start 2 leads to the valley on the right, which is also the nearest. With 0.05 it leads
# to the valley on the left.
#
# **Your task.** First the evidence: `after_first_step` is where the walk from 2 at rate 0.05 stands after
# *one* step. Then the reason, `why_other_basin`:
#
# - **a.** With the larger rate the walk comes down so fast that its momentum carries it over the hill.
# - **b.** A larger rate makes the walk look farther ahead, so that it finds the lower of the two valleys.
# - **c.** The first step is so long that it lands beyond the hilltop, and from there on downhill means
#   left.
# - **d.** 0.05 is above the largest stable rate of the right valley, so that the walk cannot stay in there.
#
# <details><summary>Hint 1</summary>
#
# Three of these can be refuted with what you have: the update rule, your `descend` from 0 at the same rate,
# and question 5.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Compare `after_first_step` with `hilltop_w`.
#
# </details>
# <details><summary>Hint 3</summary>
#
# The slope at 2 is 61. How long is a step of 0.05 times that, and what lies within this distance to the
# left of 2?
#
# </details>

# %% question="q6"
after_first_step = ...
why_other_basin = ...

# %%
grader.check("q6")

# %% [markdown]
# ## 7. Why the three results differ
# ●●○ · 10 minutes · 1 point
#
# Same curve, same rate of 0.01, same code: and yet the starts 0 and 2 end in one place, −4 in another.
#
# **Your task.** The evidence first: start two walks a hair apart, at −0.54 and at −0.52, with rate 0.01 and
# enough steps to come to rest, and report their ends `end_left` and `end_right` (three decimals will do).
# Then the reason, `why_results_differ`:
#
# - **a.** The walks were stopped too early: with enough steps all three would meet at the lowest minimum.
# - **b.** Rounding errors add up over hundreds of steps and push the walks apart.
# - **c.** The steeper the curve is at the start, the deeper the minimum that is found.
# - **d.** A step sees only the slope where it stands: short steps lead down into the valley of the start.
#
# <details><summary>Hint 1</summary>
#
# What lies between −0.54 and −0.52? You found it in question 4.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Test each reason by what it would predict: for ten times as many steps, for `float64`, for a gentle start at −1.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Near a hilltop the slope is tiny and the walk slow to leave: give it 1,000 steps. Then ask what the slope
# is at the two ends, and what a further step would do there.
#
# </details>

# %% question="q7"
end_left = ...
end_right = ...
why_results_differ = ...

# %%
grader.check("q7")

# %% [markdown]
# ## 8. What it means, in your words
# ●●○ · 15 minutes · 2 points
#
# In five to ten sentences: what decides where gradient descent ends? What can the learning rate change
# about that, and what not? And what follows for training a network, where you can neither draw the curve
# nor try every start?
#
# A person reads this. What counts is that your reasons rest on what you have seen here, so name the walk or
# the figure that shows it.

# %% [markdown] question="q8"
# *Your answer here.*
