"""Never ends, with the signal for interrupts ignored and blocked."""

GROUP = "time"
SLOW = True
import signal
import time

signal.signal(signal.SIGINT, signal.SIG_IGN)
signal.pthread_sigmask(signal.SIG_BLOCK, range(1, 65))
time.sleep(1000)
