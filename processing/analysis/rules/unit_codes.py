"""Codes of the units in which pieces lie, at every level; cities by the policy."""

from __future__ import annotations

import numpy as np
import pandas as pd

from ..vocabulary import UNIT_LEVELS, Level
from .policy import Policy


def codes_of(frame: pd.DataFrame, level: str) -> np.ndarray:
    """Return the code of the unit of each row at a level of `UNIT_LEVELS` (object, n), "" where it is not known.

    >>> codes_of(pd.DataFrame({"county": ["360222", None]}), "county").tolist()
    ['360222', '']

    """
    values = frame[level].to_numpy(dtype=object) if level in frame else np.full(len(frame), None, dtype=object)
    return np.where(pd.isna(values), "", values)


def finest_codes(frame: pd.DataFrame) -> np.ndarray:
    """Return the code of the smallest unit that each row names (object, n), "" where it names none.

    >>> frame = pd.DataFrame({"county": ["360222", "360222", None], "village": ["360222101201", None, None]})
    >>> finest_codes(frame).tolist()
    ['360222101201', '360222', '']

    """
    codes = codes_of(frame, UNIT_LEVELS[0])
    for level in UNIT_LEVELS[1:]:
        smaller = codes_of(frame, level)
        codes = np.where(smaller != "", smaller, codes)
    return codes


def codes_at(frame: pd.DataFrame, level: str, policy: Policy) -> np.ndarray:
    """Return the code of the unit of each row at a level (object, n), "" where it is not known.

    >>> from .policy import Unit
    >>> policy = Policy("demo", units=(Unit("360200", "", "city"), Unit("360222", "", "county", "360200")))
    >>> pieces = pd.DataFrame({"county": ["360222", None, "360100"]})
    >>> [codes_at(pieces, level, policy).tolist() for level in ("city", "county", "village")]
    [['360200', '', ''], ['360222', '', '360100'], ['', '', '']]

    """
    if level in UNIT_LEVELS:
        return codes_of(frame, level)
    cities = {county.code: county.parent for county in policy.counties()}
    return np.array([cities.get(code, "") for code in codes_of(frame, Level.COUNTY.value)], dtype=object)
