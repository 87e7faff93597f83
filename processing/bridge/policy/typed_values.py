"""Values of a policy as people type and read them in tables, and as its YAML has them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal

import yaml

from ...analysis.characters import plain_form
from ..located_yaml import finite_decimal_text
from ..stated_units import unit_name
from .tables import Column, Kind

# Factors to 10,000 mu of the units of area that notices and offices write.
WAN_MU: Mapping[str, Decimal] = {
    "万亩": Decimal(1),
    "亩": Decimal("0.0001"),
    "公顷": Decimal("0.0015"),
    "平方米": Decimal("0.00000015"),
}
_AREA = re.compile(r"([-+]?[\d.,\s]+)(.*)", re.DOTALL)
_THOUSANDS = re.compile(r"[-+]?\d{1,3}(,\d{3})+(\.\d*)?")
_SEPARATORS = re.compile(r"\s*[,，、;；]\s*")
_PLAIN = re.compile(r"[^\W\d][\w（）、。/.\-]*")  # what is text to every reader of YAML, once it is no other value
# Words that YAML 1.1 or 1.2 reads as another value than text.
_NO_TEXT = frozenset({"y", "n", "yes", "no", "on", "off", "true", "false", "null", "nan", "inf"})
_TRUE, _FALSE = frozenset({"true", "yes", "是"}), frozenset({"false", "no", "否"})
_WHOLE_LINE = 1 << 30


def flow_text(text: str) -> str:
    """Return a text as YAML writes it inside brackets: bare where every reader takes it for a text, else quoted."""
    if _PLAIN.fullmatch(text) and text.casefold() not in _NO_TEXT:
        return text
    return yaml.safe_dump(text, default_style='"', allow_unicode=True, width=_WHOLE_LINE).rstrip("\n")


def flow_value(value: object) -> str:
    """Return a value as YAML on one line."""
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{flow_value(key)}: {flow_value(item)}" for key, item in value.items()) + "}"
    if isinstance(value, (list, tuple)):
        return "[" + ", ".join(map(flow_value, value)) + "]"
    if isinstance(value, bool):
        return "true" if value else "false"
    if value is None:
        return "null"
    if isinstance(value, (int, float)):
        return plain_number(value)
    return flow_text(str(value))


def plain_number(value: float | Decimal) -> str:
    """Return a number in digits, without an exponent and without zeros at its end."""
    made = finite_decimal_text(str(value))
    if made is None:
        return str(value)
    text = f"{made:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def typed_number(text: str) -> Decimal | None:
    """Return the number that a person typed; None for none. Commas part thousands, and nothing else."""
    plain = re.sub(r"\s", "", text).replace("，", ",")
    return finite_decimal_text(plain.replace(",", "") if _THOUSANDS.fullmatch(plain) else plain)


def shown_value(column: Column, value: object, unit: str = "万亩") -> str:
    """Return a value as a table shows it.

    Args:
        column: of the value.
        value: as YAML gives it; None for none.
        unit: one of `WAN_MU`, in which areas are shown; the file has 10,000 mu.

    """
    if value is None:
        return ""
    if column.kind in (Kind.AREA, Kind.AREAS_BY_YEAR) and isinstance(value, (int, float)):
        number = finite_decimal_text(str(value))
        return str(value) if number is None else plain_number(number / WAN_MU[unit])
    if column.kind in (Kind.TEXTS, Kind.CLASSES, Kind.MEASURES) and isinstance(value, list):
        return ", ".join(plain_number(each) if isinstance(each, (int, float)) else str(each) for each in value)
    if column.kind is Kind.CHOICE and isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, str):
        return value
    return flow_value(value)


def yaml_source(column: Column, typed: str, unit: str = "万亩") -> str:
    """Return what was typed as YAML on one line; empty where nothing was typed.

    What cannot be what the column holds is written as a text, so that the reader of policies says what is wrong.

    Args:
        column: of the value.
        typed: by a person; an area may name its unit ("1200 亩", "80 ha").
        unit: one of `WAN_MU`, of areas that name none.

    """
    typed = typed.strip()
    if not typed:
        return ""
    plain = plain_form(typed)
    source = None
    if column.kind in (Kind.AREA, Kind.AREAS_BY_YEAR):
        source = _area(plain, unit)
    elif column.kind in (Kind.NUMBER, Kind.WHOLE):
        number = typed_number(plain)
        source = None if number is None else plain_number(number)
    elif column.kind is Kind.TRUTH:
        word = plain.casefold()
        source = "true" if word in _TRUE else "false" if word in _FALSE else None
    elif column.kind is Kind.MEASURES:
        items = _SEPARATORS.split(plain.strip("[] "))
        source = f"[{', '.join(items)}]" if all(item.isdecimal() for item in items) else None
    elif column.kind in (Kind.TEXTS, Kind.CLASSES):
        source = f"[{', '.join(map(flow_text, separated(typed)))}]"
    elif column.kind is Kind.CONDITIONS:
        source = _conditions(typed)
    return flow_text(typed) if source is None else source


def separated(typed: str) -> list[str]:
    """Return the texts of a list that a person typed, without brackets and quotes."""
    return [item.strip("\"'") for item in _SEPARATORS.split(typed.strip("[] ")) if item]


def area_unit(word: str) -> str | None:
    """Return the unit of area that a word names, a key of `WAN_MU`; None for none."""
    name = unit_name(word)
    return name if name in WAN_MU else None


def _area(typed: str, unit: str) -> str | None:
    """Return an area in 10,000 mu; None where the text is none."""
    found = _AREA.fullmatch(typed)
    if not found:
        return None
    named = area_unit(found[2]) if found[2].strip() else unit
    number = typed_number(found[1])
    if number is None or not named:
        return None
    return plain_number(number * WAN_MU[named])


def _conditions(typed: str) -> str | None:
    """Return conditions as YAML on one line; None where the text is none. Braces around them may be left away."""
    for text in (typed, f"{{{typed}}}"):
        try:
            value = yaml.safe_load(text)
        except (yaml.YAMLError, ValueError, RecursionError):
            continue
        if isinstance(value, (dict, list)) and value:
            return flow_value(value)
    return None
