"""The kinds of values; QGIS imports this when it starts, without the libraries that read values."""

from __future__ import annotations

from enum import Enum


class Kind(str, Enum):
    """The kinds of values that columns may declare (`resources/survey/values.yaml`)."""

    CLASS = "class"
    CODE = "code"
    UNIT_CODE = "unit_code"
    START = "start"
    END = "end"
    NUMBER = "number"
    RATIO = "ratio"
    MARK = "mark"
    CATEGORY = "category"
    GRADE = "grade"
