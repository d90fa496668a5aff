# %% [markdown]
# # Lost on the eggholder
#
# The eggholder is a landscape that was made to mislead. Dozens of valleys, ridges as sharp as a fold in
# paper, and nothing that points to the deepest place. It is also only a function of two numbers, so that you
# can *look* at it, which is more than anyone can do with the loss of a network:
#
# $$f(x, y) = -(y + 47) \sin\sqrt{\left|\tfrac{x}{2} + y + 47\right|} - x \sin\sqrt{\left|x - (y + 47)\right|}.$$
#
# On this ground you will try one of the oldest learning-rate schedules, a rate that shrinks by a tenth in
# every epoch:
#
# $$\eta_t = \alpha \cdot 0.9^{\,t}, \qquad t = 0, 1, 2, \dots$$
#
# You will see the best and the worst of it: how decay brings a walk to rest that would leap about for ever,
# and how it stops a walk in the middle of a slope, for good, with nobody the wiser.
#
# **How to work.** Fill in what stands as `...` or `raise NotImplementedError`, then run the cell with
# `grader.check` below it. Run it as often as you like. When you hand in, further checks look at the same
# functions with other starts, rates and numbers of epochs. Tensors or lists, `float32` or `float64`: every
# honest form is accepted. We work in `float64` here, for on this ground the seventh digit can decide about
# the valley. Questions 2 and 3 are judged from *your* `eggholder`, so that a slip in the first costs you once.
# From question 4 on it is the true ground that counts, so mend question 1 first.
#
# Each question says how hard it is (●○○ to ●●●), how long it may take, and its points. Stuck? The hints
# fold open, from a nudge to nearly the answer.

# %% name="tools"
import matplotlib.pyplot as plt
import torch

START_A = (450.0, 420.0)
START_B = (400.0, 130.0)


def attempt(function, *args):
    """What `function(*args)` gives, as a tensor outside any graph; if it fails, a line on why, and None."""
    try:
        return torch.as_tensor(function(*args)).detach()
    except NotImplementedError:
        print(f"Write `{function.__name__}` first: then the picture appears here.")
    except (TypeError, ValueError, RuntimeError, IndexError) as error:
        print(f"`{function.__name__}` does not give what can be drawn: {error}")
    return None


def walks(*runs):
    """The walks `gd_egg(*run)` of all runs, each of shape (epochs + 1, 2); empty if one cannot be had."""
    found = []
    for run in runs:
        walk = attempt(gd_egg, *run)
        if walk is None:
            return []
        if walk.ndim != 2 or walk.shape[1] != 2:
            print(f"`gd_egg` gives shape {tuple(walk.shape)}, not (epochs + 1, 2).")
            return []
        found.append(walk)
    return found


def terrain(x_range, y_range, size=300):
    """A grid of points and the heights of your `eggholder` there: x, y, f, each (size, size); or None."""
    x, y = torch.meshgrid(
        torch.linspace(*x_range, size, dtype=torch.float64),
        torch.linspace(*y_range, size, dtype=torch.float64),
        indexing="xy",
    )
    heights = attempt(eggholder, torch.stack((x, y), dim=-1))
    if heights is not None and heights.shape != x.shape:
        print(f"`eggholder` gives shape {tuple(heights.shape)} for a grid of points of shape {(*x.shape, 2)}.")
        return None
    return None if heights is None else (x, y, heights)


def draw_terrain(axes, ground, levels=24):
    """The ground as a map: dark is low."""
    x, y, heights = ground
    axes.contourf(x, y, heights, levels=levels, cmap="viridis")
    axes.contour(x, y, heights, levels=levels, colors="black", linewidths=0.3, alpha=0.4)
    axes.set(xlabel="x", ylabel="y", aspect="equal", xlim=(x.min(), x.max()), ylim=(y.min(), y.max()))


