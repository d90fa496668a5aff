"""Fetches a file by urllib and installs a package."""

GROUP = "the network"
import socket
import urllib.request

socket.setdefaulttimeout(0.2)
try:
    urllib.request.urlopen(f"http://127.0.0.1:{KNOWN['tcp']}/", timeout=0.2)
except OSError:
    pass
get_ipython().system(f"curl -m 1 -s http://127.0.0.1:{KNOWN['tcp']}/")
