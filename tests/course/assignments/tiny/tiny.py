# %% [markdown] name="title"
# # Doubling
#
# A small assignment.

# %% name="given"

FACTOR = 2


def halve(x: float) -> float:
    return x / FACTOR


# %% [markdown]
# ## Question 1


# %% question="q1"
def double(x: float) -> float:
    """Twice x."""
    raise NotImplementedError("write double")


# %%
grader.check("q1")

# %% [markdown]
# ## Question 2


# %% question="q2"
def quadruple(x: float) -> float:
    """Four times x."""
    raise NotImplementedError("write quadruple")


# %%
grader.check("q2")

# %% question="q3"
answer = ...  # a number
reason = ...  # "a" or "b"

# %%
grader.check("q3")

# %% [markdown] question="q4"
# *Your words here.*