def draw_walk(axes, walk, label, color):
    """A walk on the map: the start as a ring, the end as a star."""
    axes.plot(walk[:, 0], walk[:, 1], ".-", color=color, linewidth=1, markersize=5, label=label)
    axes.plot(*walk[0], "o", color="white", markersize=11, fillstyle="none", markeredgewidth=2)
    axes.plot(*walk[-1], "*", color=color, markersize=15, markeredgecolor="black")


# %% [markdown]
# ## 1. The ground
# ●○○ · 10 minutes · 1 point
#
# First the function itself. Write it for *one tensor of points*, `w` of shape `(..., 2)`, where `w[..., 0]`
# is $x$ and `w[..., 1]` is $y$. The three dots in the index mean "all dimensions before the last, however
# many": one point of shape `(2,)`, a walk of shape `(11, 2)` and the grid of a map of shape `(300, 300, 2)`
# then go through the same line of code.
#
# **A worked point.** At $(0, 0)$ the second term has the factor $x = 0$ and is gone. What remains is
# $-47 \sin\sqrt{47} = -47 \sin 6.8557 = -25.460$.
#
# | $(x, y)$ | $(0, 0)$ | $(450, 420)$ | $(400, 130)$ | $(-300, 200)$ |
# |---|---|---|---|---|
# | $f$ | −25.460 | −56.460 | −374.880 | −193.838 |
#
# **Your task.** Write `eggholder` with operations of torch only, so that autograd can follow.
#
# <details><summary>Hint 1</summary>
#
# $y$ never comes alone: it is $y + 47$ in all of its three places.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `.item()`, `math.sin` and `torch.tensor(...)` around a result cut the graph (and a grid cannot pass through
# `math.sin`). `torch.sin`, `.sqrt()` and `.abs()` do not.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `x, z = w[..., 0], w[..., 1] + 47`. The first term is `-z * (x / 2 + z).abs().sqrt().sin()`; the second is
# built in the same way.
#
# </details>


# %% question="q1"
def eggholder(w: torch.Tensor) -> torch.Tensor:
    """The eggholder function, for any number of points at once.

    Args:
        w: the points (x, y), a floating-point tensor of shape (..., 2).

    Returns:
        The heights f(x, y), shape (...), differentiable by autograd.

    >>> eggholder(torch.tensor([[0.0, 0.0], [450.0, 420.0]], dtype=torch.float64))
    tensor([-25.4603, -56.4600], dtype=torch.float64)
    """
    raise NotImplementedError("write eggholder")


# %%
grader.check("q1")

# %% [markdown] name="look-at-the-ground"
# ### Look at it
# The whole box, $|x|, |y| \le 512$, in which the function is usually studied. Look at the diagonal in the
# upper right: the ground there is pleated, narrow folds beside broad ones. The two rings are our starts. They
# do not look special, and that is what is special about them: the one above is on the flank of a fold.


# %% name="plot-ground" shows=true
def _look():
    ground = terrain((-512, 512), (-512, 512), 400)
    if ground is not None:
        figure = plt.figure(figsize=(14, 6))
        relief = figure.add_subplot(1, 2, 1, projection="3d")
        relief.plot_surface(*(part.numpy() for part in ground), cmap="viridis", rcount=150, ccount=150, linewidth=0)
        relief.view_init(elev=38, azim=-60)
        relief.set(xlabel="x", ylabel="y", title="The eggholder")
        flat = figure.add_subplot(1, 2, 2)
        draw_terrain(flat, ground)
        for start in (START_A, START_B):
            flat.plot(*start, "o", color="white", markersize=11, fillstyle="none", markeredgewidth=2)
        flat.set_title("From above: dark is low, rings are our starts")
        plt.show()


_look()

