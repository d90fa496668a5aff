"""Connects to the sockets of other programs, by path and by abstract name."""

GROUP = "the network"
import socket

for address in (KNOWN["unix"], "\0" + KNOWN["abstract"], "/run/docker.sock", "/run/dbus/system_bus_socket"):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM, socket.SOCK_SEQPACKET):
        try:
            with socket.socket(socket.AF_UNIX, kind) as connection:
                connection.connect(address)
                connection.sendall(b"canary")
        except OSError:
            pass
