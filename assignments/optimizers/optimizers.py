# %% [markdown]
# # Optimizers: what a step remembers
#
# Gradient descent has no memory. At every step it looks at the slope under its feet, takes a step, and
# forgets. In a narrow valley this is a misery: the slope points at the opposite wall, so the walk bounces
# from wall to wall and hardly moves along the valley floor.
#
# Two kinds of memory help, and nearly every optimizer in use is made of them:
#
# - **where we have been heading**: a *velocity*, the sum of past gradients, in which what points back and
#   forth cancels and what points the same way adds up (momentum, Nesterov);
# - **how large the gradients have been**: a *scale* for each parameter, by which its steps are divided
#   (RMSProp). Adam has both, and AdaBelief asks a cleverer question about the second.
#
# In this assignment you take two steps with a pencil, write five optimizers as pure functions, turn one of
# them into a class that torch's schedulers can drive, and race four of them down a valley.
#
# **Notation.** $g_t$ is the gradient of step $t$, counted from 1; $\eta$ the learning rate `lr`. Products,
# squares and roots of vectors are taken element by element.
#
# **How to work.** Fill in what stands as `...` or `raise NotImplementedError`, then run the cell with
# `grader.check` below it, as often as you like. When you hand in, further checks look at the same functions
# with other gradients and settings. `float32` or `float64`, tensors, arrays or lists: every honest form is
# accepted. Each question says how hard it is (●○○ to ●●●), how long it may take, and its points. The hints
# fold open, from a nudge to nearly the answer.

# %% name="tools"
import matplotlib.pyplot as plt
import torch


def tried(function, *arguments, **settings):
    """What the function returns; where it cannot yet, a line that says why, and None."""
    try:
        return function(*arguments, **settings)
    except NotImplementedError as error:
        print(f"Nothing to draw yet: {error}.")
    except Exception as error:
        print(f"Nothing to draw: {type(error).__name__}: {error}")


def all_tried(runs):
    """The results of runs, each a function with its arguments, under the same keys; empty if one cannot run yet."""
    results = {}
    for key, (function, *arguments) in runs.items():
        results[key] = tried(function, *arguments)
        if results[key] is None:
            return {}
    return results


def lengths(step, gradients, **settings):
    """How long the steps of a step function are along single gradients, at rate 1: a list of floats."""
    w, state, taken = torch.zeros(1, dtype=torch.float64), None, []
    for gradient in gradients:
        new, state = step(w, gradient.reshape(1), state, 1.0, **settings)
        new = torch.as_tensor(new).detach().clone()
        taken.append(abs(float(new - w)))
        w = new
    return taken


# %% [markdown]
# ## 1. Two steps of momentum, by hand
# ●●○ · 25 minutes · 3 points
#
# A pencil is a slow computer and a patient teacher. The model has four parameters,
#
# $$\hat y = w_1 x_1^2 + w_2 x_2^2 + w_3 x_1 x_2 + b,$$
#
# and starts at $(w_1, w_2, w_3, b) = (1, -1, -1, 1)$. The loss of a batch is
# $\ell = \tfrac12 \sum (y - \hat y)^2$, a sum over its examples. One step of momentum, with $\mu = 0.9$ and
# $\eta = 0.1$, is
#
# $$v \leftarrow \mu v + g, \qquad w \leftarrow w - \eta v, \qquad v = 0 \text{ at first.}$$
#
# **A worked step**, for the smaller model $\hat y = w x$ at $w = 1$. First example $x = 2$, $y = 5$: the
# prediction is 2, the loss $\tfrac12 \cdot 3^2 = 4.5$, the gradient $(\hat y - y)\, x = -3 \cdot 2 = -6$. So
# $v = -6$ and $w = 1 + 0.6 = 1.6$. Second example $x = 1$, $y = 2$: the prediction is 1.6, the gradient
# $-0.4$, the velocity $0.9 \cdot (-6) - 0.4 = -5.8$, and $w = 1.6 + 0.58 = 2.18$. The residual asked for a
# tiny step; the velocity still remembers the first example, and overshoots. This is what momentum is like.
#
# **Your task.** Two batches, one step for each; the second step starts where the first one ended.
#
# | batch | $(x_1, x_2) \to y$ | $(x_1, x_2) \to y$ |
# |---|---|---|
# | 1 | $(1, -1) \to 10$ | $(2, 0) \to 13$ |
# | 2 | $(0, 2) \to 11$ | $(-1, 1) \to 4$ |
#
# For each batch give the two predictions, the gradient and the parameters *after* the step, both in the
# order $w_1, w_2, w_3, b$; for the first batch also the loss. Two decimals will do. Every line is judged
# **from your own line before it**, so an early slip costs one line and not all that come after.
#
# For the curious: some would call this loss the *mean* squared error of the batch. For two examples
# $\tfrac12 \sum$ *is* the mean of the squares, and only for two. The gradient of a mean of squares has a
# factor 2 in it, which the ½ is there to cancel; with other batch sizes the names part.
#
# <details><summary>Hint 1</summary>
#
# The model is linear in its parameters. Write each example as a row of four features,
# $x_1^2,\ x_2^2,\ x_1 x_2,\ 1$, and everything becomes a small table.
#
# </details>
# <details><summary>Hint 2</summary>
#
# Each parameter's gradient is the sum, over the two examples, of $(\hat y - y)$ times that parameter's
# feature. Mind the order: $\hat y - y$ is negative where the prediction is too low.
#
# </details>
# <details><summary>Hint 3</summary>
#
# Features of batch 1: $(1, 1, -1, 1)$ and $(4, 0, 0, 1)$. Of batch 2: $(0, 4, 0, 1)$ and $(1, 1, -1, 1)$.
# The second velocity is 0.9 times `gradient_1` plus `gradient_2`.
#
# </details>