# %% [markdown]
# ## 2. Which way is down
# ●○○ · 10 minutes · 1 point
#
# The gradient $\nabla f = (\partial f/\partial x, \partial f/\partial y)$ points uphill, the steepest way. By hand it is two
# lines of the chain rule in which a sign is easily lost. Autograd does not lose signs.
#
# **A worked point.** At $(400, 130)$ the gradient is $(6.948, -13.952)$. So the ground falls to the left
# ($f$ grows with $x$) and upward on the map ($f$ falls as $y$ grows), and a step of rate 0.1 leads to
# $(400 - 0.695, \; 130 + 1.395) = (399.305, 131.395)$.
#
# Autograd has one habit to watch: `backward()` *adds* to `w.grad`. In a training loop you clear it. In a
# function that is called again and again, it is best not to leave anything behind at all: work on a copy,
# and the caller's tensor stays as it was.
#
# **Your task.** Write `gradient`: $\nabla f$ at one point, by autograd through your `eggholder`. Called twice
# with the same tensor it gives the same answer twice.
#
# <details><summary>Hint 1</summary>
#
# The `w` that comes in does not require a gradient. Make a new tensor from it that does.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `w.detach().clone().requires_grad_()` is a leaf of its own: nobody else has a `.grad` on it. With
# `torch.autograd.grad` there is no `.grad` at all.
#
# </details>
# <details><summary>Hint 3</summary>
#
# With `w` replaced by that copy: `(g,) = torch.autograd.grad(eggholder(w), w)`. Then `return g`.
#
# </details>


# %% question="q2"
def gradient(w: torch.Tensor) -> torch.Tensor:
    """The gradient of the eggholder at one point, by autograd.

    Args:
        w: the point (x, y), a floating-point tensor of shape (2,), which is left as it is.

    Returns:
        (∂f/∂x, ∂f/∂y), shape (2,).

    >>> gradient(torch.tensor([400.0, 130.0]))
    tensor([  6.9483, -13.9523])
    """
    raise NotImplementedError("write gradient")


# %%
grader.check("q2")

# %% [markdown]
# ## 3. The walk, with and without decay
# ●●○ · 20 minutes · 3 points
#
# Ten epochs of plain gradient descent (an epoch is one step here, for there is no data to go through):
#
# $$w_{t+1} = w_t - \eta_t \nabla f(w_t), \qquad
#   \eta_t = \begin{cases}\alpha \cdot 0.9^{\,t} & \text{with decay,}\\ \alpha & \text{without.}\end{cases}$$
#
# Epoch 0 uses $\alpha$ itself, since $0.9^0 = 1$; epoch 1 uses $0.9\,\alpha$; epoch 9, the last of ten, uses
# $0.387\,\alpha$. Say it in words before you code: *the rate of an epoch is known from its number alone.*
#
# In torch, `torch.optim.lr_scheduler.LambdaLR(optimizer, f)` keeps this rule. It calls `f` with the *number
# of the epoch* and multiplies what comes back with the rate that the optimizer *began* with. You may meet
# code in which the argument of `f` is called `previous_lr`. The name does not change what arrives: 0, 1, 2, …
# Whoever believes the name and writes `lambda previous_lr: 0.9 * previous_lr` gets the factors 0, 0.9, 1.8, …: no
# step at all in the first epoch, and a rate that grows. Two more things about order: in each epoch
# `optimizer.step()` comes first and `scheduler.step()` after it; the other way round, epoch 0 already walks at
# a decayed rate (and torch warns).
#
# A loop with `alpha * 0.9**epoch` in it does all this as well. The choice is yours.
#
# **Your task.** Write `gd_egg`: the start and every iterate after it, `epochs + 1` points in all.
#
# <details><summary>Hint 1</summary>
#
# It is the loop of descent on a curve, only that `w` is a point now. Two numbers change from epoch to epoch:
# the gradient and the rate. Compute *both* inside the loop.
#
# </details>
# <details><summary>Hint 2</summary>
#
# If all rows of your history are the same, you have kept one tensor many times that the optimizer changes in
# place: keep copies. And the start may come as a tuple of ints: `torch.tensor(start, dtype=torch.float64)`
# (for a tensor `torch.as_tensor(start, dtype=torch.float64).clone()`).
#
# </details>
# <details><summary>Hint 3</summary>
#
# `walk = [w]`; for each epoch: `rate = alpha * 0.9**epoch if decay else alpha`, then
# `w = w - rate * gradient(w)` (a new tensor, not `-=`), then `walk.append(w)`; at last `torch.stack(walk)`.
#
# </details>


