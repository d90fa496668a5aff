"""Never ends, and catches the interrupt."""

GROUP = "time"
SLOW = True
while True:
    try:
        while True:
            sum(range(1000))
    except BaseException:
        pass
