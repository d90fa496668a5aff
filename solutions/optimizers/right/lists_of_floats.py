"""Plain Python: lists of floats, no tensor; a walk is a list of lists."""

predictions_1 = [2, 5]
loss_1 = 64
gradient_1 = [-40, -8, 8, -16]
parameters_1 = [5, -0.2, -1.8, 2.6]
predictions_2 = [1.8, 9.2]
gradient_2 = [5.2, -31.6, -5.2, -4]
parameters_2 = [8.08, 3.68, -2, 4.44]


def momentum_walk(w0, gradients, lr, momentum):
    walk, v = [w0.tolist()], [0.0] * len(w0)
    for gradient in gradients.tolist():
        v = [momentum * a + g for a, g in zip(v, gradient, strict=True)]
        walk.append([w - lr * a for w, a in zip(walk[-1], v, strict=True)])
    return walk


def nesterov_walk(w0, gradients, lr, momentum):
    walk, v = [w0.tolist()], [0.0] * len(w0)
    for gradient in gradients.tolist():
        v = [momentum * a + g for a, g in zip(v, gradient, strict=True)]
        walk.append([w - lr * (g + momentum * a) for w, a, g in zip(walk[-1], v, gradient, strict=True)])
    return walk


def rmsprop_step(w, gradient, state, lr, alpha=0.99, eps=1e-8):
    g = gradient.tolist()
    s = [alpha * old + (1 - alpha) * x * x for old, x in zip(state or [0.0] * len(g), g, strict=True)]
    return [a - lr * x / (y**0.5 + eps) for a, x, y in zip(w.tolist(), g, s, strict=True)], s