# %% question="q1"
predictions_1 = ...
loss_1 = ...
gradient_1 = ...
parameters_1 = ...
predictions_2 = ...
gradient_2 = ...
parameters_2 = ...

# %%
grader.check("q1")

# %% [markdown]
# ## 2. Momentum and Nesterov, as code
# ●●○ · 25 minutes · 3 points
#
# Now the same rule for any gradients. We feed it a given *sequence* of gradients, so that you can see the
# rule alone, without a loss that answers back. **Torch's convention** is asked for:
#
# $$v_t = \mu v_{t-1} + g_t, \qquad w_t = w_{t-1} - \eta\, v_t, \qquad v_0 = 0.$$
#
# It is called the *heavy ball*, since it is a ball with friction. Unrolled, $v_t = g_t + \mu g_{t-1} + \mu^2
# g_{t-2} + \dots$: under a steady gradient the velocity grows towards $g / (1 - \mu)$, which is ten
# gradients for $\mu = 0.9$.
#
# **Nesterov's** idea: if the velocity carries us on anyway, then look at the slope *there*. In torch's form
#
# $$v_t = \mu v_{t-1} + g_t, \qquad w_t = w_{t-1} - \eta\,(g_t + \mu v_t).$$
#
# (Textbooks evaluate the gradient at the point ahead, where the old velocity alone would lead: here $w - \eta \mu v$. Torch's
# $w_t$ *is* that point ahead: another way to keep the books, and the same method.)
#
# **A worked step** with $w_0 = 0$, $\eta = 0.1$, $\mu = 0.9$ and the gradients 1, 1, 0:
#
# | | start | $g = 1$ | $g = 1$ | $g = 0$ |
# |---|---|---|---|---|
# | $v$ | 0 | 1 | 1.9 | 1.71 |
# | $w$, heavy ball | 0 | −0.1 | −0.29 | −0.461 |
# | $w$, Nesterov | 0 | −0.19 | −0.461 | −0.6149 |
#
# **Two conventions.** The papers write $v \leftarrow \mu v - \eta g$, $w \leftarrow w + v$, with the rate
# *inside* the velocity. For which of the two did you just do question 1?
#
# **Your task.** Write `momentum_walk` and `nesterov_walk`; whatever is equal for a constant rate is
# accepted. Then choose `when_conventions_agree`: rate inside or outside the velocity, the iterates agree
#
# - **a.** always: it is the same method in two notations.
# - **b.** as long as the rate does not change from step to step.
# - **c.** only without momentum, at $\mu = 0$.
# - **d.** never: with the rate outside, the steps are $1/(1 - \mu)$ times as long.
#
# <details><summary>Hint 1</summary>
#
# Two things change in each step, the velocity and the place. Which one needs the other's *new* value?
#
# </details>
# <details><summary>Hint 2</summary>
#
# The start belongs to the walk, so there is one row more than there are gradients. If all rows come out the
# same, you kept one tensor many times and changed it in place.
#
# </details>
# <details><summary>Hint 3</summary>
#
# In the loop: `v = momentum * v + gradient`, then `w = w - lr * v` for the one and
# `w = w - lr * (gradient + momentum * v)` for the other. For the choice: let the rate fall to a tenth in
# mid-walk. How fast does the ball roll in the very next step?
#
# </details>


# %% question="q2"
def momentum_walk(w0: torch.Tensor, gradients: torch.Tensor, lr: float, momentum: float) -> torch.Tensor:
    """Heavy-ball momentum along a sequence of gradients, at a constant rate.

    Args:
        w0: the start, shape (n,).
        gradients: g_1, …, g_T, shape (T, n).
        lr: the learning rate η.
        momentum: μ, at least 0 and below 1.

    Returns:
        The iterates w_0, w_1, …, w_T, shape (T + 1, n).

    >>> momentum_walk(torch.tensor([0.0]), torch.tensor([[1.0], [1.0], [0.0]]), 0.1, 0.9).flatten()
    tensor([ 0.0000, -0.1000, -0.2900, -0.4610])
    """
    raise NotImplementedError("write momentum_walk")


