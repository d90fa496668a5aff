"""The pictures: what a notebook makes is what the grader makes, and what is missing is said."""

import os

import pytest
import torch

from reference import data
from reference.data import NoData, fashion_mnist, load, stand_in


def test_the_stand_in_is_the_same_for_the_same_seed_and_has_all_classes():
    one, again, other = stand_in(300, 100), stand_in(300, 100), stand_in(300, 100, seed=1)
    assert one.images.equal(again.images)
    assert one.labels.equal(again.labels)
    assert not one.images.equal(other.images)
    assert one.images.shape == (300, 1, 28, 28)
    assert 0 <= one.images.min() < one.images.max() <= 1
    assert set(one.labels.tolist()) == set(range(10))


def test_the_first_of_the_data():
    whole = stand_in(50, 20)
    some = whole.first(10, 5)
    assert some.images.equal(whole.images[:10])
    assert some.test_labels.equal(whole.test_labels[:5])
    with pytest.raises(ValueError, match="has 50 and 20, not 51 and 5"):
        whole.first(51, 5)


def test_offline_it_is_said_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("GRADESCENT_DATA", str(tmp_path))
    with pytest.raises(NoData, match=r"(?s)FashionMNIST.*GRADESCENT_DATA.*stand-in"):
        fashion_mnist(download=False)

    def unreachable(*_, **__):
        raise RuntimeError("Error downloading train-images-idx3-ubyte.gz")

    monkeypatch.setattr("torchvision.datasets.FashionMNIST.download", unreachable)
    with pytest.raises(NoData, match="Error downloading"):
        fashion_mnist()


def test_other_names():
    with pytest.raises(ValueError, match="fashion-mnist, stand-in"):
        load("mnist")


def test_the_folder_is_the_one_named_else_the_users_cache(monkeypatch, tmp_path):
    monkeypatch.setenv("GRADESCENT_DATA", str(tmp_path))
    assert data.folder() == tmp_path
    monkeypatch.delenv("GRADESCENT_DATA")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    assert data.folder() == tmp_path / "cache" / "gradescent"


@pytest.mark.skipif("GRADESCENT_DATA" not in os.environ, reason="GRADESCENT_DATA names no folder with Fashion-MNIST")
def test_fashion_mnist_is_what_it_is():
    real = fashion_mnist(download=False)
    assert (len(real.labels), len(real.test_labels)) == (60_000, 10_000)
    assert real.labels[:5].tolist() == [9, 0, 0, 3, 0]
    assert torch.bincount(real.test_labels).tolist() == [1000] * 10
    assert real.images.mean().item() == pytest.approx(0.2860, abs=1e-4)
