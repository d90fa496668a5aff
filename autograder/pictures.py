"""Pictures: what a submission did, drawn beside what the solution does.

An author declares a picture (`autograder.picture`) beside the checks; what it asks for is gathered with the other
evidence and kept with the score, so that a report can be drawn again from the results alone. What is drawn came from a
student's process: it may be of any form, infinite or huge. What cannot be drawn is left out with a word.
"""

from __future__ import annotations

import base64
import contextlib
import io
import json
import math
import warnings
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from autograder.authoring import Picture, Seen, WrongForm
from autograder.judging import no_value, place_in
from autograder.plain import Array, Opaque, Plain, printable
from autograder.records import Drawing

if TYPE_CHECKING:
    from matplotlib.axes import Axes

MOST_NUMBERS = 4_000  # of one picture; more would make a page of megabytes
FARTHEST = 1e12  # beyond it a number is drawn at the edge of everything
_WIDER = 2.0  # how many spans of the reference's picture the student's may add on each side
_SIZE = (4.6, 3.2)  # inches

# Colours that no author would choose stand for those of the page, which depend on light and dark.
_INK, _FAINT = "#010203", "#040506"
_SERIES = ("#0b0001", "#0b0002", "#0b0003", "#0b0004")
_LIGHT = "svg{--ink:#24292f;--faint:#d0d7de;--c0:#0550ae;--c1:#bc4c00;--c2:#116329;--c3:#8250df}"
_DARK = (
    "@media (prefers-color-scheme:dark)"
    "{svg{--ink:#e6edf3;--faint:#3d444d;--c0:#79c0ff;--c1:#ffa657;--c2:#7ee787;--c3:#d2a8ff}}"
)


class TooMuch(ValueError):
    """More was returned than a picture can show."""


def drawing(picture: Picture, seen: Mapping[tuple[str, str], Seen]) -> Drawing:
    """What a picture of this submission is drawn from."""
    kept = []
    for ask in picture.asks:
        found = seen.get((picture.question, ask.key))
        if found is None or found.status != "ok":
            missing = no_value(found) if found is not None and found.status == "raised" else "No answer."
            return Drawing(picture.name, picture.question, missing=missing)
        try:
            kept.append(keep(found.value))
        except TooMuch:
            return Drawing(picture.name, picture.question, missing="The answer is too large to draw.")
    return Drawing(picture.name, picture.question, tuple(kept))


def keep(value: Plain) -> Any:
    """A value as JSON holds it: arrays as lists, what is no finite number as null.

    Raises:
        TooMuch: more than `MOST_NUMBERS` parts.

    >>> keep({"w": [1.0, float("nan")], "steps": 2})
    {'w': [1.0, None], 'steps': 2}
    """
    budget = [MOST_NUMBERS]
    return _keep(value, budget)


def _keep(value: Plain, budget: list[int]) -> Any:
    budget[0] -= value.data.size if isinstance(value, Array) else 1
    if budget[0] < 0:
        raise TooMuch
    match value:
        case None | bool() | int():
            return value
        case float():
            return float(f"{value:.7g}") if math.isfinite(value) else None
        case str():
            return printable(value, 200)
        case Opaque():
            return None
        case Array(data, _):
            return _keep(data.tolist(), [2 * MOST_NUMBERS])
        case Mapping():
            return {printable(key, 100): _keep(item, budget) for key, item in value.items()}
        case _:
            return [_keep(item, budget) for item in value]


def _tame(value: Any) -> Plain:
    """What was kept, for drawing: null is "not a number" again, and nothing lies farther out than `FARTHEST`."""
    match value:
        case None:
            return math.nan
        case bool() | str():
            return value
        case int() | float():
            return max(-FARTHEST, min(FARTHEST, float(value)))
        case Mapping():
            return {key: _tame(item) for key, item in value.items()}
        case _:
            return [_tame(item) for item in value]


@dataclass(frozen=True)
class Drawn:
    """One picture of one submission: two images as SVG, or a word on why there is none.

    Attributes:
        yours: drawn from the submission; empty where `missing` says why.
        reference: drawn from the solution; empty where the course has none.
    """

    question: str
    caption: str
    yours: str = ""
    reference: str = ""
    missing: str = ""


class Studio:
    """Draws the pictures of one assignment. Equal evidence is drawn once, however many students have it."""

    def __init__(self, pictures: Sequence[Picture], solution: Mapping[str, Drawing]) -> None:
        self._pictures = {picture.name: picture for picture in pictures}
        self._solution = solution
        self._done: dict[str, tuple[str, str]] = {}
        self._views: dict[str, tuple[str, _View | None]] = {}

    def draw(self, found: Drawing) -> Drawn | None:
        """One picture; None where the assignment has no such picture (any more)."""
        picture = self._pictures.get(found.picture)
        if picture is None:
            return None
        reference, view = self._reference(picture)
        if found.missing:
            return Drawn(picture.question, picture.caption, reference=reference, missing=found.missing)
        key = f"{picture.name} {json.dumps(_rounded(found.values))}"
        if key not in self._done:
            try:
                self._done[key] = (_svg(picture, found.values, view)[0], "")
            except WrongForm as wrong:
                self._done[key] = ("", f"{wrong}.")
            except Exception:
                self._done[key] = ("", "This answer cannot be drawn.")
        yours, missing = self._done[key]
        return Drawn(picture.question, picture.caption, yours, reference, missing)

    def _reference(self, picture: Picture) -> tuple[str, _View | None]:
        if picture.name not in self._views:
            known = self._solution.get(picture.name)
            self._views[picture.name] = ("", None)
            # A picture that is broken costs itself and no report; `validate` says what is wrong with it.
            with contextlib.suppress(Exception):
                if known and not known.missing:
                    self._views[picture.name] = _svg(picture, known.values, None)
        return self._views[picture.name]


