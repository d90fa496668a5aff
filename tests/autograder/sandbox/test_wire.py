"""The pipe: what is sent arrives, and nothing that arrives can be more than data."""

from __future__ import annotations

import json
import socket
import struct
import time

import numpy as np
import pytest
import safetensors.numpy
from hypothesis import given, settings
from hypothesis import strategies as st

from autograder.plain import Array, Opaque
from autograder.sandbox import wire


@pytest.fixture
def pair():
    ours, theirs = socket.socketpair()
    with ours, theirs:
        yield ours, theirs


def trip(pair, value):
    wire.send(pair[0], {"id": "1", "value": value})
    return wire.receive(pair[1], time.monotonic() + 5)["value"]


scalars = st.none() | st.booleans() | st.integers(-(2**63), 2**63 - 1) | st.floats(allow_nan=False) | st.text()
values = st.recursive(
    scalars | st.builds(Opaque, st.from_regex(r"\A[\w ]{0,50}\Z")),
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=4).map(tuple)
        | st.dictionaries(st.text(max_size=9), inner, max_size=4)
    ),
    max_leaves=20,
)


@settings(max_examples=500, deadline=None)
@given(values)
def test_every_value_arrives_as_it_was_sent(value):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        back = trip((ours, theirs), value)
    assert back == value
    assert repr(back) == repr(value)  # exact types: True is not 1, and a tuple not a list


@pytest.mark.parametrize("number", [float("nan"), float("inf"), -float("inf"), -0.0])
def test_special_floats_survive(pair, number):
    assert repr(trip(pair, number)) == repr(number)


@pytest.mark.parametrize("dtype", ["float64", "float32", "float16", "int64", "uint8", "bool"])
@pytest.mark.parametrize("shape", [(), (0,), (3,), (2, 0, 3), (2, 3)])
def test_arrays_survive(pair, dtype, shape):
    data = np.ones(shape, dtype)
    back = trip(pair, {"w": [Array(data, "torch")]})["w"][0]
    assert back.kind == "torch"
    assert (back.data.dtype, back.data.shape) == (data.dtype, data.shape)
    assert np.array_equal(back.data, data)


def test_arrays_that_are_not_contiguous_survive(pair):
    data = np.arange(12.0).reshape(3, 4).T[::2]
    assert np.array_equal(trip(pair, Array(data, "numpy")).data, data)


def raw(pair, payload: bytes, size: int | None = None, text: int | None = None):
    size = len(payload) if size is None else size
    pair[0].sendall(struct.pack("!II", size, size if text is None else text) + payload)
    pair[0].shutdown(socket.SHUT_WR)
    return wire.receive(pair[1], time.monotonic() + 5)


@pytest.mark.parametrize(
    "payload",
    [
        b"",
        b"[]",
        b"null",
        b"{",
        b"\x80\x04\x95",
        b'{"value": {"pickle": "gASV"}}',
        b'{"value": {"torch": "0"}}',
        b'{"value": {"list": 3}}',
        b'{"value": {"list": [], "tuple": []}}',
        b'{"value": {}}',
        b'{"value": [1]}',
        b'{"value": ' + b"9" * 400 + b"}",
        b'{"value": ' + b'{"list": [' * 50 + b"]}" * 50 + b"}",
        b'{"value": ' + b"[" * 100_000 + b"]" * 100_000 + b"}",
        json.dumps({"value": {"list": [1] * 200_000}}).encode(),
    ],
)
def test_what_is_no_message_is_refused(pair, payload):
    import threading

    result: list[object] = []

    def read() -> None:
        try:
            result.append(wire.receive(pair[1], time.monotonic() + 5))
        except wire.WireError as error:
            result.append(error)

    reader = threading.Thread(target=read)
    reader.start()
    pair[0].sendall(struct.pack("!II", len(payload), len(payload)) + payload)
    pair[0].shutdown(socket.SHUT_WR)
    reader.join()
    assert isinstance(result[0], wire.WireError)


@pytest.mark.parametrize(("size", "text"), [(2**32 - 1, 2), (2, 3), (wire.MAX_FRAME + 1, 1)])
def test_lies_about_lengths(pair, size, text):
    with pytest.raises(wire.WireError, match="out of bounds"):
        raw(pair, b"{}", size, text)


@pytest.mark.parametrize("block", [b"\xff" * 20, safetensors.numpy.save({"0": np.ones(3)})[:-3], b"\x00" * 8])
def test_bad_safetensors(pair, block):
    text = b'{"value": {"torch": "0"}}'
    with pytest.raises(wire.WireError, match="not a message"):
        raw(pair, text + block, text=len(text))


def test_a_slow_drip_meets_the_deadline(pair):
    pair[0].sendall(b"\x00")
    with pytest.raises(wire.TimedOut):
        wire.receive(pair[1], time.monotonic() + 0.1)


def test_the_other_side_has_gone(pair):
    pair[0].close()
    with pytest.raises(wire.Closed):
        wire.receive(pair[1], time.monotonic() + 1)


def test_a_message_too_large_is_not_sent(pair):
    with pytest.raises(wire.WireError, match="larger than"):
        wire.send(pair[0], {"value": Array(np.zeros(5_000_000), "numpy")})


@settings(max_examples=2_000, deadline=None)
@given(st.binary(max_size=300))
def test_no_bytes_are_more_than_data(noise):
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.sendall(noise)
        ours.shutdown(socket.SHUT_WR)
        with pytest.raises(wire.WireError):
            wire.receive(theirs, time.monotonic() + 1)