# %% question="q3"
def gd_egg(alpha: float, start: tuple[float, float], decay: bool, epochs: int = 10) -> torch.Tensor:
    """Gradient descent on the eggholder, one step an epoch.

    Args:
        alpha: the rate of epoch 0.
        start: the point (x, y) to start from, a tuple, list or tensor of two numbers; it is left as it is.
        decay: whether epoch t uses the rate alpha · 0.9ᵗ (t = 0, 1, …); if not, all epochs use alpha.
        epochs: how many steps to take.

    Returns:
        The points w_0 (the start), w_1, …, w_epochs, shape (epochs + 1, 2).

    >>> gd_egg(0.1, (400.0, 130.0), decay=True, epochs=2)
    tensor([[400.0000, 130.0000],
            [399.3052, 131.3952],
            [398.7411, 132.5903]], dtype=torch.float64)
    """
    raise NotImplementedError("write gd_egg")


# %%
grader.check("q3")

# %% [markdown] name="look-at-the-walks"
# ### Look at it
# Ten epochs from either start, with $\alpha = 0.1$. On the left the walk that keeps its rate is thrown about:
# it meets the steep flank of a fold and leaps to another. Decay leads it elsewhere, which is not to say
# somewhere better. On the right both walks go the same calm way, and neither arrives. Why not? That is
# question 5.


# %% name="plot-walks" shows=true
def _look():
    grounds = [terrain((390, 540), (345, 495)), terrain((380, 450), (115, 185))]
    runs = [(0.1, start, decay) for start in (START_A, START_B) for decay in (False, True)]
    if all(ground is not None for ground in grounds) and (drawn := walks(*runs)):
        _, panels = plt.subplots(1, 2, figsize=(14, 6.5))
        for axes, ground, start, pair in zip(panels, grounds, (START_A, START_B), (drawn[:2], drawn[2:]), strict=True):
            draw_terrain(axes, ground)
            draw_walk(axes, pair[0], "rate 0.1 throughout", "tab:red")
            draw_walk(axes, pair[1], "rate 0.1 · 0.9ᵗ", "white")
            axes.set_title(f"Ten epochs from ({start[0]:g}, {start[1]:g})")
            axes.legend(loc="lower right", facecolor="lightgray")
        plt.show()


_look()

# %% [markdown]
# ## 4. Two valleys
# ●●○ · 20 minutes · 2 points
#
# Find a minimum near $(450, 420)$ and one near $(400, 130)$. Near means: at most 80 away. There are several
# near the first, and *each of them is right*: which one a walk finds depends on its rate, and also a valley
# that lies a little outside of the usual box counts. What makes a point a local minimum is this:
#
# - the gradient vanishes there (to two decimals of $x$ and $y$ in your answer);
# - the ground bends *up* in every direction: both eigenvalues of the Hessian are positive. A pass between two
#   valleys is flat as well, but there the ground bends down in one direction;
# - and, since it was found by descending, it is lower than the start.
#
# *Where your walk stopped* is not on this list. A walk stops for two reasons: because the slope is gone, or
# because the rate is.
#
# **Your task.** Report `minimum_a` (near $(450, 420)$) and `minimum_b` (near $(400, 130)$), each as two
# numbers. Ten epochs will not do: `gd_egg` takes `epochs`. With decay or without, at whatever rate, by
# whatever means.
#
# <details><summary>Hint 1</summary>
#
# Look at `gradient(...)` at the place where your walk ended. Is it small, say below 0.001 in both components?
#
# </details>
# <details><summary>Hint 2</summary>
#
# Near a minimum one step multiplies the error by $1 - \eta\lambda$, $\lambda$ an eigenvalue of the Hessian.
# The flattest direction of these valleys has $\lambda$ between 0.1 and 0.2, so a rate of 0.1 needs 400 to 600
# epochs, ten times the rate a tenth of that, if the walk bears it.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `gd_egg(0.1, START_A, decay=False, epochs=2000)[-1]`, and the same from `START_B`.
#
# </details>