def nesterov_walk(w0: torch.Tensor, gradients: torch.Tensor, lr: float, momentum: float) -> torch.Tensor:
    """Nesterov's momentum along a sequence of gradients, at a constant rate; arguments and result as above.

    >>> nesterov_walk(torch.tensor([0.0]), torch.tensor([[1.0], [1.0], [0.0]]), 0.1, 0.9).flatten()
    tensor([ 0.0000, -0.1900, -0.4610, -0.6149])
    """
    raise NotImplementedError("write nesterov_walk")


when_conventions_agree = ...

# %%
grader.check("q2")

# %% [markdown] name="look-at-momentum"
# ### Look at it
# Three kinds of gradient show what a velocity does. *One push*: descent moves once and stops, the ball rolls
# ten times as far. *A steady slope*: after 20 steps the ball goes nearly nine times as fast, and in the end ten
# times. *A gradient that flips its sign*, as it does between the walls of a valley: the pushes cancel, and
# heavy-ball momentum quivers half as much as descent does. Speed along the valley, calm across it: that is the
# whole trick. (Nesterov quivers *more*, for the newest gradient counts nearly double. Its calm is that the
# gradient answers from the point ahead, which a sequence fixed beforehand cannot do.)


# %% name="plot-momentum" shows=true
def _look():
    pushes = {
        "one push": torch.tensor([1.0] + [0.0] * 39),
        "a steady slope": torch.ones(40),
        "a gradient that flips": torch.tensor([1.0, -1.0] * 20),
    }
    walked = all_tried(
        {
            (kind, name): (function, torch.zeros(1), gradients.reshape(-1, 1), 0.1, 0.9)
            for kind, gradients in pushes.items()
            for name, function in (("momentum", momentum_walk), ("nesterov", nesterov_walk))
        }
    )
    if walked:
        figure, panels = plt.subplots(1, 3, figsize=(14, 4))
        for axes, (kind, gradients) in zip(panels, pushes.items(), strict=True):
            plain = [0.0, *(-0.1 * gradients.cumsum(0)).tolist()]
            axes.plot(plain, ".-", color="gray", label="descent")
            for name, color in (("momentum", "C0"), ("nesterov", "C1")):
                path = torch.as_tensor(walked[kind, name]).detach().flatten()
                axes.plot(path, ".-", color=color, label=name)
            axes.set(title=kind, xlabel="steps", ylabel="w")
        panels[0].legend()
        figure.tight_layout()
        plt.show()


_look()

# %% [markdown]
# ## 3. RMSProp and Adam, a rate for each parameter
# ●●○ · 25 minutes · 2 points
#
# In a network the gradients of two layers may differ by a factor of a thousand, and one rate has to suit
# both. RMSProp divides each coordinate by the root of a running mean of its squares:
#
# $$s_t = \alpha s_{t-1} + (1 - \alpha) g_t^2, \qquad w_t = w_{t-1} - \eta\,\frac{g_t}{\sqrt{s_t} + \varepsilon}.$$
#
# Adam takes a running mean of the gradients as well, and mends a flaw. Both means begin at 0, and after $t$
# steps their weights add up to $1 - \beta^t$ only: they are too small at first, by a factor that is known.
#
# $$m_t = \beta_1 m_{t-1} + (1 - \beta_1) g_t, \qquad v_t = \beta_2 v_{t-1} + (1 - \beta_2) g_t^2,$$
#
# $$\hat m_t = \frac{m_t}{1 - \beta_1^t}, \qquad \hat v_t = \frac{v_t}{1 - \beta_2^t}, \qquad
# w_t = w_{t-1} - \eta\,\frac{\hat m_t}{\sqrt{\hat v_t} + \varepsilon}.$$
#
# Here $t$ counts from 1, and $\varepsilon$ stands *outside* the root in both, as it does in torch (other
# libraries put it inside). RMSProp corrects no bias.
#
# **A worked step.** With $\alpha = 0.99$ and $g_1 = 3$: $s_1 = 0.01 \cdot 9$, its root is $0.1 \cdot 3$, and
# the step is $10\,\eta$ long. It would be so for any $g_1$: RMSProp begins with a leap. Adam: $\hat m_1 =
# g_1$, $\hat v_1 = g_1^2$, and the step is $\eta$ long. So bias correction is no detail: without it, Adam's
# first step would be $0.1 / \sqrt{0.001} = 3.16$ times as long.
#
# **Your task.** Write each as a *pure step*: from `w`, the gradient and a state to the new `w` and the new
# state. The state is `None` at the first step; afterwards it is whatever you returned (a tensor, a tuple, a
# dict: your choice). Pure means: nothing that came in is changed, and nothing is remembered outside the
# state, so that the same call gives the same answer.
#
# <details><summary>Hint 1</summary>
#
# What does each of them have to know from the steps before? That, and nothing else, is its state. Adam needs
# three things.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `if state is None:` make zeros like `w`. Then compute new tensors, with `=` and not with `+=` or `*=`.
#
# </details>
# <details><summary>Hint 3</summary>
#
# RMSProp: `s = alpha * s + (1 - alpha) * gradient**2`, then
# `return w - lr * gradient / (s.sqrt() + eps), s`. For Adam the state is `(t, m, v)`; add 1 to `t` before
# it is used, and keep `m` and `v` *uncorrected* in the state.
#
# </details>


