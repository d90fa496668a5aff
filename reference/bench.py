"""`gradescent bench train`: LeNet's training as textbooks write it, beside ours, epoch by epoch in one run.

The textbook's way (Zhang et al., Dive into Deep Learning, section 12.11): pictures as PIL images behind `ToTensor` in a
`DataLoader` of four processes, loss and accuracy of each batch read back. Ours: pictures as tensors where they are used,
one run alone, and several abreast.
"""

import argparse
import os
import statistics
import sys
import warnings
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import torch
from torch import nn
from torch.utils.data import DataLoader, Dataset

from reference import lenet
from reference.data import NAMES, Data, NoData, fashion_mnist, stand_in
from reference.devices import chosen, clock, described
from reference.training import ABREAST, State, accuracy, begin, epochs, epochs_abreast

RATE = 0.1


@dataclass(frozen=True)
class Cost:
    """One way to train: of each epoch the seconds and the processor's seconds, and the test accuracy after the last.

    `runs` is how many trainings an epoch takes one step further.
    """

    name: str
    runs: int
    seconds: tuple[float, ...]
    busy: tuple[float, ...]
    accuracy: float


class _Pictures(Dataset[Any]):
    """Pictures as torchvision's data sets hold them: bytes, made into an image and back at each access."""

    def __init__(self, data: Data) -> None:
        self.pixels = (data.images[:, 0].cpu() * 255).round().to(torch.uint8).numpy()
        self.labels = data.labels.cpu().tolist()

    def __len__(self) -> int:
        return len(self.labels)

    def __getitem__(self, index: int) -> tuple[Any, int]:
        from PIL import Image
        from torchvision.transforms.functional import to_tensor

        return to_tensor(Image.fromarray(self.pixels[index])), self.labels[index]


def _textbook(data: Data, device: torch.device, size: int, workers: int) -> Iterator[float]:
    """Trains an epoch at a time; yields the test accuracy after it."""
    model = nn.Sequential(
        *(nn.Conv2d(1, 6, 5, padding=2), nn.ReLU(), nn.MaxPool2d(2), nn.Conv2d(6, 16, 5), nn.ReLU(), nn.MaxPool2d(2)),
        *(nn.Flatten(), nn.Linear(400, 120), nn.ReLU(), nn.Linear(120, 84), nn.ReLU(), nn.Linear(84, 10)),
    ).to(device)
    for parameter, first in zip(model.parameters(), lenet.initial(0), strict=True):
        parameter.data = first.to(device)
    optimizer = torch.optim.SGD(model.parameters(), lr=RATE)
    batches = DataLoader(_Pictures(data), size, shuffle=True, num_workers=workers)
    while True:
        model.train()
        total, right = 0.0, 0.0
        for images, labels in batches:
            images, labels = images.to(device), labels.to(device)
            optimizer.zero_grad()
            scores = model(images)
            loss = nn.functional.cross_entropy(scores, labels)
            loss.backward()  # type: ignore[no-untyped-call]
            optimizer.step()
            total += loss.item() * len(labels)
            right += float((scores.argmax(1) == labels).sum())
        yield -1.0
        model.eval()
        yield accuracy(lambda _, images: model(images), [], data.test_images, data.test_labels)


def _ours(data: Data, device: torch.device, size: int, runs: int) -> Iterator[float]:
    start = begin([parameter.to(device) for parameter in lenet.initial(0)])
    # The test set is measured apart, as beside it.
    alone = data.first(len(data.labels), 1)
    options = {"epochs": 10**6, "size": size, "seed": 0}
    each: Iterator[tuple[State, ...]] = (
        ((state,) for state in epochs(lenet.logits, start, alone, _rate, **options))
        if runs == 1
        else epochs_abreast(lenet.logits_abreast, [start] * runs, alone, [_rate] * runs, **options)
    )
    for state, *_ in each:
        yield -1.0
        yield accuracy(lenet.logits, state.parameters, data.test_images, data.test_labels)


def _rate(step: int) -> float:
    return RATE