# %% question="q4"
minimum_a = ...
minimum_b = ...

# %%
grader.check("q4")

# %% [markdown]
# ## 5. A clock that stops
# ●●● · 30 minutes · 2 points
#
# Why did the decayed walk from $(400, 130)$ stop on its way? Add up its rates. While a walk takes small steps
# it follows the line of steepest descent, whatever the single rates are; the *sum* of its rates says how far
# along that line it has come. Think of it as a clock: each epoch moves the hand by $\eta_t$. At a constant
# rate the clock runs for ever. With decay the sum is a geometric series,
#
# $$T_n = \sum_{t=0}^{n-1} \alpha \cdot 0.9^{\,t} = \alpha \, \frac{1 - 0.9^{\,n}}{1 - 0.9} < 10\,\alpha,$$
#
# and the clock stops: never will it show more than $10\,\alpha$, be it after a million epochs. What lies
# further along the line than that, this walk will never see.
#
# **A worked sum.** For $\alpha = 0.1$, two epochs: $0.1 + 0.09 = 0.19$. Ten: 0.651. All that ever come: 1.
#
# **Your task.** In all of this the walk starts at $(400, 130)$, and *the goal* is where small constant rates
# lead from there, given epochs enough: rate 0.1 and 2,000 epochs will do.
#
# - `total_rate(alpha, epochs)`: what the clock shows after so many epochs with decay.
# - `covered`: which part of the way ten epochs with decay and $\alpha = 0.1$ cover: 1 minus the distance that
#   is left to the goal over the distance from the start to the goal (straight lines; right within 0.005).
# - `clock_needed`: what the clock has to show for a walk to come within 1 of the goal, measured on a walk at a
#   small *constant* rate (0.1 or below; right within 5%).
# - `alpha_needed(total, epochs)`: the $\alpha$ with which, with decay, the clock shows `total` after `epochs`.
#
# <details><summary>Hint 1</summary>
#
# At a constant rate of 0.05 the clock shows $0.05\,t$ after $t$ epochs. You look for the first $t$ at which
# the walk is within 1 of the goal.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `(walk - goal).norm(dim=1)` is the distance at every epoch. For `alpha_needed` look at the formula of $T_n$:
# it is proportional to $\alpha$.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `alpha_needed` is `total / total_rate(1.0, epochs)`. And `clock_needed` is 0.05 times
# `int(((walk - goal).norm(dim=1) > 1).sum())` for `walk = gd_egg(0.05, START_B, False, 1000)`, since the
# distance shrinks all the time.
#
# </details>


# %% question="q5"
def total_rate(alpha: float, epochs: int) -> float:
    """The sum of the rates alpha · 0.9ᵗ of the epochs t = 0, …, epochs − 1.

    Args:
        alpha: the rate of epoch 0.
        epochs: how many epochs; 0 gives 0.

    Returns:
        The sum, one number.

    >>> round(float(total_rate(0.1, 2)), 6)
    0.19
    """
    raise NotImplementedError("write total_rate")


def alpha_needed(total: float, epochs: int) -> float:
    """The rate of epoch 0 with which the decayed rates of all epochs add up to `total`.

    Args:
        total: what the rates are to add up to.
        epochs: how many epochs there are, at least 1.

    Returns:
        alpha, one number.

    >>> round(float(alpha_needed(0.19, 2)), 6)
    0.1
    """
    raise NotImplementedError("write alpha_needed")


