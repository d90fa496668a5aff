"""Connects to a listener on this host and to hosts elsewhere, and listens itself."""

GROUP = "the network"
import socket

for address in (("127.0.0.1", KNOWN["tcp"]), ("localhost", KNOWN["tcp"]), ("::1", KNOWN["tcp"]), ("192.0.2.1", 80)):
    try:
        with socket.create_connection(address, timeout=0.2) as connection:
            connection.sendall(b"canary")
    except OSError:
        pass
try:
    server = socket.create_server(("0.0.0.0", 0))
    open(marked("/tmp"), "w").write("listens")
except OSError:
    pass
