"""What the functions of expressions reckon, from the modules that runs use; imported when the first is evaluated."""

from __future__ import annotations

import math

import numpy as np

from .analysis.area.net_area import net_of_ridges
from .analysis.area.rounding import CENTS, cents_to_mu, to_cents
from .analysis.values.unit_codes import trim_code
from .bridge.code_tables import second_survey_classes
from .bridge.i18n import tr, user_language
from .bridge.located_yaml import shorten
from .bridge.policy.reader import load_classes
from .bridge.survey.schema import load_survey
from .bridge.value_kinds import load_reading

_CLASS_COLUMN, _UNIT_COLUMN = "DLBM", "ZLDWDM"


def mu(area: object) -> float | None:
    """Return an area (m²) in mu; null for null.

    Raises:
        ValueError: it is no area.

    """
    cents = _cents(area, "TBMJ")
    return None if cents is None else float(cents_to_mu(cents)[0])


def cultivated_net(code: object, area: object, ratio: object = None, recorded: object = None) -> float | None:
    """Return the net cultivated area of a parcel (m²): as recorded, else its area less the ridges.

    Args:
        code: its class (DLBM).
        area: its area (TBMJ, m²).
        ratio: its share of ridges (KCXS).
        recorded: its net area of record (TBDLMJ, m²).

    Returns:
        0 for a class that is not cultivated; null where class or area is null, or the code is no class.

    Raises:
        ValueError: a number cannot be read.

    """
    known, gross = _land_class(code), _cents(area, "TBMJ")
    if known is None or gross is None:
        return None
    if known not in load_classes().codes("cultivated"):
        return 0.0
    net = net_of_ridges(gross, _one(recorded, "TBDLMJ"), _one(ratio, "KCXS"))
    return float(net.cents[0]) / CENTS


def class_name(code: object) -> str | None:
    """Return the name of a land class in the user's language: of the third survey, else of the second; null for a
    code that is in neither.
    """
    known = _land_class(code)
    if known is None:
        return None
    language, row = user_language(), load_classes().by_code.get(known)
    if row is None:
        return second_survey_classes(language)[known]
    return row.name_zh if language == "zh" else row.name_en


def class_at_level(code: object, level: object) -> str | None:
    """Return the code of the class of level 1 or 2 that a land class belongs to; null for any other code.

    Level 1 is the table's: wetlands such as 0303 belong to 00. Level 2 is the code without the letter of a subclass
    (1104A: 1104) or of adjustable land (0201K: 0201).

    Raises:
        ValueError: there is no such level.

    """
    if level not in (1, 2):
        raise ValueError(tr("“{value}” is no level of land classes: enter 1 or 2.").format(value=shorten(str(level))))
    row = load_classes().by_code.get(_land_class(code) or "")
    if row is None:
        return None
    return row.level1 if level == 1 else row.base or row.code


def unit_code(code: object, level: object) -> str | None:
    """Return the code of the county, township or village in which a location code lies; null where it names none.

    Raises:
        ValueError: it is no location code, or there is no such level.

    """
    known, levels = _read(code, _UNIT_COLUMN), load_survey().levels
    digits = levels.get(str(level))
    if digits is None:
        text = tr("“{value}” is no level of units: enter one of {levels}.")
        raise ValueError(text.format(value=shorten(str(level)), levels=", ".join(levels)))
    trimmed = trim_code(known or "", levels.values())
    return trimmed[:digits] if len(trimmed) >= digits else None


def _land_class(code: object) -> str | None:
    """Return the code of a land class of the third survey, else of the second; None for null and what is no class."""
    try:
        return _read(code, _CLASS_COLUMN)
    except ValueError:
        return None


def _cents(area: object, column: str) -> np.ndarray | None:
    """Return an area in 0.01 m² (1,); None for null.

    Raises:
        ValueError: it is no area.

    """
    value = _one(area, column)
    if math.isnan(value[0]):
        return None
    try:
        return to_cents(value)
    except ValueError:
        raise ValueError(_unreadable(area, column)) from None


def _one(value: object, column: str) -> np.ndarray:
    """Return a number (1,), nan for null; texts are read as those of a column of the survey."""
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return np.array([value], dtype=np.float64)
    text = _read(value, column)
    return np.array([math.nan if text is None else float(text)])


def _read(value: object, column: str) -> str | None:
    """Return a value as runs read those of a column of the survey: as canonical text; None for null.

    Raises:
        ValueError: it cannot be read.

    """
    if value is None:
        return None
    try:
        return load_reading().kinds[column].read(value)
    except ValueError:
        raise ValueError(_unreadable(value, column)) from None


def _unreadable(value: object, column: str) -> str:
    """Return the message that a value is none of a column of the survey."""
    alias = load_survey().fields[column].alias if user_language() == "zh" else column
    return tr("“{value}” is no value of {column}.").format(value=shorten(str(value)), column=alias)