covered = ...
clock_needed = ...

# %%
grader.check("q5")

# %% [markdown] name="look-at-the-clock"
# ### Look at it
# Left: the height of walks at different rates against the *clock*, not the epoch. Four walks, and nearly one
# line, the nearer the smaller the steps: what counts is the sum. Those with decay end where their clocks stop:
# $\alpha = 0.1$ at 1, on the steep slope, where the walk has most of its way still before it.
#
# Right: now $\alpha = 3$, from the same start, for 60 epochs. Kept constant, this rate is too large for every
# valley around here: the walk leaps, and would leap for ever. With decay the same walk leaps at first, crosses
# the ground in a few epochs, and as the rate comes down it settles, 0.63 from the goal. Here is the
# promise of decay: *large while far, small while near.* Too small an $\alpha$, and it is the trap of the left
# panel.


# %% name="plot-clock" shows=true
def _look():
    ground = terrain((370, 470), (100, 200))
    runs = [
        (0.05, START_B, False, 400),
        (0.5, START_B, False, 40),
        (0.1, START_B, True, 200),
        (1.0, START_B, True, 200),
    ]
    drawn = walks(*runs, (3.0, START_B, False, 60), (3.0, START_B, True, 60)) if ground is not None else []
    if drawn:
        _, (left, right) = plt.subplots(1, 2, figsize=(14, 6))
        styles = ("-", "x", "o", ".")
        for (alpha, _, decay, epochs), walk, style in zip(runs, drawn, styles, strict=False):
            rates = alpha * 0.9 ** torch.arange(epochs) if decay else torch.full((epochs,), alpha)
            clock = torch.cat((torch.zeros(1), rates.cumsum(0)))
            left.plot(clock, eggholder(walk), style, label=f"rate {alpha:g}" + (" · 0.9ᵗ" if decay else ""))
        left.set(xlabel="clock: sum of the rates so far", ylabel="f", title="From (400, 130): the clock decides")
        left.legend()
        draw_terrain(right, ground)
        draw_walk(right, drawn[4], "rate 3 throughout", "tab:red")
        draw_walk(right, drawn[5], "rate 3 · 0.9ᵗ", "white")
        right.set_title("Sixty epochs from (400, 130)")
        right.legend(loc="lower right", facecolor="lightgray")
        plt.show()


_look()

# %% [markdown]
# ## 6. Warm up, then decay
# ●●○ · 20 minutes · 2 points
#
# Deep networks are often trained with a rate that first *rises*. At the start the weights are random, the
# gradients are large and tell little, and a full step may throw the walk somewhere from where it does not come
# back (our start $(450, 420)$ is such a place). So begin with small steps, and decay after. With $m$ epochs of
# warmup:
#
# $$\eta_t = \begin{cases} \alpha \, \dfrac{t + 1}{m} & t < m \quad\text{(warmup)},\\[1.2ex]
#   \alpha \cdot 0.9^{\,t - m} & t \ge m \quad\text{(decay).}\end{cases}$$
#
# Two places are worth a second look. Epoch 0 walks at $\alpha/m$ and not at 0, for an epoch at rate 0 is an
# epoch lost. And the decay has *its own clock*: it begins when the warmup ends, so epoch $m$ uses $\alpha$
# itself, not $\alpha \cdot 0.9^m$.
#
# **A worked list.** For $\alpha = 1$, $m = 4$ and 8 epochs: 0.25, 0.5, 0.75, 1, 1, 0.9, 0.81, 0.729.
#
# In torch this is `SequentialLR(optimizer, [warmup, decay], milestones=[m])`, with two `LambdaLR` that each
# count from 0. It is the optimizer that knows the rate: `optimizer.param_groups[0]["lr"]`, read in an epoch
# *before* `scheduler.step()`, is the rate of that epoch.
#
# **Your task.** Write `warmup_rates`: the list of the rates of epochs 0 to `epochs - 1`, by the formula or by
# torch's schedulers.
#
# <details><summary>Hint 1</summary>
#
# Write down which epochs belong to the warmup when $m = 2$. At which number does the decay begin, and which
# power of 0.9 has it there?
#
# </details>
# <details><summary>Hint 2</summary>
#
# With the schedulers: a parameter that nobody needs, `torch.zeros(1, requires_grad=True)`, and an SGD on it.
# In each epoch note the rate, then `optimizer.step()`, then `scheduler.step()`.
#
# </details>
# <details><summary>Hint 3</summary>
#
# One line for one epoch: `alpha * (t + 1) / warmup if t < warmup else alpha * 0.9 ** (t - warmup)`.
#
# </details>


