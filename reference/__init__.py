"""Reference implementations behind the course: small pure functions over torch.

* :mod:`reference.objectives`: the functions we minimise, with gradients and Hessians by hand.
* :mod:`reference.descent`: gradient descent on them, and what theory says about it.

Import the module you need, e.g. ``from reference.objectives import QUARTIC``.
"""
