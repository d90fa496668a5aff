"""Never ends."""

GROUP = "time"
SLOW = True
while True:
    pass