# %% question="q6"
def warmup_rates(alpha: float, warmup: int, epochs: int) -> list[float]:
    """The rates of a linear warmup followed by decay.

    Args:
        alpha: the largest rate, that of the last epoch of the warmup and of the first epoch of the decay.
        warmup: how many epochs the warmup takes, at least 1; it may be more than there are epochs.
        epochs: how many epochs there are.

    Returns:
        The rate of each epoch, `epochs` numbers.

    >>> [round(float(rate), 3) for rate in warmup_rates(1.0, 4, 8)]
    [0.25, 0.5, 0.75, 1.0, 1.0, 0.9, 0.81, 0.729]
    """
    raise NotImplementedError("write warmup_rates")


# %%
grader.check("q6")

# %% [markdown] name="look-at-the-rates"
# ### Look at it
# Left the rate of every epoch, right the clock. Warmup lets the hand start late, and yet with more warmup it
# ends farther on, for the warmup adds its own epochs: $\alpha\,(m + 1)/2$ in all.


# %% name="plot-rates" shows=true
def _look():
    warmups = (1, 5, 10)
    schedules = [attempt(warmup_rates, 1.0, warmup, 40) for warmup in warmups]
    if all(rates is not None and rates.shape == (40,) for rates in schedules):
        _, (left, right) = plt.subplots(1, 2, figsize=(12, 4))
        for warmup, rates in zip(warmups, schedules, strict=True):
            left.plot(rates, ".-", label=f"warmup {warmup}")
            right.plot(rates.cumsum(0), ".-", label=f"warmup {warmup}")
        left.set(xlabel="epoch", ylabel="rate", title="The rate")
        right.set(xlabel="epoch", ylabel="clock", title="The clock: the rates summed")
        left.legend()
        right.legend()
        plt.show()


_look()

# %% [markdown]
# ## 7. Two whys
# ●●● · 20 minutes · 1 point
#
# **The fold that cannot hold it.** From $(450, 420)$ a walk at the constant rate 0.02 comes to rest in one
# of the narrow folds (3,000 epochs; let us call the place *the fold*). At 0.1 it rests elsewhere, in a valley
# that is higher. On a curve a valley of curvature $\lambda$ bears rates up to $2/\lambda$. With two numbers
# there is a curvature for each direction, the eigenvalues of the Hessian matrix, and the *largest* decides.
#
# **The walk that stopped.** From $(400, 130)$ the walk with decay and $\alpha = 0.1$ moves less and less, and
# after 200 epochs no more that you could see.
#
# **Your task.** First the evidence: `fold_edge`, the largest rate at which a walk that starts close to the
# fold's minimum still comes home (right within 5%; from the Hessian, or by trying). Then two letters.
#
# `why_not_the_fold`: a walk at 0.1 from $(450, 420)$ does not come to rest in the fold, because
#
# - **a.** the valley where it rests is deeper, and descent prefers the deeper of two valleys.
# - **b.** the fold holds no minimum but a pass, on which only a very slow walk appears to rest.
# - **c.** across the fold the slope grows so fast that a step of rate 0.1 ends higher up on the other side:
#   even a walk that starts a hair away from its floor is driven off it.
# - **d.** the first step from $(450, 420)$ at 0.1 is too long; started close to the fold's minimum, such a walk
#   would come to rest there.
#
# `why_it_stopped`: the decayed walk from $(400, 130)$ comes to a halt, because
#
# - **a.** it has reached a minimum, though not the lowest.
# - **b.** its rates have a finite sum, and the clock has stopped.
# - **c.** it has come to a plateau where the gradient is nearly zero.
# - **d.** its steps fell below the precision of the numbers, and would go on in higher precision.
#
# <details><summary>Hint 1</summary>
#
# Each wrong reason can be refuted by one number that you can compute: a height, an eigenvalue, a gradient at
# the place where the walk stopped.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `gd_egg(0.02, START_A, False, 3000)[-1]` is the fold. Start walks a hair from there at rates of your choice:
# which come back? And what is `gradient` at the end of the walk that stopped?
#
# </details>
# <details><summary>Hint 3</summary>
#
# `torch.autograd.functional.hessian(eggholder, fold)` is the matrix, `torch.linalg.eigvalsh` gives its
# eigenvalues. At the halt of the other walk the gradient is about 8 long: no plateau, no minimum.
#
# </details>

