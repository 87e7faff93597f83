"""Checks of a layer's fields: presence, kind, missing values, length, decimals, codes and land classes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import geopandas
import numpy as np
import pandas as pd

from ..columns import TEXT
from ..problems import ERROR, NOTE, WARNING, Found, problems
from ..values.readers import ValueKind, read_column

REQUIRED, EXPECTED = "required", "expected"
CLASS, LOCATION = "DLBM", "ZLDWDM"
# How far a binary fraction may be off a decimal number, in units of its last place.
_BLUR = 1e-3


@dataclass(frozen=True)
class FieldStandard:
    """What the standard says of a field (`resources/survey/checks.yaml`, `codes.csv`).

    Attributes:
        name: of the field.
        kind: `text`, `real` or `integer`.
        need: `required`, `expected` or empty.
        width: most characters; 0: any.
        digits: exactly so many digits; 0: any.
        decimals: most decimals of a number; None: any.
        codes: the values that it may have; empty: any.
        outdated: values of drafts, with their names.

    >>> FieldStandard("GDPDJB", "text", need="expected", width=2, codes=frozenset("12345")).need
    'expected'

    """

    name: str
    kind: str
    need: str = ""
    width: int = 0
    digits: int = 0
    decimals: int | None = None
    codes: frozenset[str] = frozenset()
    outdated: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ClassStandard:
    """Which land classes a layer may have.

    Attributes:
        known: says whether a code is one.
        needed: whether every feature must have one.
        foreign: codes of another survey, with their names.
        kind: by which codes without their zeros are read; None: they are told as unknown.

    >>> ClassStandard(known={"0101", "0201"}.__contains__, needed=True).known("0301")
    False

    """

    known: Callable[[str | None], bool]
    needed: bool
    foreign: Mapping[str, str] = field(default_factory=dict)
    kind: ValueKind | None = None


def check_presence(layer: str, kinds: Mapping[str, str], standards: Sequence[FieldStandard]) -> list[pd.DataFrame]:
    """Find fields that a layer lacks, and fields of another kind than the standard's.

    Args:
        layer: the layer's name.
        kinds: field -> `text`, `real`, `integer` or another kind, of the fields that the layer has.
        standards: of all fields.

    Returns:
        Problems `field_missing` and `field_of_other_kind`, a frame each.

    >>> standards = [FieldStandard("BSM", "text", need="required"), FieldStandard("TBMJ", "real")]
    >>> found = check_presence("DLTB", {"TBMJ": "text"}, standards)
    >>> [(frame["kind"][0], frame["severity"][0], frame["values"][0]["field"]) for frame in found]
    [('field_missing', 'error', 'BSM'), ('field_of_other_kind', 'warning', 'TBMJ')]

    """
    severity = {REQUIRED: ERROR, EXPECTED: WARNING, "": NOTE}
    found = []
    for standard in standards:
        name = [standard.name]
        if standard.name not in kinds:
            found.append(problems("field_missing", layer, name, severity[standard.need], {"field": name}))
        elif (kinds[standard.name] == TEXT) != (standard.kind == TEXT):
            facts = {"field": name, "has": [kinds[standard.name]], "needs": [standard.kind]}
            found.append(problems("field_of_other_kind", layer, name, WARNING, facts))
    return found


def check_numbers(
    raw: pd.Series, wrong: np.ndarray, layer: str, feature: np.ndarray, name: str, geometry: np.ndarray
) -> Found:
    """Report text where a number is needed, as `typed` found it.

    Args:
        raw: the column as read (n,).
        wrong: mask of the rows with text (n,).
        layer: the layer's name.
        feature: names of the features (n,).
        name: the field.
        geometry: of the features (n,).

    >>> raw, wrong = pd.Series(["1.5", "about 2"]), np.array([False, True])
    >>> found = check_numbers(raw, wrong, "DLTB", np.array(["a", "b"]), "TBMJ", np.array([None, None]))
    >>> found.rows[["feature", "kind"]].values.tolist(), found.rows["values"][0], found.of
    ([['b', 'text_for_number']], {'field': 'TBMJ', 'value': 'about 2'}, 2)

    """
    rows = np.flatnonzero(wrong)
    facts = {"field": [name] * len(rows), "value": raw.iloc[rows].tolist()}
    found = problems("text_for_number", layer, feature[rows], ERROR, facts, geometry[rows])
    return Found(found, len(raw), f"number {name}")


def check_values(
    frame: geopandas.GeoDataFrame, layer: str, feature: np.ndarray, standards: Sequence[FieldStandard]
) -> Iterator[Found]:
    """Find values that are missing, too long, or have too many decimals.

    Args:
        frame: features of any number under standard names, typed.
        layer: the layer's name.
        feature: names of the features (n,).
        standards: of the fields.

    >>> frame = geopandas.GeoDataFrame({"GDPDJB": ["2", None, "123"]}, geometry=[None] * 3)
    >>> standards = [FieldStandard("GDPDJB", "text", need="expected", width=2)]
    >>> for found in check_values(frame, "DLTB", np.array(["a", "b", "c"]), standards):
    ...     print(found.rows[["feature", "kind"]].values.tolist())
    [['b', 'value_missing']]
    [['c', 'value_too_long']]

    """
    geometry = frame.geometry.to_numpy()
    for standard in standards:
        if standard.name not in frame:
            continue
        values = frame[standard.name]
        if standard.need == EXPECTED:
            rows = np.flatnonzero(values.isna())
            facts = {"field": [standard.name] * len(rows)}
            found = problems("value_missing", layer, feature[rows], WARNING, facts, geometry[rows])
            yield Found(found, len(frame), f"value {standard.name}")
        if standard.kind == TEXT:
            yield _check_length(values, layer, feature, standard, geometry)
        elif standard.decimals is not None:
            yield _check_decimals(values, layer, feature, standard.name, standard.decimals, geometry)


def _check_length(
    values: pd.Series, layer: str, feature: np.ndarray, standard: FieldStandard, geometry: np.ndarray
) -> Found:
    """Find texts longer than the standard's width, or codes without exactly its digits."""
    code, unique = pd.factorize(values, use_na_sentinel=True)
    if standard.digits:
        # Codes that name no county are found by the check of location codes.
        wrong = [not (len(u) == standard.digits and u.isascii() and u.isdigit()) for u in unique]
    else:
        wrong = [bool(standard.width) and len(u) > standard.width for u in unique]
    rows = np.flatnonzero(np.array([*wrong, False])[code])
    facts = {
        "field": [standard.name] * len(rows),
        "value": values.iloc[rows].tolist(),
        "length": [len(value) for value in values.iloc[rows]],
        "needed": [standard.digits or standard.width] * len(rows),
    }
    about = f"length {standard.name}"
    if standard.digits:
        found = problems("code_of_other_length", layer, feature[rows], WARNING, facts, geometry[rows])
        return Found(found, int(values.notna().sum()), about)
    found = problems("value_too_long", layer, feature[rows], WARNING, facts, geometry[rows])
    return Found(found, int(values.notna().sum()), about)


