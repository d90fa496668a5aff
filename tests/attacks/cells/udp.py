"""Sends datagrams, and asks a name server."""

GROUP = "the network"
import socket

for family, kind in (
    (socket.AF_INET, socket.SOCK_DGRAM),
    (socket.AF_INET, socket.SOCK_RAW),
    (socket.AF_NETLINK, socket.SOCK_RAW),
    (socket.AF_PACKET, socket.SOCK_RAW),
):
    try:
        socket.socket(family, kind).sendto(b"canary", ("127.0.0.1", KNOWN["udp"]))
    except OSError:
        pass
try:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    ours.sendto(b"canary", KNOWN["unix"])
except OSError:
    pass