# %% question="q3"
def rmsprop_step(
    w: torch.Tensor, gradient: torch.Tensor, state, lr: float, alpha: float = 0.99, eps: float = 1e-8
) -> tuple:
    """One step of RMSProp, without bias correction, ε outside the root.

    Args:
        w: the parameters, shape (n,).
        gradient: g_t, shape (n,).
        state: None at the first step, then what the step before returned.
        lr: the learning rate η.
        alpha: how much of the mean square is kept from step to step.
        eps: ε.

    Returns:
        The new parameters, shape (n,), and the new state.

    >>> rmsprop_step(torch.tensor([1.0]), torch.tensor([3.0]), None, 0.01)[0]
    tensor([0.9000])
    """
    raise NotImplementedError("write rmsprop_step")


def adam_step(
    w: torch.Tensor,
    gradient: torch.Tensor,
    state,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple:
    """One step of Adam, both biases corrected, ε outside the root.

    Args:
        w: the parameters, shape (n,).
        gradient: g_t, shape (n,).
        state: None at the first step, then what the step before returned.
        lr: the learning rate η.
        beta1: how much of the mean gradient is kept from step to step.
        beta2: how much of the mean square is kept from step to step.
        eps: ε.

    Returns:
        The new parameters, shape (n,), and the new state.

    >>> adam_step(torch.tensor([1.0]), torch.tensor([3.0]), None, 0.01)[0]
    tensor([0.9900])
    """
    raise NotImplementedError("write adam_step")


# %%
grader.check("q3")

# %% [markdown]
# ## 4. AdaBelief, and how it differs
# ●●● · 30 minutes · 3 points
#
# Adam divides by how *large* gradients are. But a large gradient that comes the same way every time is no
# reason to be timid. AdaBelief changes one line: it divides by how far the gradient is from what was
# expected of it, and what is expected is the mean $m_t$, today's gradient included.
#
# $$s_t = \beta_2 s_{t-1} + (1 - \beta_2)(g_t - m_t)^2 + \varepsilon$$
#
# All else is Adam: $m_t$, the two corrections with $1 - \beta^t$, and the step
# $\eta\, \hat m_t / (\sqrt{\hat s_t} + \varepsilon)$. Note that $\varepsilon$ appears twice: it is added to
# $s$ in every step, and is remembered there, and to the root as well. (This is the paper as published. Its
# first preprint adds it to $s$ only where $s$ is used; with $\varepsilon = 10^{-8}$ you would hardly see it.)
#
# **A worked step.** $m_1 = 0.1\, g_1$, so $g_1 - m_1 = 0.9\, g_1$, corrected $\hat s_1 = 0.81\, g_1^2$, and
# the step is $\eta / 0.9$ long: by a factor $1/\beta_1$ longer than Adam's.
#
# **Your task.**
# - `adabelief_step`, with the arguments and the purity of `adam_step`;
# - `belief_over_adam(t, beta1, beta2)`: if all gradients so far were the same number, how much longer is
#   AdaBelief's step number $t$ than Adam's? Take $\varepsilon = 0$. A formula, a sum or a loop: it is judged
#   by its values.
# - `when_belief_strides`: AdaBelief takes far longer steps than Adam where the gradient is
#   - **a.** large and nearly the same in every step.
#   - **b.** small and mostly noise.
#   - **c.** large and flips its sign in every step.
#   - **d.** large, whatever its direction does.
#
# <details><summary>Hint 1</summary>
#
# For a constant gradient $g$, what is $m_t$? You know it from the bias correction. What is $g - m_t$?
#
# </details>
# <details><summary>Hint 2</summary>
#
# $\hat m_t$ is the same in both, and Adam's $\hat v_t$ is exactly $g^2$. So the ratio is
# $1/\sqrt{\hat s_t}$ for $g = 1$.
#
# </details>
# <details><summary>Hint 3</summary>
#
# $g - m_t = \beta_1^t\, g$. So loop: for `i` from 1 to `t`, `s = beta2 * s + (1 - beta2) * beta1 ** (2 * i)`.
# Then correct `s` for its bias and take the root of its inverse.
#
# </details>


# %% question="q4"
def adabelief_step(
    w: torch.Tensor,
    gradient: torch.Tensor,
    state,
    lr: float,
    beta1: float = 0.9,
    beta2: float = 0.999,
    eps: float = 1e-8,
) -> tuple:
    """One step of AdaBelief, as in the published paper; arguments and result as in `adam_step`.

    >>> adabelief_step(torch.tensor([1.0]), torch.tensor([3.0]), None, 0.009)[0]
    tensor([0.9900])
    """
    raise NotImplementedError("write adabelief_step")


def belief_over_adam(t: int, beta1: float = 0.9, beta2: float = 0.999) -> float:
    """How many times as long as Adam's AdaBelief's step number t is, all gradients being equal, at ε = 0.

    >>> round(belief_over_adam(1), 3)
    1.111
    """
    raise NotImplementedError("write belief_over_adam")


when_belief_strides = ...

# %%
grader.check("q4")

# %% [markdown] name="look-at-steps"
# ### Look at it
# How long are the steps, in units of the rate? On the left the gradient is 1 in every step: RMSProp begins
# with its leap, Adam strides evenly, and AdaBelief grows bolder with each step that brings no surprise. In
# the middle the gradient is pure noise: here AdaBelief is hardly bolder than Adam. On the right it is 1000
# for 50 steps and then 1. A scale is a memory, too: RMSProp's steps are a thousand times too short at once and
# recover as the old squares fade, while Adam and AdaBelief coast for a while on their old mean.


# %% name="plot-steps" shows=true
def _look():
    noise = torch.randn(100, dtype=torch.float64, generator=torch.Generator().manual_seed(3))
    courses = {
        "a steady gradient": torch.ones(100, dtype=torch.float64),
        "noise": noise,
        "1000, then 1": torch.cat((torch.full((50,), 1000.0), torch.ones(50))).double(),
    }

    def rmsprop_short_step(w, gradient, state, lr):
        """RMSProp with a shorter memory, α = 0.9."""
        return rmsprop_step(w, gradient, state, lr, alpha=0.9)

    taken = all_tried(
        {
            (kind, name): (lengths, step, gradients)
            for kind, gradients in courses.items()
            for name, step in (("RMSProp", rmsprop_short_step), ("Adam", adam_step), ("AdaBelief", adabelief_step))
        }
    )
    if taken:
        figure, panels = plt.subplots(1, 3, figsize=(14, 4))
        for axes, kind in zip(panels, courses, strict=True):
            for name, color in (("RMSProp", "C2"), ("Adam", "C3"), ("AdaBelief", "C4")):
                axes.semilogy(range(1, 101), taken[kind, name], color=color, label=name)
            axes.set(title=kind, xlabel="step", ylabel="length of the step / rate", ylim=(7e-4, 15))
            axes.axhline(1, color="lightgray", zorder=0)
        panels[0].legend()
        figure.tight_layout()
        plt.show()


_look()

# %% [markdown]
# ## 5. An optimizer that fits in
# ●●● · 40 minutes · 4 points
#
# A rule becomes an optimizer by fitting in: a model owns the parameters, `backward()` fills their `.grad`,
# a scheduler changes the rates, and in between somebody calls `step()`. Each of them relies on manners that
# are nowhere in the formula:
#
# | what | manners |
# |---|---|
# | parameters | changed *in place*, under `torch.no_grad()`: the model holds the same tensors |
# | `.grad` | read only. Clearing it is the business of `zero_grad()`, which you inherit |
# | `.grad is None` | this parameter had no part in the loss: it pauses, with its velocity as it is |
# | `.grad` is sparse | it names only the entries that are not 0 (an `Embedding` can do so): use `p.grad.to_dense()` |
# | velocities | one for each parameter, kept from step to step: `self.state[p]` is the place for it |
# | rates | read from `group["lr"]` at *every* step, for a scheduler may have written there |
# | groups | each entry of `self.param_groups` has an `lr`, a `momentum`, a `weight_decay` of its own |
#
# The rule is torch's: with weight decay $\lambda$ the gradient is $g + \lambda w$, and then, as in question
# 2, $v \leftarrow \mu v + g$ and $w \leftarrow w - \eta v$. Now the rate *does* change, and so here torch's
# convention is not a matter of taste: the rate stays outside the velocity. (`to_dense()` gives a gradient
# that is dense already back as it is, the same tensor; so it costs nothing to say it always.)
#
# **A worked step.** $w = 2$, $\lambda = 0.5$, `.grad` is 1, $\eta = 0.1$, $v = 0$: the gradient with decay is
# $1 + 0.5 \cdot 2 = 2$, so $v = 2$ and $w = 1.8$. And `.grad` is still 1.
#
# **Your task.** Write `MomentumSGD`, a subclass of `torch.optim.Optimizer`. Its constructor has to hand
# `params` and a dict of the defaults to `super().__init__`, which makes the groups and the state for you.
#
# <details><summary>Hint 1</summary>
#
# Two loops: `for group in self.param_groups:`, in it `for p in group["params"]:`. Everything that may change
# or differ is read inside of them.
#
# </details>
# <details><summary>Hint 2</summary>
#
# `g = p.grad` is a second name for the same tensor: `g += …` changes `.grad`, and a velocity that *is*
# `p.grad` is emptied by the next `zero_grad`. An expression such as `p.grad.to_dense() + …` makes a tensor of its own.
# And `p = p - …` only gives your local name `p` to another tensor: the model never hears of it.
#
# </details>
# <details><summary>Hint 3</summary>
#
# `super().__init__(params, {"lr": lr, "momentum": momentum, "weight_decay": weight_decay})`. Above `step`
# write `@torch.no_grad()`. In the inner loop: skip where `p.grad is None`; `g = p.grad.to_dense() + …`; take
# `self.state[p].get("velocity", 0.0)`, make the new velocity, put it back; at last `p -= …`.
#
# </details>


# %% question="q5"
class MomentumSGD(torch.optim.Optimizer):
    """SGD with heavy-ball momentum and weight decay, by torch's convention.

    Args:
        params: parameters, or dicts with "params" and options of their own, as for any optimizer of torch.
        lr: the learning rate η of every group that does not set its own.
        momentum: μ, likewise.
        weight_decay: λ, likewise.

    >>> w = torch.tensor([2.0], requires_grad=True)
    >>> w.grad = torch.tensor([1.0])
    >>> MomentumSGD([w], lr=0.1, weight_decay=0.5).step()
    >>> w.data, w.grad
    (tensor([1.8000]), tensor([1.]))
    """

    def __init__(self, params, lr: float, momentum: float = 0.9, weight_decay: float = 0.0):
        raise NotImplementedError("write MomentumSGD")

    def step(self) -> None:
        raise NotImplementedError("write MomentumSGD.step")


# %%
grader.check("q5")

# %% [markdown]
# ## 6. The race
# ●●○ · 30 minutes · 2 points
#
# The course is a narrow, curved valley,
#
# $$L(x, y) = (1 - x)^2 + 10\,(y - x^2)^2,$$
#
# whose floor follows the parabola $y = x^2$ down to its only minimum, 0 at $(1, 1)$. There the curvature is
# 101.6 across the valley and 0.394 along it. The start is $(-1.2, 1)$, the distance 250 steps, and whoever
# *ends* at a loss of at most **0.005** has arrived.
#
# Each racer gets a rate and a decay: step $t = 0, 1, 2, \dots$ goes at the rate $\eta \cdot d^{\,t}$. A
# decay of $d = 1$ is a constant rate, one of $0.98$ halves it about every 34 steps. All else is fixed:
# $\mu = 0.9$ for momentum, $\alpha = 0.9$ for RMSProp, torch's defaults for Adam.
#
# **A worked race.** `race("gd", 0.01, 1.0)[-1]` is 0.043: gradient descent at 0.01 comes near, but not near
# enough. Near the minimum it is stable up to $2 / 101.6 = 0.0197$; a race is short, and may be run a little
# beyond that. `race("rmsprop", 0.05, 1.0)[-1]` is 0.058. Why does that one not settle, however long it runs at this rate?
#
# **Your task.**
# - `gd_settings`, `momentum_settings`, `rmsprop_settings`, `adam_settings`: pairs `(lr, decay)` with which
#   each of the four arrives. The rate must be above 0, the decay above 0 and at most 1.
# - `arrivals`: a dict with the keys `"gd"`, `"momentum"`, `"rmsprop"`, `"adam"`; for each, the number of
#   steps after which its loss is at or below 0.005 *for the first time*, at your settings. The grader runs
#   the race again and compares. (A racer that bounces from wall to wall magnifies rounding errors, and may
#   arrive some steps sooner or later on another computer: the grader allows for that.)
# - `cannot_do_without_decay`: one of them settles below the target within the 250 steps at no constant rate (it may be
#   there after a lucky bounce, and the next one takes it away again): **a.** gradient descent, **b.** momentum,
#   **c.** RMSProp, **d.** Adam.
#
# <details><summary>Hint 1</summary>
#
# Begin with a decay of 1 and rates a factor of 3 apart: 0.001, 0.003, 0.01, … Look at the picture below.
# Does the racer crawl, bounce, or circle around the goal?
#
# </details>
# <details><summary>Hint 2</summary>
#
# An optimizer that divides today's gradient by its size takes steps of about $\eta$, also where the gradient
# is nearly 0. It comes no nearer to rest than $\eta$ lets it, and a rate so small as to end below the target does not get
# there in time. (Adam divides a *mean* of gradients, which dies away
# where they change their sign at every step.)
#
# </details>
# <details><summary>Hint 3</summary>
#
# Gradient descent likes 0.02, momentum something below 0.01, Adam a rate above 0.1, all three constant.
# RMSProp: start at 0.1 or so and try decays between 0.97 and 0.99. An arrival is
# `next(t for t, loss in enumerate(race("gd", *gd_settings)) if loss <= 0.005)`.
#
# </details>


# %% name="race-course"
def valley(x, y):
    """(1 − x)² + 10 (y − x²)² of numbers or tensors."""
    return (1 - x) ** 2 + 10 * (y - x**2) ** 2


def race_path(name, lr, decay=1.0, steps=250):
    """The places of one racer, start included, shape (steps + 1, 2), in float64."""
    lr, decay = float(lr), float(decay)
    w = torch.tensor([-1.2, 1.0], dtype=torch.float64, requires_grad=True)
    optimizer = {
        "gd": lambda: torch.optim.SGD([w], lr=lr),
        "momentum": lambda: torch.optim.SGD([w], lr=lr, momentum=0.9),
        "rmsprop": lambda: torch.optim.RMSprop([w], lr=lr, alpha=0.9),
        "adam": lambda: torch.optim.Adam([w], lr=lr),
    }[name]()
    scheduler = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda t: decay**t)
    places = [w.detach().clone()]
    for _ in range(steps):
        optimizer.zero_grad()
        valley(*w).backward()
        optimizer.step()
        scheduler.step()
        places.append(w.detach().clone())
    return torch.stack(places)


