"""Whatever a probe returns becomes data; what only looks like data does not."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from typing import NamedTuple

import numpy as np
import pytest

from autograder.plain import Array, Opaque, TooLarge, describe, plain, printable


class AlwaysEqual:
    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = None


class Float(float):
    def __sub__(self, other: object) -> float:
        return 0.0

    def __float__(self) -> float:
        return 42.0


class Int(int):
    def __int__(self) -> int:
        return 42

    __index__ = bit_length = __int__


class Text(str):
    def __str__(self) -> str:
        return "42"

    def __eq__(self, other: object) -> bool:
        return True

    __hash__ = str.__hash__


class List(list):
    def __getitem__(self, index: object) -> object:
        return 42

    def __iter__(self):
        return iter([42])


class Tuple(tuple):
    def __iter__(self):
        return iter([42])


class Dict(dict):
    def items(self):
        return [("x", 42)]


class Pretender:
    """Calls itself a dict."""

    __class__ = dict


class Pair(NamedTuple):
    loss: float
    accuracy: float


@pytest.mark.parametrize("value", [None, True, 3, 2.5, "x", [1, [2.0]], (1, (2,)), {"a": {"b": None}}])
def test_data_stays(value):
    assert repr(plain(value)) == repr(value)


@pytest.mark.parametrize(
    "value", [AlwaysEqual(), Pretender(), 2**70, Int(2**70), len, {1: 2}, {"a"}, 1j, b"x", np.array([object()])]
)
def test_everything_else_is_opaque(value):
    assert isinstance(plain(value), Opaque)


@pytest.mark.parametrize(
    ("value", "held"),
    [
        (Float(3), 3.0),
        (Int(3), 3),
        (Text("x"), "x"),
        (List([1, Float(2)]), [1, 2.0]),
        (Tuple((1, 2)), (1, 2)),
        (Dict(a=1), {"a": 1}),
        (defaultdict(list, rates=[1]), {"rates": [1]}),
        (OrderedDict({Text("a"): 1, "b": 2}), {"a": 1, "b": 2}),
        (Pair(0.5, 0.9), (0.5, 0.9)),
        (np.str_("better"), "better"),
    ],
)
def test_a_subclass_is_what_its_base_holds_whatever_it_says(value, held):
    found = plain(value)
    assert repr(found) == repr(held)
    assert type(found) is type(held)


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


@pytest.mark.parametrize(
    "name",
    [
        "می\u200cروم",
        "کتاب\u200cها",
        "گُ\u200cل",
        "क्\u200dष",
        "ශ්\u200dරී",
        "ക്\u200cഷ",
        "👩\u200d💻",
        "👩🏽\u200d🚀",
        "🏳\ufe0f\u200d🌈",
    ],
)
def test_a_joiner_stays_where_it_is_seen(name):
    assert printable(name) == name
    assert printable(f"a {name} b" + "x" * 400).startswith(f"a {name} b")


@pytest.mark.parametrize(
    "text",
    [
        "ali\u200cce",
        "ali\u200dce",
        "\u200cبب",
        "بب\u200c",
        "ب\u200c\u200cب",
        "ب\u200dب",
        "ا\u200cب",
        "क\u200dष",
        "क्\u200d ",
        "👩\u200da",
    ],
)
def test_a_joiner_that_nobody_sees_makes_no_other_name(text):
    assert not set(printable(text)) & set("\u200c\u200d")
    assert "�" in printable(text)


def test_a_long_text_is_cut_and_a_joiner_at_the_end_is_judged_by_what_follows():
    assert printable("می\u200cروم", 3) == "می\u200c…"
    assert printable("می\u200c\u200c", 3) == "می�…"
    assert printable("abc", 3) == "abc"
    assert printable("abcd", 3) == "abc…"
