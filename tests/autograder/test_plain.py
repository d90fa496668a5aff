"""Whatever a probe returns becomes data; what only looks like data does not."""

from __future__ import annotations

import numpy as np
import pytest

from autograder.plain import Array, Opaque, TooLarge, describe, plain


class AlwaysEqual:
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None


class Float(float):
    def __sub__(self, other: object) -> float:
        return 0.0


class List(list):
    def __getitem__(self, index: object) -> object:
        return 42


@pytest.mark.parametrize("value", [None, True, 3, 2.5, "x", [1, [2.0]], (1, (2,)), {"a": {"b": None}}])
def test_data_stays(value):
    assert repr(plain(value)) == repr(value)


@pytest.mark.parametrize(
    "value", [AlwaysEqual(), Float(3), List([1]), 2**70, len, {1: 2}, {"a"}, 1j, b"x", np.array([object()])]
)
def test_everything_else_is_opaque(value):
    assert isinstance(plain(value), Opaque)


def test_arrays_are_copied():
    source = np.arange(3.0)
    copied = plain(source)
    source[0] = 9
    assert copied.data.tolist() == [0, 1, 2]
    assert copied.kind == "numpy"


def test_a_numpy_scalar_is_an_array_without_axes():
    assert plain(np.float64(2.5)).data.shape == ()


def test_tensors_are_detached_copied_and_widened():
    torch = pytest.importorskip("torch")
    w = torch.tensor([1.0, 2.0], requires_grad=True)
    assert plain(w * 2).data.tolist() == [2.0, 4.0]
    assert plain(torch.nn.Parameter(w.detach())).kind == "torch"
    assert plain(torch.ones(2, dtype=torch.bfloat16)).data.dtype == np.float32
    assert isinstance(plain(torch.ones(2, dtype=torch.complex64)), Opaque)


def test_size_and_depth_are_limited():
    loop: list[object] = []
    loop.append(loop)
    with pytest.raises(TooLarge, match="deep"):
        plain(loop)
    with pytest.raises(TooLarge, match="parts"):
        plain(list(range(200_000)))


def test_a_description_names_kind_and_shape():
    assert describe(Array(np.zeros((2, 3)), "torch")) == "a torch tensor of shape (2, 3) and dtype float64"
    assert describe(plain(lambda: 0)) == "an object of type function"
    assert describe({"a": 1}) == "a dict of 1"