def race(name, lr, decay=1.0, steps=250):
    """The losses of one racer, that of the start included: a list of steps + 1 floats."""
    return valley(*race_path(name, lr, decay, steps).T).tolist()


# %% question="q6"
gd_settings = ...
momentum_settings = ...
rmsprop_settings = ...
adam_settings = ...
arrivals = ...
cannot_do_without_decay = ...

# %%
grader.check("q6")

# %% [markdown] name="look-at-the-race"
# ### Look at it
# The race as you have tuned it, seen from above, and as losses. Watch the first 20 steps: who drops into
# the valley and turns, who overshoots and climbs the far wall, and who walks along it as if it were flat?
# Change a setting and run both cells again.


# %% name="plot-race" shows=true
def _look():
    entries = {"gd": gd_settings, "momentum": momentum_settings, "rmsprop": rmsprop_settings, "adam": adam_settings}
    raced = {}
    for name, settings in entries.items():
        if settings is ...:
            print(f"Choose `{name}_settings` first: then it appears here.")
        else:
            raced[name] = tried(lambda name, settings: race_path(name, *settings), name, settings)
    if raced:
        figure, (above, beside) = plt.subplots(1, 2, figsize=(14, 5.5))
        xs, ys = torch.meshgrid(torch.linspace(-1.7, 1.7, 200), torch.linspace(-0.9, 2.3, 200), indexing="xy")
        levels = [0.005, 0.05, 0.2, 0.6, 1.5, 4, 10, 25, 60]
        above.contourf(xs, ys, valley(xs, ys), levels=[0, *levels, 400], cmap="Blues_r", norm="symlog", alpha=0.75)
        above.contour(xs, ys, valley(xs, ys), levels=levels, colors="white", linewidths=0.6)
        for (name, path), color in zip(raced.items(), ("black", "C1", "C2", "C3"), strict=False):
            if path is not None:
                above.plot(*path.T, ".-", color=color, markersize=4, linewidth=0.9, label=name)
                beside.semilogy(valley(*path.T).clamp(1e-12, 1e3), color=color, label=name)
        above.plot(1, 1, "*", color="gold", markersize=18, markeredgecolor="black", zorder=5)
        above.set(xlim=(-1.7, 1.7), ylim=(-0.9, 2.3), xlabel="x", ylabel="y", title="The valley from above")
        beside.axhline(0.005, color="gray", linestyle="--", label="target")
        beside.set(xlabel="steps", ylabel="loss", title="The same race, step by step")
        above.legend(loc="upper center", ncols=4)
        beside.legend()
        figure.tight_layout()
        plt.show()


