"""Answers with every field of a type that it should not have."""

GROUP = "the engine"
EXPECT = "at most"
import sys

wire = sys.modules.get("autograder.sandbox.wire")
if wire is not None:
    real = wire.send
    odd = {"status": [{}], "detail": {"a": 1}, "line": 10**400, "cell": [[]], "bound": {"double": 1}, "layers": 7}
    wire.send = lambda sock, message: real(sock, {"id": message.get("id"), **odd})