def compare(
    data: Data, device: torch.device, rounds: int, size: int = 256, workers: int = 4, threads: int = 0
) -> tuple[Cost, Cost, Cost]:
    """Trains the textbook's way, ours, and ours with several runs abreast, an epoch each in turn.

    So a machine's moods meet all three.

    Args:
      data: on any device; ours is moved to `device` once.
      rounds: how many epochs each, 1 or more.
      size: of a batch.
      workers: of the textbook's loader.
      threads: of ours on a CPU; 0 is torch's choice, which the textbook's has.
    """
    here, usual = data.to(device), torch.get_num_threads()
    ways = [
        (f"textbook: PIL, ToTensor, {workers} workers", 1, usual, _textbook(here, device, size, workers)),
        ("ours: resident tensors", 1, threads or usual, _ours(here, device, size, 1)),
        (f"ours: {ABREAST} runs abreast", ABREAST, threads or usual, _ours(here, device, size, ABREAST)),
    ]
    seconds: list[list[float]] = [[] for _ in ways]
    busy: list[list[float]] = [[] for _ in ways]
    reached = [0.0 for _ in ways]
    for _ in range(rounds):
        for i, (_, _, count, way) in enumerate(ways):
            torch.set_num_threads(count)
            begun, used = clock(device), _processor_seconds()
            next(way)
            seconds[i].append(clock(device) - begun)
            busy[i].append(_processor_seconds() - used)
            reached[i] = next(way)
            torch.set_num_threads(usual)
    first, second, third = (
        Cost(name, runs, tuple(seconds[i]), tuple(busy[i]), reached[i]) for i, (name, runs, _, _) in enumerate(ways)
    )
    return first, second, third


def _processor_seconds() -> float:
    """What all processors together have spent on this process and on those that it has waited for."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


def main(argv: Sequence[str] | None = None) -> int:
    """Runs the command; returns its exit status."""
    parser = argparse.ArgumentParser(
        prog="gradescent bench train", description="Images a second, three ways, in one run."
    )
    parser.add_argument("--data", choices=NAMES, default=NAMES[1])
    parser.add_argument("--images", type=int, default=20_000, help="in an epoch (default: 20000)")
    parser.add_argument("--rounds", type=int, default=3, help="epochs of each (default: 3)")
    parser.add_argument("--size", type=int, default=256, help="of a batch (default: 256)")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda", "mps"), default="auto")
    parser.add_argument("--threads", type=int, default=0, help="of ours on a CPU (default: all, as the textbook has)")
    arguments = parser.parse_args(argv)
    # That four workers are more than there are processors is what is measured.
    warnings.filterwarnings("ignore", message="This DataLoader will create")
    try:
        device = chosen(arguments.device)
        made = arguments.data == "stand-in"
        data = stand_in(arguments.images, 2000) if made else fashion_mnist().first(arguments.images, 2000)
        costs = compare(data, device, arguments.rounds, arguments.size, threads=arguments.threads)
    except (NoData, ValueError) as error:
        print(f"gradescent bench train: {error}", file=sys.stderr)
        return 1
    print(f"{described(device)}, {data.name}, {arguments.images} images an epoch, batches of {arguments.size}")
    for cost in costs:
        images = arguments.images * cost.runs
        rate, busy = images / statistics.median(cost.seconds), statistics.median(cost.busy)
        print(
            f"{cost.name:36}{rate:8.0f} images/s, {1e6 * busy / images:6.0f} processor µs an image,"
            f" test accuracy {cost.accuracy:.3f} after {arguments.rounds} epochs"
        )
    textbook, *ours = costs
    for cost in ours:
        for what, pairs in (
            ("images/s", zip(textbook.seconds, cost.seconds, strict=True)),
            ("processor µs an image", zip(textbook.busy, cost.busy, strict=True)),
        ):
            ratios = sorted(cost.runs * a / b for a, b in pairs)
            print(
                f"{what}, {cost.name.removeprefix('ours: ')} against the textbook:"
                f" {statistics.median(ratios):.2f} times better ({ratios[0]:.2f} to {ratios[-1]:.2f})"
            )
    return 0


if __name__ == "__main__":
    sys.exit(main())