_look()

# %% [markdown]
# ## 7. Too large, too small, or a saddle?
# ●●○ · 20 minutes · 1 point
#
# In practice nobody shows you the surface. You see numbers go by, and have to guess. Three runs of gradient
# descent on
#
# $$f(x, y) = \tfrac12 x^2 + \tfrac14 (y^2 - 1)^2,$$
#
# a surface with minima of height 0 at $(0, \pm 1)$ and between them a saddle of height ¼ at the origin. Each
# had a rate and a start of its own. Their losses:
#
# | steps | 0 | 10 | 20 | 30 | 40 | 50 | 60 |
# |---|---|---|---|---|---|---|---|
# | run A | 2.250 | 0.273 | 0.250 | 0.250 | 0.239 | 0.064 | 0.000 |
# | run B | 2.141 | 0.012 | 0.092 | 0.015 | 0.244 | 0.068 | 0.250 |
# | run C | 2.141 | 2.059 | 1.981 | 1.906 | 1.833 | 1.763 | 1.696 |
#
# **A worked diagnosis** of another run: 2.141, 0.023, 0.000, 0.000, 0.000. It falls fast, without a bounce,
# and stays at the height of a minimum: it has arrived.
#
# **Your task.** For each run a letter, `run_a`, `run_b`, `run_c`:
#
# - **a.** The rate is too large.
# - **b.** The rate is too small.
# - **c.** The run passed a saddle.
# - **d.** It had arrived at a minimum by step 30.
#
# Then see what a saddle does to whom. Start at $(0, 10^{-6})$, a millionth off the ridge that leads to the
# saddle, at a constant rate of 0.1. After how many steps is $|y|$ above ½ for the first time? Give
# `gd_leaves_after` for plain gradient descent and `adam_leaves_after` for Adam with its defaults (yours or
# torch's). And the reason, `why_adam_leaves`: Adam leaves sooner since
#
# - **a.** it senses the negative curvature at the saddle by its second moment.
# - **b.** it divides the gradient by its own size, so that a tiny slope makes a step of nearly $\eta$, too.
# - **c.** its momentum carries over a speed from before the start.
# - **d.** it adds noise to its steps, which pushes it off the ridge.
#
# <details><summary>Hint 1</summary>
#
# A plateau that ends by itself, a staircase that never ends, a dance that does not calm down: which is
# which? Remember the height of the saddle.
#
# </details>
# <details><summary>Hint 2</summary>
#
# The gradient is $(x,\ y^3 - y)$. Near the saddle a step of gradient descent multiplies $y$ by $1 + \eta$.
# How many factors of 1.1 lead from a millionth to a half? And Adam's first step is how long?
#
# </details>
# <details><summary>Hint 3</summary>
#
# Write the loop and count: `t = 0`; while `abs(y) <= 0.5`: take a step, add 1 to `t`. The start has taken no
# step. $\ln(500{,}000) / \ln(1.1) = 137.7$ is a little too few, for the slope flattens on the way.
#
# </details>