def _check_decimals(
    values: pd.Series, layer: str, feature: np.ndarray, name: str, decimals: int, geometry: np.ndarray
) -> Found:
    """Find numbers with more decimals than the standard keeps."""
    scaled = np.nan_to_num(values.to_numpy(dtype=float), posinf=0, neginf=0) * 10.0**decimals
    rows = np.flatnonzero(np.abs(scaled - np.rint(scaled)) > _BLUR)
    facts = {
        "field": [name] * len(rows),
        "value": values.iloc[rows].tolist(),
        "decimals": [decimals] * len(rows),
    }
    found = problems("value_too_exact", layer, feature[rows], NOTE, facts, geometry[rows])
    return Found(found, int(values.notna().sum()), f"decimals {name}")


def check_codes(
    frame: geopandas.GeoDataFrame, layer: str, feature: np.ndarray, standards: Sequence[FieldStandard]
) -> Iterator[Found]:
    """Find codes that are in no table, and codes of drafts; arguments as of `check_values`.

    >>> frame = geopandas.GeoDataFrame({"GDPDJB": ["2", "9", "I"]}, geometry=[None] * 3)
    >>> standards = [FieldStandard("GDPDJB", "text", codes=frozenset("12345"), outdated={"I": "flat"})]
    >>> for found in check_codes(frame, "DLTB", np.array(["a", "b", "c"]), standards):
    ...     print(found.rows[["feature", "kind"]].values.tolist())
    [['b', 'unknown_code']]
    [['c', 'outdated_code']]

    """
    geometry = frame.geometry.to_numpy()
    for standard in standards:
        if not standard.codes or standard.name not in frame:
            continue
        values = frame[standard.name]
        code, unique = pd.factorize(values, use_na_sentinel=True)
        unknown = [u not in standard.codes for u in unique]
        old = [wrong and u in standard.outdated for wrong, u in zip(unknown, unique)]
        of = int(values.notna().sum())
        rows = np.flatnonzero(np.array([*(u and not o for u, o in zip(unknown, old)), False])[code])
        facts = {"field": [standard.name] * len(rows), "value": values.iloc[rows].tolist()}
        found = problems("unknown_code", layer, feature[rows], WARNING, facts, geometry[rows])
        yield Found(found, of, f"code {standard.name}")
        rows = np.flatnonzero(np.array([*old, False])[code])
        facts = {
            "field": [standard.name] * len(rows),
            "value": values.iloc[rows].tolist(),
            "name": [standard.outdated[value] for value in values.iloc[rows]],
        }
        found = problems("outdated_code", layer, feature[rows], WARNING, facts, geometry[rows])
        yield Found(found, of, f"old code {standard.name}")


