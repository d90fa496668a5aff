"""Pictures to train with, as tensors: Fashion-MNIST, and a made-up stand-in for machines without a network.

Both have ten classes of 28 × 28 grey pictures, and everything that trains takes either and says which it took.

* `fashion_mnist`: 60,000 and 10,000 pictures (Xiao, Rasul & Vollgraf, 2017), fetched by torchvision, and bit for bit those.
* `stand_in`: made from a seed, in seconds, and hard: classes overlap, so that a network that trains badly shows.
"""

import hashlib
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from http.client import HTTPException
from pathlib import Path

import torch
from torch import Tensor
from torch.nn import functional

NAMES = ("fashion-mnist", "stand-in")
"""What `--data` takes."""

SUMS = {
    "train-images-idx3-ubyte": "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
    "train-labels-idx1-ubyte": "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
    "t10k-images-idx3-ubyte": "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    "t10k-labels-idx1-ubyte": "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
}
"""The SHA-256 of the four files of Fashion-MNIST as they lie in `FashionMNIST/raw`, unpacked: torchvision compares sums of
the packed ones, once, when it fetches them."""

LABEL_NOISE = 0.05
_FORMS, _SHIFT = 3, 2
_fetching = threading.Lock()


class NoData(Exception):
    """The pictures are not there and cannot be fetched, or are not what they should be; says in a line what to do."""


@dataclass(frozen=True)
class Data:
    """Pictures and their classes.

    Attributes:
      name: one of `NAMES`.
      images, labels: to train with: shape (n, 1, 28, 28), float32 from 0 to 1, and shape (n,), int64 from 0 to 9.
      test_images, test_labels: to measure with; likewise.
    """

    name: str
    images: Tensor
    labels: Tensor
    test_images: Tensor
    test_labels: Tensor

    def first(self, images: int, test: int) -> "Data":
        """The first so many of each; raises ValueError where there are fewer."""
        if images > len(self.labels) or test > len(self.test_labels):
            raise ValueError(f"{self.name} has {len(self.labels)} and {len(self.test_labels)}, not {images} and {test}")
        return replace(
            self,
            images=self.images[:images],
            labels=self.labels[:images],
            test_images=self.test_images[:test],
            test_labels=self.test_labels[:test],
        )

    def to(self, device: torch.device) -> "Data":
        """The same on another device, where they stay: a training copies no picture."""
        return Data(self.name, *(part.to(device) for part in self._parts()))

    def _parts(self) -> tuple[Tensor, ...]:
        return self.images, self.labels, self.test_images, self.test_labels


def folder() -> Path:
    """Where Fashion-MNIST lies or will lie: `GRADESCENT_DATA`, else the user's cache."""
    named = os.environ.get("GRADESCENT_DATA")
    return Path(named) if named else Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "gradescent"


def fashion_mnist(root: Path | None = None, download: bool = True, sums: Mapping[str, str] = SUMS) -> Data:
    """Fashion-MNIST, from `root` (default: :func:`folder`), fetched into it where it is not there or not whole.

    torchvision fetches it, with a progress bar. Wherever the files came from, their sums are compared at each reading.

    Args:
      sums: of the files, by their names: those of others, for tests with tiny ones.

    Raises:
      NoData: it is neither there nor to be had, or damaged.
    """
    from torchvision.datasets.mnist import read_image_file, read_label_file

    root = (root or folder()).expanduser()
    raw = root / "FashionMNIST" / "raw"
    elsewhere = (
        f"put the folder FashionMNIST of a machine that has it into {root}, or name its parent in GRADESCENT_DATA;"
        " without it, use --data stand-in."
    )
    with _fetching:  # what many threads grade with at once is fetched once
        missing = [name for name in sums if not os.path.isfile(raw / name)]  # as torchvision looks
        if missing and not download:
            raise NoData(
                f"Fashion-MNIST is not in {root}: there is no {', no '.join(missing)}. To have it, {elsewhere}"
            )
        if missing:
            _fetch(root, elsewhere)
    try:
        damaged = [name for name in sums if hashlib.sha256((raw / name).read_bytes()).hexdigest() != sums[name]]
    except OSError as error:
        raise NoData(f"Fashion-MNIST in {root} cannot be read ({error}). Make it readable, or {elsewhere}") from None
    if damaged:
        raise NoData(
            f"Fashion-MNIST in {root} is damaged: of {', '.join(damaged)} the checksum is wrong. Delete {raw} and run this"
            f" again, which fetches it anew, or {elsewhere}"
        )
    images, test_images = (read_image_file(str(raw / f"{part}-images-idx3-ubyte")) for part in ("train", "t10k"))
    labels, test_labels = (read_label_file(str(raw / f"{part}-labels-idx1-ubyte")) for part in ("train", "t10k"))
    return Data("fashion-mnist", images[:, None].float() / 255, labels, test_images[:, None].float() / 255, test_labels)


