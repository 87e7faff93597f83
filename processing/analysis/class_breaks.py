"""Classes of figures for maps: bounds that are round numbers."""

from __future__ import annotations

import math
from collections.abc import Iterable
from statistics import median

_STEPS = (1, 2, 5)  # of each power of ten
_SMALL = 0.1  # of the largest figure


def round_bounds(values: Iterable[float], most: int) -> tuple[float, ...]:
    """Return the upper bounds of classes for figures above 0, round numbers of which the last holds the largest.

    Where most figures are less than a tenth of the largest, classes double (1, 2, 5, 10 and so on), which keeps many
    small ones and few large ones apart; else they are equally wide.

    Args:
        values: figures; nulls, and what is not above 0, count for nothing.
        most: number of classes at most.

    >>> round_bounds([0.0, 0.3, 4.0, 37.0, 0.2, float("nan")], 5)
    (2.0, 5.0, 10.0, 20.0, 50.0)
    >>> round_bounds([5.0, 14.0, 16.0, 38.0], 5)
    (10.0, 20.0, 30.0, 40.0)
    >>> round_bounds([0.0, float("nan")], 5)
    ()

    """
    known = [value for value in values if value > 0 and math.isfinite(value)]
    if not known:
        return ()
    largest = max(known)
    power = math.floor(math.log10(largest)) + 1
    steps = sorted(float(f"{step}e{power - down}") for down in range(most + 1) for step in _STEPS)
    if median(known) < largest * _SMALL:
        last = min(step for step in steps if step >= largest)
        return tuple([step for step in steps if step <= last][-most:])
    width = min(step for step in steps if math.ceil(largest / step) <= most)
    return tuple(round(width * place, 12) for place in range(1, math.ceil(largest / width) + 1))


def class_of(value: float, bounds: tuple[float, ...]) -> int | None:
    """Return the class of a figure: 0 for none, then 1 and so on by upper bounds; None where there is no figure.

    >>> [class_of(value, (2.0, 5.0)) for value in (0.0, 0.1, 2.0, 2.1, float("nan"))]
    [0, 1, 1, 2, None]

    """
    if math.isnan(value):
        return None
    return 0 if value <= 0 else next(place for place, bound in enumerate(bounds, 1) if value <= bound)