def check_classes(
    frame: geopandas.GeoDataFrame, layer: str, feature: np.ndarray, classes: ClassStandard
) -> Iterator[Found]:
    """Find land classes that are in no table, and those of another survey; arguments as of `check_values`.

    >>> frame = geopandas.GeoDataFrame({"DLBM": ["0101", "9999", "011"]}, geometry=[None] * 3)
    >>> classes = ClassStandard({"0101"}.__contains__, needed=True, foreign={"011": "paddy field"})
    >>> for found in check_classes(frame, "DLTB", np.array(["a", "b", "c"]), classes):
    ...     print(found.rows[["feature", "kind"]].values.tolist())
    [['b', 'unknown_class']]
    [['c', 'class_of_other_survey']]

    """
    if CLASS not in frame:
        return
    geometry, values = frame.geometry.to_numpy(), frame[CLASS]
    code, unique = pd.factorize(values, use_na_sentinel=True)
    unknown = np.array([*(not classes.known(u) for u in unique), classes.needed])
    full = _full_codes(values, unique, classes)
    short = np.array([*(f is not None for f in full), False]) & unknown
    foreign = np.array([*(u in classes.foreign for u in unique), False]) & unknown & ~short
    rows = np.flatnonzero((unknown & ~foreign & ~short)[code])
    facts = {"code": ["" if pd.isna(value) else value for value in values.iloc[rows]]}
    found = problems("unknown_class", layer, feature[rows], WARNING, facts, geometry[rows])
    yield Found(found, len(frame), "class")
    rows = np.flatnonzero(foreign[code])
    facts = {
        "code": values.iloc[rows].tolist(),
        "name": [classes.foreign[value] for value in values.iloc[rows]],
    }
    found = problems("class_of_other_survey", layer, feature[rows], ERROR, facts, geometry[rows])
    yield Found(found, len(frame), "foreign class")
    if classes.kind is None:
        return
    rows = np.flatnonzero(short[code])
    meant, names = [str(full[number]) for number in code[rows]], classes.kind.words
    facts = {"code": values.iloc[rows].tolist(), "full": meant, "name": ["".join(names.get(one, ())) for one in meant]}
    found = problems("class_without_zeros", layer, feature[rows], WARNING, facts, geometry[rows])
    yield Found(found, len(frame), "class without zeros")


def _full_codes(values: pd.Series, unique: np.ndarray, classes: ClassStandard) -> list[str | None]:
    """Return for each distinct class the code that it has lost zeros of; None where it is none of them."""
    if classes.kind is None:
        return [None] * len(unique)
    kind = classes.kind.of_column(values)
    read = read_column(unique, kind).known
    return [
        one if one is not None and one != given and classes.known(one) else None for given, one in zip(unique, read)
    ]
