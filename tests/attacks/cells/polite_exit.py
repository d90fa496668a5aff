"""Ends by every exception that ends programs."""

GROUP = "crashes"
import sys
import threading

threading.Thread(target=lambda: sys.exit(0)).start()
try:
    exit(0)
except BaseException:
    pass
raise SystemExit(0)
