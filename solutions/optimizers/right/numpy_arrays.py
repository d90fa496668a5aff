"""Arrays of numpy throughout: matrices by hand, walks by a loop, steps that give arrays back."""

import numpy as np

start_array = np.array([1.0, -1.0, -1.0, 1.0])
x_1, y_1 = np.array([[1, 1, -1, 1], [4, 0, 0, 1.0]]), np.array([10.0, 13.0])
x_2, y_2 = np.array([[0, 4, 0, 1], [1, 1, -1, 1.0]]), np.array([11.0, 4.0])

predictions_1 = x_1 @ start_array
loss_1 = np.sum((y_1 - predictions_1) ** 2) / 2
gradient_1 = x_1.T @ (predictions_1 - y_1)
parameters_1 = start_array - 0.1 * gradient_1
predictions_2 = x_2 @ parameters_1
gradient_2 = x_2.T @ (predictions_2 - y_2)
parameters_2 = parameters_1 - 0.1 * (0.9 * gradient_1 + gradient_2)


def momentum_walk(w0, gradients, lr, momentum):
    gradients = np.asarray(gradients)
    walk = np.empty((len(gradients) + 1, len(w0)))
    walk[0], v = w0, np.zeros(len(w0))
    for t, gradient in enumerate(gradients):
        v = momentum * v + gradient
        walk[t + 1] = walk[t] - lr * v
    return walk


def rmsprop_step(w, gradient, state, lr, alpha=0.99, eps=1e-8):
    g = np.asarray(gradient)
    s = alpha * (0 if state is None else state) + (1 - alpha) * g**2
    return np.asarray(w) - lr * g / (np.sqrt(s) + eps), s


def adam_step(w, gradient, state, lr, beta1=0.9, beta2=0.999, eps=1e-8):
    g = np.asarray(gradient)
    t, m, v = (0, np.zeros_like(g), np.zeros_like(g)) if state is None else state
    t, m, v = t + 1, beta1 * m + (1 - beta1) * g, beta2 * v + (1 - beta2) * g**2
    return np.asarray(w) - lr * m / (1 - beta1**t) / (np.sqrt(v / (1 - beta2**t)) + eps), (t, m, v)


def belief_over_adam(t, beta1=0.9, beta2=0.999):
    ages = np.arange(1, t + 1)
    return np.sqrt((1 - beta2**t) / np.sum((1 - beta2) * beta2 ** (t - ages) * beta1 ** (2.0 * ages)))
