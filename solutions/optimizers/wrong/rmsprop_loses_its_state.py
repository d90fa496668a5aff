"""Returns the state as it came in: in every step RMSProp begins anew."""

FAILS = ["rmsprop_along_any_gradients", "rmsprop_adds_eps_outside", "adaptive_steps_by_default"]


def rmsprop_step(w, gradient, state, lr, alpha=0.99, eps=1e-8):
    s = (1 - alpha) * gradient**2
    return w - lr * gradient / (s.sqrt() + eps), state
