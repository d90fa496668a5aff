"""The pictures: what a notebook makes is what the grader makes, and what is missing is said."""

import gzip
import hashlib
import io
import os
import shutil
import struct
from concurrent.futures import ThreadPoolExecutor
from urllib.error import URLError

import pytest
import torch
from torchvision.datasets import FashionMNIST

from reference import data
from reference.data import NoData, fashion_mnist, stand_in
from reference.experiments import LAPTOP


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


class Tiny:
    """A Fashion-MNIST of three and two pictures, and the server that has it, which `urlopen` asks in place of the network.

    Attributes:
      files: as they lie in `FashionMNIST/raw`.
      sums: theirs, as `data.SUMS`.
      served: what the server has, packed, by the same names; an exception is what it answers instead.
      asked: which of them it was asked for, in order.
    """

    def __init__(self):
        self.files = {
            "train-images-idx3-ubyte": struct.pack(">4i", 0x803, 3, 28, 28) + bytes(range(3 * 7)) * 112,
            "train-labels-idx1-ubyte": struct.pack(">2i", 0x801, 3) + bytes([9, 0, 3]),
            "t10k-images-idx3-ubyte": struct.pack(">4i", 0x803, 2, 28, 28) + bytes([255] * 784 + [51] * 784),
            "t10k-labels-idx1-ubyte": struct.pack(">2i", 0x801, 2) + bytes([2, 1]),
        }
        self.sums = {name: hashlib.sha256(content).hexdigest() for name, content in self.files.items()}
        self.served = {name: gzip.compress(content, mtime=0) for name, content in self.files.items()}
        self.asked = []

    @property
    def resources(self):
        return [(f"{name}.gz", hashlib.md5(content).hexdigest()) for name, content in self.served.items()]

    def open(self, request):
        name = request.full_url.rsplit("/", 1)[1].removesuffix(".gz")
        self.asked.append(name)
        if isinstance(self.served[name], Exception):
            raise self.served[name]
        answer = io.BytesIO(self.served[name])
        answer.url, answer.length = request.full_url, len(self.served[name])
        return answer

    def put(self, root, *names):
        """Lays the files of these names, or all, where torchvision would."""
        raw = root / "FashionMNIST" / "raw"
        raw.mkdir(parents=True)
        for name in names or self.files:
            (raw / name).write_bytes(self.files[name])


@pytest.fixture
def tiny(monkeypatch):
    tiny = Tiny()
    monkeypatch.setattr(FashionMNIST, "resources", tiny.resources)
    monkeypatch.setattr("urllib.request.urlopen", tiny.open)
    return tiny


def refused(*args, **kwargs):
    """What :func:`fashion_mnist` says on not having the pictures: one line, that ends in where else to have them from."""
    with pytest.raises(NoData) as raised:
        fashion_mnist(*args, **kwargs)
    said = str(raised.value)
    assert "\n" not in said
    assert "download=True" not in said
    assert said.endswith("or name its parent in GRADESCENT_DATA; without it, use --data stand-in.")
    return said


def test_it_is_fetched_once(tiny, tmp_path):
    found = fashion_mnist(tmp_path, sums=tiny.sums)
    assert found.labels.tolist() == [9, 0, 3]
    assert found.test_labels.tolist() == [2, 1]
    assert found.images.shape == (3, 1, 28, 28)
    assert found.images.flatten()[:22].mul(255).round().tolist() == [*range(21), 0]
    assert found.test_images.mean(dim=(1, 2, 3)).tolist() == pytest.approx([1, 0.2])
    asked = list(tiny.asked)
    assert set(asked) == set(tiny.files)
    again = fashion_mnist(tmp_path, sums=tiny.sums)
    assert again.images.equal(found.images)
    assert tiny.asked == asked


def test_threads_that_ask_at_once_fetch_it_once(tiny, tmp_path):
    fashion_mnist(tmp_path / "one", sums=tiny.sums)
    asked = sorted(tiny.asked)
    tiny.asked.clear()
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _: fashion_mnist(tmp_path / "many", sums=tiny.sums).labels.tolist(), range(4)))
    assert found == [[9, 0, 3]] * 4
    assert sorted(tiny.asked) == asked


@pytest.mark.parametrize("half", ["train", "t10k", "images", "labels"])
def test_what_was_fetched_by_half_is_fetched_again(half, tiny, tmp_path):
    names = [name for name in tiny.files if half in name]
    tiny.put(tmp_path, *names)
    said = refused(tmp_path, download=False, sums=tiny.sums)
    assert [name for name in tiny.files if f"no {name}" in said] == [name for name in tiny.files if name not in names]
    assert tiny.asked == []
    assert fashion_mnist(tmp_path, sums=tiny.sums).test_labels.tolist() == [2, 1]


@pytest.mark.parametrize(
    ("error", "cause"),
    [
        (URLError(OSError(-3, "Temporary failure in name resolution")), "Temporary failure in name resolution"),
        (ConnectionResetError(104, "Connection reset by peer"), "Connection reset by peer"),
    ],
)
def test_offline_the_cause_is_said(error, cause, tiny, tmp_path):
    tiny.served["train-labels-idx1-ubyte"] = error
    said = refused(tmp_path, sums=tiny.sums)
    assert said.startswith("Fashion-MNIST could not be fetched (")
    assert cause in said
    assert "once the network is there" in said
    assert "checksum" not in said
    tiny.served = Tiny().served
    assert len(fashion_mnist(tmp_path, sums=tiny.sums).labels) == 3


def test_a_login_page_is_not_taken_for_the_pictures(tiny, tmp_path):
    tiny.served["train-images-idx3-ubyte"] = b"<html>Log in</html>"
    said = refused(tmp_path, sums=tiny.sums)
    assert said.startswith("What was fetched as Fashion-MNIST has a wrong checksum (")
    assert "train-images-idx3-ubyte.gz" in said
    assert "could not be fetched" not in said
    tiny.served = Tiny().served
    assert len(fashion_mnist(tmp_path, sums=tiny.sums).labels) == 3


@pytest.mark.parametrize("spoilt", [lambda content: b"", lambda content: content[:-1] + bytes([content[-1] ^ 1])])
@pytest.mark.parametrize("name", data.SUMS)
def test_a_file_that_is_empty_or_has_one_other_bit_is_damaged(name, spoilt, tiny, tmp_path):
    tiny.put(tmp_path)
    assert len(fashion_mnist(tmp_path, sums=tiny.sums).labels) == 3
    path = tmp_path / "FashionMNIST" / "raw" / name
    path.write_bytes(spoilt(tiny.files[name]))
    said = refused(tmp_path, sums=tiny.sums)
    assert f"is damaged: of {name} the checksum is wrong. Delete {path.parent} and run this again" in said
    shutil.rmtree(path.parent)
    assert len(fashion_mnist(tmp_path, sums=tiny.sums).labels) == 3


def test_other_pictures_than_those_of_fashion_mnist_are_damaged(tiny, tmp_path):
    tiny.put(tmp_path)
    assert "is damaged: of " + ", ".join(data.SUMS) in refused(tmp_path)


def test_other_names():
    with pytest.raises(ValueError, match="no data are called 'mnist'"):
        LAPTOP.data("mnist")


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