def _fetch(root: Path, elsewhere: str) -> None:
    """Has torchvision fetch all four files. Raises NoData, which ends in where `elsewhere` to have them from."""
    from torchvision.datasets import FashionMNIST

    try:
        FashionMNIST(str(root), download=True)
    except (OSError, RuntimeError, HTTPException) as error:
        cause = " ".join(str(error).split()) or type(error).__name__
        if "corrupted" in cause:  # so torchvision says that a sum is wrong, in the same kind of error as all else
            told = (
                f"What was fetched as Fashion-MNIST has a wrong checksum ({cause}). The connection broke off, or a login page"
                " answered in its place: run this again"
            )
        else:
            told = f"Fashion-MNIST could not be fetched ({cause}). Run this again once the network is there"
        raise NoData(f"{told}, or {elsewhere}") from None


def stand_in(images: int, test: int, seed: int = 0) -> Data:
    """Made-up pictures: each class has three smooth forms, that are shifted, dimmed and laid over one of another class.

    One training label in twenty is wrong, as in life; test labels are right.

    Args:
      images, test: how many of each. Those of fewer are not the first of those of more.
      seed: the same seed, numbers and torch give the same pictures.
    """
    generator = torch.Generator().manual_seed(7_919 * seed + 1)
    forms = torch.rand(10 * _FORMS, 1, 7, 7, generator=generator)
    forms = functional.interpolate(forms, size=(28 + 2 * _SHIFT, 28 + 2 * _SHIFT), mode="bilinear").reshape(
        10, _FORMS, 28 + 2 * _SHIFT, 28 + 2 * _SHIFT
    )
    made, classes = _pictures(forms, images, generator)
    wrong = torch.rand(images, generator=generator) < LABEL_NOISE
    labels = torch.where(wrong, torch.randint(10, (images,), generator=generator), classes)
    return Data("stand-in", made, labels, *_pictures(forms, test, generator))


def patterns(images: int, test: int) -> Data:
    """An easier stand-in: ten blurred patterns, each overlaid with another and with noise; classes take turns.

    Args:
      images, test: how many of each; the same numbers and torch give the same pictures.
    """
    generator = torch.Generator().manual_seed(7)
    forms = functional.interpolate(torch.rand(10, 1, 7, 7, generator=generator), size=28, mode="bilinear")[:, 0]

    def draw(n: int) -> tuple[Tensor, Tensor]:
        classes = torch.arange(n) % 10
        other = torch.randint(10, (n,), generator=generator)
        noise = torch.randn(n, 28, 28, generator=generator)
        return (forms[classes] + 0.7 * forms[other] - 0.3 + 0.5 * noise).clamp(0, 1)[:, None], classes

    return Data("stand-in", *draw(images), *draw(test))


def _pictures(forms: Tensor, n: int, generator: torch.Generator) -> tuple[Tensor, Tensor]:
    def draw(top: int) -> Tensor:
        return torch.randint(top, (n,), generator=generator)

    classes, other = draw(10), draw(9)
    other = (classes + 1 + other) % 10
    blend = 0.45 + 0.55 * torch.rand(n, 1, 1, generator=generator)
    own = _shifted(forms, classes, draw(_FORMS), draw(2 * _SHIFT + 1), draw(2 * _SHIFT + 1))
    theirs = _shifted(forms, other, draw(_FORMS), draw(2 * _SHIFT + 1), draw(2 * _SHIFT + 1))
    noise = torch.randn(n, 28, 28, generator=generator)
    pictures = (blend * own + (1 - blend) * theirs + 0.1 * noise).clamp(0, 1)
    return pictures[:, None], classes


def _shifted(forms: Tensor, classes: Tensor, form: Tensor, down: Tensor, right: Tensor) -> Tensor:
    """A window of 28 × 28 of each chosen form, at each chosen place."""
    steps = torch.arange(28)
    rows, columns = (down[:, None] + steps)[:, :, None], (right[:, None] + steps)[:, None, :]
    return forms[classes[:, None, None], form[:, None, None], rows, columns]