# %% question="q7"
fold_edge = ...
why_not_the_fold = ...
why_it_stopped = ...

# %%
grader.check("q7")

# %% [markdown] name="look-at-the-fold"
# ### Look at it
# Walks that start a hundredth beside the minimum of the fold. Left, a cut straight across: the fold is double,
# two narrow floors with a ridge between them, as sharp as a knife. The red dots are the first five steps at 0.1.
# Right, the distance from the minimum. The first steps are straight lines, for each multiplies the distance by
# $|1 - \eta\lambda|$: at 0.02 that is 0.95, at 0.03 already 1.9, at 0.1 it is 8.75. And mark: a decaying rate
# passes below the edge at some epoch. From then on the narrowest fold can hold a walk.


# %% name="plot-fold" shows=true
def _look():
    floor = next(iter(walks((0.02, START_A, False, 3000))), None)
    if floor is not None and attempt(eggholder, floor) is not None:
        floor, across = floor[-1].double(), torch.tensor([1.0, -1.0], dtype=torch.float64) / 2**0.5
        rates = (0.01, 0.02, 0.03, 0.1)
        drawn = walks(*((rate, floor + 0.01 * across, False, 12) for rate in rates))
        _, (left, right) = plt.subplots(1, 2, figsize=(13, 5))
        way = torch.linspace(-14, 14, 801, dtype=torch.float64)
        left.plot(way, eggholder(floor + way[:, None] * across), color="gray", linewidth=2)
        for rate, walk in zip(rates, drawn, strict=False):
            distance = (walk - floor).norm(dim=1)
            right.semilogy(distance, ".-", color="tab:red" if rate == 0.1 else None, label=f"rate {rate}")
        if drawn:
            left.plot((drawn[-1][:6] - floor) @ across, eggholder(drawn[-1][:6]), ".--", color="tab:red", linewidth=0.8)
        left.set(xlabel="way across, from the minimum", ylabel="f", title="A cut across the fold")
        right.set(xlabel="epoch", ylabel="distance from the minimum", title="Who comes home?", ylim=(1e-4, 100))
        right.legend(loc="lower right")
        plt.show()


_look()

# %% [markdown]
# ## 8. When to decay
# ●●○ · 15 minutes · 2 points
#
# In five to ten sentences: what does a decaying rate do for a walk, and what can it do against it? When would
# you begin to decay, and how fast? How would you tell, from the numbers that a training run gives you, a
# network that has arrived from one whose rate has merely run out?
#
# A person reads this. What counts is that your reasons rest on what you have seen here, so name the walk or
# the figure that shows it.

# %% [markdown] question="q8"
# *Your answer here.*