# %% question="q7"
run_a = ...
run_b = ...
run_c = ...
gd_leaves_after = ...
adam_leaves_after = ...
why_adam_leaves = ...

# %%
grader.check("q7")

# %% [markdown] name="look-at-the-saddle"
# ### Look at it
# Both walkers start at $x = 1.5$, a millionth off the ridge. Gradient descent comes down the ridge to the
# saddle and stays, for longer than you would watch a training run. Adam has the same millionth to go by. On
# the right, the losses: a plateau like this one is what a saddle looks like from the inside.


# %% name="plot-saddle" shows=true
def _look():
    def saddle_gradient(w):
        """The gradient of x²/2 + (y² − 1)²/4."""
        return torch.stack((w[0], w[1] ** 3 - w[1]))

    def saddle_walk(step, lr=0.1, steps=200):
        """The places of a walk from (1.5, 10⁻⁶), shape (steps + 1, 2)."""
        w, state = torch.tensor([1.5, 1e-6], dtype=torch.float64), None
        places = [w]
        for _ in range(steps):
            w, state = step(w, saddle_gradient(w), state, lr)
            w = torch.as_tensor(w).detach().clone()
            places.append(w)
        return torch.stack(places)

    def plain_step(w, gradient, state, lr):
        """A step of gradient descent."""
        return w - lr * gradient, None

    if (by_adam := tried(saddle_walk, adam_step)) is not None:
        by_gd = saddle_walk(plain_step)
        figure, (above, beside) = plt.subplots(1, 2, figsize=(14, 4.8))
        xs, ys = torch.meshgrid(torch.linspace(-0.8, 1.8, 160), torch.linspace(-1.5, 1.5, 160), indexing="xy")
        height = xs**2 / 2 + (ys**2 - 1) ** 2 / 4
        above.contourf(xs, ys, height, levels=24, cmap="Blues_r", alpha=0.75)
        above.contour(xs, ys, height, levels=[0.25], colors="white", linewidths=1.5)
        for path, name, color in ((by_gd, "gradient descent", "black"), (by_adam, "Adam", "C3")):
            above.plot(*path.T, ".-", color=color, markersize=5, linewidth=0.9, label=name)
            beside.plot(path[:, 0] ** 2 / 2 + (path[:, 1] ** 2 - 1) ** 2 / 4, color=color, label=name)
        above.plot([0, 0], [1, -1], "*", color="gold", markersize=15, markeredgecolor="black", linestyle="")
        above.plot(0, 0, "X", color="white", markersize=10, markeredgecolor="black")
        above.set(xlabel="x", ylabel="y", title="A saddle (cross) between two minima (stars)")
        beside.axhline(0.25, color="gray", linestyle="--", label="height of the saddle")
        beside.set(xlabel="steps", ylabel="loss", title="What a training curve would show")
        above.legend(loc="lower right")
        beside.legend()
        figure.tight_layout()
        plt.show()


_look()

# %% [markdown]
# ## 8. Which would you take, and why
# ●●○ · 15 minutes · 2 points
#
# A friend trains a network with Adam at the default rate. It learns fast at first, then the loss hovers.
# She asks whether to switch to SGD with momentum, or to something else. In five to ten sentences: what
# would you have her look at, what would you try first and what after that? What does each kind of memory
# (velocity, scale) buy, and what does it cost? Say where you are guessing.
#
# A person reads this. What counts is that your reasons rest on what you have seen here, so name the walk,
# the race or the figure that shows it.

# %% [markdown] question="q8"
# *Your answer here.*
