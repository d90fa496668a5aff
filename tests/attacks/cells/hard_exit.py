"""Ends the process at once, with the status of success."""

GROUP = "crashes"
import os

os._exit(0)
