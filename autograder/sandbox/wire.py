"""The pipe between the grader and a student's process: length-capped frames of JSON and safetensors.

One frame is a message: a JSON object, in which the field `value` may hold plain data (`autograder.plain`). Arrays
travel behind the JSON as one safetensors block. Nothing that arrives can become more than data: no pickle, no
import by name, no eval. Whoever sends garbage, lies about lengths or drips bytes gets a `WireError`.

    frame = length (4 bytes) · length of the JSON (4 bytes) · JSON · safetensors
"""

from __future__ import annotations

import json
import socket
import struct
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import safetensors.numpy

from autograder.plain import MAX_DEPTH, MAX_NODES, Array, Opaque, Plain, printable

MAX_FRAME = 32 * 2**20
MAX_TEXT = 4 * 2**20  # JSON takes some twenty times its size once it is read
_HEADER = struct.Struct("!II")


class WireError(Exception):
    """What arrived is not a message."""


class Closed(WireError):
    """The other side has gone."""


class TimedOut(WireError):
    """No whole message arrived in time."""


@dataclass
class Allowance:
    """How many bytes may still arrive, of all messages together."""

    left: int


def send(sock: socket.socket, message: Mapping[str, Any], seconds: float | None = None) -> None:
    """Sends one message, in so many seconds.

    Raises:
        WireError: it is larger than a frame may be. Closed: the other side has gone. TimedOut: it does not read.
    """
    arrays: dict[str, np.ndarray[Any, Any]] = {}
    fields = dict(message)
    if "value" in fields:
        fields["value"] = _encode(fields["value"], arrays)
    text = json.dumps(fields, ensure_ascii=True).encode()
    block = safetensors.numpy.save(arrays) if arrays else b""
    if len(text) > MAX_TEXT or len(text) + len(block) > MAX_FRAME:
        raise WireError(f"the value is larger than {MAX_TEXT >> 20} MiB of text or {MAX_FRAME >> 20} MiB of numbers")
    try:
        sock.settimeout(seconds)
        sock.sendall(_HEADER.pack(len(text) + len(block), len(text)) + text + block)
    except TimeoutError:
        raise TimedOut from None
    except OSError as error:
        raise Closed(str(error)) from None


def receive(sock: socket.socket, deadline: float | None = None, allowance: Allowance | None = None) -> dict[str, Any]:
    """Receives one message.

    Args:
        sock: a stream socket.
        deadline: on `time.monotonic`'s clock; `None` waits for ever.
        allowance: what may arrive in all; this message is taken off it.

    Raises:
        Closed: the other side has gone. TimedOut: the deadline passed. WireError: this is no message.
    """
    size, text_size = _HEADER.unpack(_exactly(sock, _HEADER.size, deadline))
    if size > MAX_FRAME or text_size > min(size, MAX_TEXT):
        raise WireError("a frame's length is out of bounds")
    if allowance is not None:
        if size > allowance.left:
            raise WireError("more was sent in all than the limit on output allows")
        allowance.left -= size
    payload = _exactly(sock, size, deadline)
    try:
        fields = json.loads(payload[:text_size])
        if not isinstance(fields, dict):
            raise WireError("a message is a JSON object")
        if "value" in fields:
            block = bytes(payload[text_size:])
            arrays = safetensors.numpy.load(block) if block else {}
            fields["value"] = _decode(fields["value"], arrays, MAX_DEPTH, [MAX_NODES])
    except WireError:
        raise
    # safetensors' own error is a bare Exception subclass of the Rust binding; whatever it is, this is no message.
    except Exception as error:
        raise WireError(f"not a message: {type(error).__name__}") from None
    return fields


def _exactly(sock: socket.socket, count: int, deadline: float | None) -> bytearray:
    data = bytearray()
    while len(data) < count:
        if deadline is not None:
            left = deadline - time.monotonic()
            if left <= 0:
                raise TimedOut
            sock.settimeout(left)
        else:
            sock.settimeout(None)
        try:
            chunk = sock.recv(min(count - len(data), 1 << 20))
        except TimeoutError:
            raise TimedOut from None
        except OSError as error:
            raise Closed(str(error)) from None
        if not chunk:
            raise Closed("the other side has gone")
        data += chunk
    return data


def _encode(value: Plain, arrays: dict[str, np.ndarray[Any, Any]]) -> Any:
    """Scalars stand for themselves; everything else is a one-key object that says what it is."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case Array(data, kind):
            name = str(len(arrays))
            arrays[name] = np.ascontiguousarray(data).reshape(data.shape)
            return {kind: name}
        case Opaque(name):
            return {"opaque": name}
        case tuple():
            return {"tuple": [_encode(item, arrays) for item in value]}
        case Mapping():
            return {"dict": {key: _encode(item, arrays) for key, item in value.items()}}
        case _:
            return {"list": [_encode(item, arrays) for item in value]}


def _decode(tree: Any, arrays: dict[str, np.ndarray[Any, Any]], depth: int, budget: list[int]) -> Plain:
    budget[0] -= 1
    if budget[0] < 0 or depth < 0:
        raise WireError("a value is too large or nested too deep")
    match tree:
        case None | bool() | float() | str():
            return tree
        case int() if tree.bit_length() <= 64:
            return tree
        case {"torch": str(name)} if len(tree) == 1 and name in arrays:
            return Array(arrays.pop(name), "torch")  # once: it would be copied as often as it is named
        case {"numpy": str(name)} if len(tree) == 1 and name in arrays:
            return Array(arrays.pop(name), "numpy")
        case {"opaque": str(name)} if len(tree) == 1:
            return Opaque(printable(name, 100))
        case {"list": list(items)} if len(tree) == 1:
            return [_decode(item, arrays, depth - 1, budget) for item in items]
        case {"tuple": list(items)} if len(tree) == 1:
            return tuple(_decode(item, arrays, depth - 1, budget) for item in items)
        case {"dict": dict(items)} if len(tree) == 1:
            return {str(key): _decode(item, arrays, depth - 1, budget) for key, item in items.items()}
        case _:
            raise WireError("a value is not plain data")
