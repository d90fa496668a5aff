"""The training loop against torch.optim.SGD, and what it leaves alone."""

import doctest

import pytest
import torch
from torch.nn.functional import cross_entropy

from reference import lenet, training
from reference.schedules import warmup_cosine
from reference.training import evaluate, rates_of_the_lagging_loop, shuffled, train


def linear(parameters, inputs):
    weight, bias = parameters
    return inputs @ weight + bias


def data(examples=11, seed=0):
    generator = torch.Generator().manual_seed(seed)
    inputs = torch.randn(examples, 4, generator=generator, dtype=torch.float64)
    return inputs, torch.randint(0, 3, (examples,), generator=generator)


def start():
    generator = torch.Generator().manual_seed(9)
    return [torch.randn(4, 3, generator=generator, dtype=torch.float64), torch.zeros(3, dtype=torch.float64)]


@pytest.mark.parametrize("momentum", [0.0, 0.9])
def test_agrees_with_torch(momentum):
    batches = shuffled(*data(), 4, seed=1)
    schedule = warmup_cosine(0.05, 0.5, 0.01, 2, 6)
    run = train(linear, start(), batches, 5, schedule, momentum)

    weights = [parameter.clone().requires_grad_() for parameter in start()]
    optimizer = torch.optim.SGD(weights, lr=9.0, momentum=momentum)
    losses = []
    for epoch in range(5):
        optimizer.param_groups[0]["lr"] = schedule(epoch)
        total = 0.0
        for inputs, labels in batches(epoch):
            optimizer.zero_grad()
            loss = cross_entropy(linear(weights, inputs), labels)
            loss.backward()
            optimizer.step()
            total += loss.item() * len(labels)
        losses.append(total / 11)
    assert run.steps == 15
    assert run.rates == tuple(schedule(t) for t in range(5))
    assert run.losses == pytest.approx(losses)
    for own, other in zip(run.parameters, weights, strict=True):
        assert torch.allclose(own, other)


def test_losses_of_single_precision_are_added_in_double():
    """Bit for bit: stored figures are sums of this kind."""
    inputs, labels = data(101)
    batches = shuffled(inputs.float(), labels, 4, seed=1)
    parameters = [parameter.float() for parameter in start()]
    run = train(linear, parameters, batches, 1, lambda t: 0.0)
    total = torch.zeros((), dtype=torch.float64)
    for some, classes in batches(0):
        total += cross_entropy(linear(parameters, some), classes).double() * len(classes)
    assert run.losses == (total.item() / 101,)


def test_the_start_is_not_changed():
    parameters = start()
    train(linear, parameters, shuffled(*data(), 4, seed=1), 2, lambda t: 0.1)
    assert all(a.equal(b) for a, b in zip(parameters, start(), strict=True))


def test_epochs_of_one_by_one_are_the_whole():
    batches = shuffled(*data(), 3, seed=2)
    whole = train(linear, start(), batches, 3, lambda t: 0.3 / (t + 1)).parameters
    parts = tuple(start())
    for epoch in range(3):
        parts = train(linear, parts, lambda _, t=epoch: batches(t), 1, lambda _, t=epoch: 0.3 / (t + 1)).parameters
    assert all(a.equal(b) for a, b in zip(whole, parts, strict=True))


def test_no_epochs_no_change():
    run = train(linear, start(), shuffled(*data(), 4, seed=1), 0, lambda t: 0.1)
    assert (run.rates, run.losses, run.steps) == ((), (), 0)
    assert all(a.equal(b) for a, b in zip(run.parameters, start(), strict=True))


def test_refuses_an_epoch_without_examples():
    with pytest.raises(ValueError, match="epoch 0 has no examples"):
        train(linear, start(), lambda t: [], 1, lambda t: 0.1)
    with pytest.raises(ValueError, match="no examples"):
        evaluate(linear, start(), [])


def test_evaluation_does_not_depend_on_the_batches():
    inputs, labels = data(10)
    whole = evaluate(linear, start(), [(inputs, labels)])
    parts = evaluate(linear, start(), shuffled(inputs, labels, 4, seed=3)(0))
    assert whole == pytest.approx(parts)
    scores = linear(start(), inputs)
    assert whole[0] == pytest.approx(cross_entropy(scores, labels).item())
    assert whole[1] == pytest.approx((scores.argmax(1) == labels).double().mean().item())


def test_every_example_is_in_each_epoch_once():
    batches = shuffled(torch.arange(10), torch.arange(10), 4, seed=0)
    assert [len(labels) for _, labels in batches(0)] == [4, 4, 2]
    orders = [torch.cat([labels for _, labels in batches(t)]) for t in range(3)]
    assert all(order.sort().values.equal(torch.arange(10)) for order in orders)
    assert not orders[0].equal(orders[1])


def test_lenet_learns():
    generator = torch.Generator().manual_seed(0)
    labels = torch.arange(40) % 10
    images = 0.1 * torch.randn(40, 1, 28, 28, generator=generator)
    for image, label in zip(images, labels.tolist(), strict=True):
        image[0, 2 * label : 2 * label + 4] += 1.0
    run = train(lenet.logits, lenet.initial(0), shuffled(images, labels, 10, seed=0), 12, lambda t: 0.1)
    assert run.losses[-1] < 0.5 * run.losses[0]


@pytest.mark.parametrize("epochs", [0, 1, 2, 7])
def test_the_lag(epochs):
    schedule = warmup_cosine(0.0, 0.3, 0.01, 5, 20)
    rates = rates_of_the_lagging_loop(schedule, epochs, 0.3)

    optimizer = torch.optim.SGD([torch.zeros(1, requires_grad=True)], lr=0.3)
    used = []
    for epoch in range(epochs):
        used.append(optimizer.param_groups[0]["lr"])
        optimizer.step()
        optimizer.param_groups[0]["lr"] = schedule(epoch)
    assert rates == used


def test_doctests():
    assert doctest.testmod(training).failed == 0
