"""What a shapefile's table cannot hold: names of more than ten bytes, texts of more than 254.

Names are cut here, so that no two become one, and their whole forms stand in a file beside it, `<name>.columns.csv`,
by which reading restores them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

import geopandas
import numpy as np
import pandas as pd

from ..survey.cut_names import NAME_BYTES
from .datasets import SHAPEFILE, table_beside
from .spreadsheet_text import restore_formula

COLUMNS = "columns"
_TEXT_BYTES = 254
_SHORT, _WHOLE = "column", "name"


def short_names(columns: Iterable[str]) -> dict[str, str]:
    """Return names of at most ten bytes for columns whose own is longer; no two are the same in upper and lower case.

    Args:
        columns: all columns of a layer.

    Returns:
        whole -> short name, of those that are cut.

    """
    names = list(columns)
    fitting = [name for name in names if len(name.encode()) <= NAME_BYTES]
    taken = {name.lower() for name in fitting}
    result = {}
    for name in names:
        if name in fitting:
            continue
        short, number = _cut(name, NAME_BYTES), 1
        while short.lower() in taken:
            number += 1
            short = f"{_cut(name, NAME_BYTES - len(str(number)))}{number}"
        taken.add(short.lower())
        result[name] = short
    return result


def cut_texts(frame: pd.DataFrame) -> tuple[pd.DataFrame, dict[str, int]]:
    """Cut texts of more than 254 bytes at the end of a character.

    Returns:
        the frame; the number of texts that were cut, by column.

    """
    counts = {}
    for name in frame.columns:
        if not (pd.api.types.is_object_dtype(frame[name]) or pd.api.types.is_string_dtype(frame[name])):
            continue
        code, unique = pd.factorize(frame[name], use_na_sentinel=True)
        long = np.array([isinstance(text, str) and len(text.encode()) > _TEXT_BYTES for text in unique], bool)
        if long.any():
            whole_or_cut = (_cut(text, _TEXT_BYTES) if cut else text for text, cut in zip(unique, long))
            texts = np.array([*whole_or_cut, None], object)  # the last for nulls, whose code is -1
            counts[str(name)] = int(long[code[code >= 0]].sum())
            frame = frame.assign(**{str(name): texts[code]})
    return frame, counts


def whole_names_table(shortened: Mapping[str, str]) -> pd.DataFrame:
    """Return the table of short and whole names that stands beside a shapefile."""
    return pd.DataFrame({_SHORT: list(shortened.values()), _WHOLE: list(shortened)})


def restore_names(frame: geopandas.GeoDataFrame, path: Path) -> geopandas.GeoDataFrame:
    """Give the columns of a shapefile that the plugin has written their whole names; other files stay as they are."""
    beside = table_beside(path, COLUMNS)
    if path.suffix.lower() != SHAPEFILE or not beside.is_file():
        return frame
    try:
        table = pd.read_csv(beside, dtype=str, encoding="utf-8-sig")
    except (ValueError, OSError):  # somebody else's file of this name
        return frame
    if not {_SHORT, _WHOLE} <= set(table.columns):
        return frame
    table = table.dropna(subset=[_SHORT, _WHOLE]).drop_duplicates(_WHOLE)
    whole = dict(zip(table[_SHORT].map(restore_formula), table[_WHOLE].map(restore_formula)))
    return frame.rename(columns={short: name for short, name in whole.items() if name not in frame})


def recognise_cut_names(frame: geopandas.GeoDataFrame, known: Iterable[str]) -> geopandas.GeoDataFrame:
    """Give columns that a shapefile has cut their whole names where only one of the `known` ones begins so."""
    wholes: dict[str, list[str]] = {}
    for name in known:
        wholes.setdefault(_cut(name, NAME_BYTES), []).append(name)
    found = {short: names[0] for short, names in wholes.items() if short in frame and len(names) == 1}
    return frame.rename(columns={short: name for short, name in found.items() if name not in frame})


def _cut(text: str, size: int) -> str:
    """Return the beginning of a text that takes so many bytes in UTF-8, without a part of a character."""
    return text.encode()[:size].decode(errors="ignore")