def undrawable(pictures: Sequence[Picture], solution: Mapping[str, Drawing]) -> Iterator[str]:
    """For each picture that cannot be drawn from the solution, why; an author has to mend it."""
    for picture in pictures:
        found = solution[picture.name]
        why = found.missing
        if not why:
            try:
                _svg(picture, found.values, None)
            except Exception as error:
                why = f"{type(error).__name__}: {error}{place_in(picture.function, error)}"
        if why:
            yield f"the picture {picture.name} cannot be drawn from the solution: {why}"


def load_solution(path: Path) -> Mapping[str, Drawing]:
    """What the solution's pictures are drawn from, by their names; none where there is no such file."""
    if not path.exists():
        return {}
    return {entry["picture"]: Drawing(**entry) for entry in json.loads(path.read_text(encoding="utf-8"))}


def dump_solution(drawings: Sequence[Drawing]) -> str:
    """The text of `pictures.json`."""
    entries = [{"picture": d.picture, "question": d.question, "values": d.values} for d in drawings]
    return "[\n" + ",\n".join(json.dumps(entry, ensure_ascii=False) for entry in entries) + "\n]\n"


def same_drawings(a: Mapping[str, Drawing], b: Mapping[str, Drawing]) -> bool:
    """Whether the same would be drawn, up to rounding."""
    return a.keys() == b.keys() and all(_rounded(a[name].values, 3) == _rounded(b[name].values, 3) for name in a)


def _rounded(value: Any, digits: int = 4) -> Any:
    match value:
        case float():
            return float(f"{value:.{digits}g}")
        case list() | tuple():
            return [_rounded(item, digits) for item in value]
        case Mapping():
            return {key: _rounded(item, digits) for key, item in value.items()}
        case _:
            return value


_View = tuple[tuple[float, float], tuple[float, float]]


def _svg(picture: Picture, values: Sequence[Any], view: _View | None) -> tuple[str, _View]:
    """The picture as SVG text, and the window that it shows; `view` is the reference's window."""
    shown: list[_View] = []

    def draw(axes: Axes) -> None:
        picture.function(axes, *(_tame(value) for value in values))
        if view is not None:
            _frame(axes, view)
        shown.append((axes.get_xlim(), axes.get_ylim()))

    return svg(draw), shown[0]


def svg(draw: Callable[[Axes], None], size: tuple[float, float] = _SIZE) -> str:
    """What `draw` puts on axes, as an SVG image in the page's colours, light and dark; `size` in inches."""
    import matplotlib as mpl
    from matplotlib.figure import Figure

    with mpl.rc_context(_look()), np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of matplotlib, on what students return
        figure = Figure(figsize=size)
        draw(figure.add_axes((0.68 / size[0], 0.48 / size[1], 1 - 0.88 / size[0], 1 - 0.6 / size[1])))
        out = io.StringIO()
        figure.savefig(out, format="svg", transparent=True, metadata={"Date": None, "Creator": None})
    return _themed(out.getvalue())


def _frame(axes: Axes, view: _View) -> None:
    """The reference's window, widened for what lies outside, but not so far that it would be a point in a corner."""
    for limits, low_high, put in ((view[0], axes.get_xlim(), axes.set_xlim), (view[1], axes.get_ylim(), axes.set_ylim)):
        span = abs(limits[1] - limits[0])
        low, high = min(limits), max(limits)
        if all(map(math.isfinite, low_high)):
            low = max(min(low, *low_high), low - _WIDER * span)
            high = min(max(high, *low_high), high + _WIDER * span)
        put(low, high)


def _look() -> dict[str, Any]:
    from cycler import cycler

    ink = ("axes.edgecolor", "axes.labelcolor", "text.color", "xtick.color", "ytick.color", "axes.titlecolor")
    return {
        **dict.fromkeys(ink, _INK),
        "axes.prop_cycle": cycler(color=list(_SERIES)),
        "axes.grid": True,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "grid.color": _FAINT,
        "grid.linewidth": 0.6,
        "legend.frameon": False,
        "legend.labelcolor": _INK,
        "font.size": 9,
        "lines.markersize": 4,
        "path.simplify": True,
        "svg.fonttype": "none",
        "svg.hashsalt": "gradescent",
        "svg.image_inline": True,
    }


def _themed(image: str) -> str:
    """The image with the page's colours in place of ours, without the file's preamble."""
    image = image[image.index("<svg") :]
    for colour, name in ((_INK, "ink"), (_FAINT, "faint"), *((c, f"c{i}") for i, c in enumerate(_SERIES))):
        image = image.replace(colour, f"var(--{name})")
    start = image.index(">") + 1
    return f"{image[:start]}<style>{_LIGHT}{_DARK}</style>{image[start:]}"


def in_light(image: str) -> str:
    """An image of ours in its light colours, whatever the reader prefers."""
    return image.replace(_DARK, "")


def data_url(image: str) -> str:
    """An image as an address that holds it."""
    return "data:image/svg+xml;base64," + base64.b64encode(image.encode()).decode()
