"""The encoding of a shapefile's text, found from the text, whatever the file states.

Survey shapefiles are mostly GBK. Many have no .cpg, or a header that GDAL takes for Western European, and some state a
wrong encoding. Text decoded wrongly would be wrong in every table and map made from it.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable, Iterable, Sequence

import geopandas
import numpy as np
import pandas as pd

from ...analysis.columns import distinct_names
from ..errors import InputError
from ..i18n import tr

# Decoding by this one keeps every byte.
BYTES = "ISO-8859-1"
_UTF8, _CHINESE = "UTF-8", "GB18030"
# The characters before are accents, Greek and Cyrillic, which some pairs of GBK's bytes resemble by chance.
_PUNCTUATION_AND_BEYOND = "\u2000"
# What stands where a text could not be decoded.
_LOST = "\ufffd"


def decode_text(
    frame: geopandas.GeoDataFrame, layer: str, given: str, warn: Callable[[str], None]
) -> geopandas.GeoDataFrame:
    """Decode the texts and column names of a shapefile that was read as `BYTES`.

    A name that was cut in a character, at ten bytes, loses the rest of it; a value keeps a mark there, and is counted.

    Args:
        frame: as read, its geometry in the column `geometry`.
        layer: its name, for messages.
        given: the encoding that the file or the user states, else the system's.
        warn: receives a message if the text is in another encoding, and on damaged texts.

    Raises:
        InputError: the text fits no encoding.

    """
    columns = [name for name in frame.columns if name != "geometry" and not pd.api.types.is_numeric_dtype(frame[name])]
    coded = {name: pd.factorize(frame[name], use_na_sentinel=True) for name in columns}
    values = [value for _, unique in coded.values() for value in unique if isinstance(value, str)]
    encoding = _choose(_foreign(map(str, frame.columns)), _foreign(values), layer, given, warn)

    def decoded(value: object) -> object:
        """Return a text decoded, any other value as it is."""
        return value.encode(BYTES).decode(encoding, "replace") if isinstance(value, str) else value

    result = frame.copy(deep=False)
    for name, (code, unique) in coded.items():
        made = np.array([*map(decoded, unique), None], dtype=object)
        result[name] = pd.Series(made[code], index=result.index, dtype=object)
    names: list[str] = []
    for name in map(str, frame.columns):
        whole = str(decoded(name)).rstrip(_LOST) or name
        names.append(distinct_names([whole], names).get(whole, whole))
    return result.set_axis(names, axis="columns")


def warn_of_lost_text(frame: pd.DataFrame, layer: str, warn: Callable[[str], None]) -> bool:
    """Warn where texts or column names have characters that QGIS or GDAL could not decode; return whether it did."""
    texts = frame.columns[[pd.api.types.is_object_dtype(kind) for kind in frame.dtypes]]
    count = sum(int(frame[name].astype(str).str.contains(_LOST, regex=False).sum()) for name in texts)
    count += sum(_LOST in str(name) for name in frame.columns)
    if count:
        warn(
            tr(
                "Layer “{layer}”: {count} texts have characters that could not be decoded. Unpack the file if it is in "
                "an archive, or set the encoding in the layer's properties or its .cpg file (survey data: usually GBK)."
            ).format(layer=layer, count=count)
        )
    return count > 0


def _foreign(texts: Iterable[str]) -> list[bytes]:
    """Return the texts that are not ASCII, as bytes."""
    return [text.encode(BYTES) for text in texts if not text.isascii()]


def _choose(
    names: Sequence[bytes], values: Sequence[bytes], layer: str, given: str, warn: Callable[[str], None]
) -> str:
    """Choose the encoding of column names and values that are not ASCII; arguments and errors as in `decode_text`."""
    foreign = [*names, *values]
    if not foreign:
        return given
    chosen = _best(foreign, given)
    if not any(_fits(text, chosen) for text in foreign):
        raise InputError(
            tr(
                "Layer “{layer}”: its text is neither {given} nor UTF-8 nor GB18030. Set its encoding in the layer's "
                "properties, or in its .cpg file (survey data: usually GBK)."
            ).format(layer=layer, given=given)
        )
    if codecs.lookup(chosen).name != codecs.lookup(given).name and _differ(foreign, chosen, given):
        warn(
            tr(
                "Layer “{layer}”: its text was read as {encoding}; by its .cpg file, its properties or the system's "
                "default it would be {given}. Correct the .cpg file if names look wrong."
            ).format(layer=layer, encoding=chosen, given=given)
        )
    damaged = sum(not _is_whole(text, chosen) for text in values) + sum(not _fits(text, chosen) for text in names)
    if damaged:
        warn(
            tr(
                "Layer “{layer}”: {count} different texts are damaged, mostly cut in the middle of a character by the "
                "length of their field."
            ).format(layer=layer, count=damaged)
        )
    return chosen


def _best(foreign: Sequence[bytes], given: str) -> str:
    """Return the encoding that fits texts (not ASCII) best: the stated one, UTF-8 or GB18030."""
    if all(_fits(text, _UTF8) for text in foreign):
        begun = [text.decode(_UTF8, "ignore") for text in foreign]
        if codecs.lookup(given).name == codecs.lookup(_UTF8).name and any(begun):
            return given
        if all(text and max(text) >= _PUNCTUATION_AND_BEYOND for text in begun):
            return _UTF8

    def misfits(encoding: str) -> tuple[int, int]:
        """Return how many texts do not fit an encoding, and how many do not fit it as a whole."""
        return sum(not _fits(text, encoding) for text in foreign), sum(
            not _is_whole(text, encoding) for text in foreign
        )

    return min((name for name in (given, _UTF8, _CHINESE) if _is_chinese(name)), key=misfits)


def _is_chinese(encoding: str) -> bool:
    """Return whether an encoding has Chinese characters; others fit any bytes, and are stated where nobody chose."""
    try:
        return bool("中".encode(encoding))
    except UnicodeEncodeError:
        return False


def _fits(text: bytes, encoding: str) -> bool:
    """Return whether bytes are valid in an encoding, though they may end within a character, as cut texts do."""
    try:
        codecs.getincrementaldecoder(encoding)().decode(text)
    except UnicodeDecodeError:
        return False
    return True


def _is_whole(text: bytes, encoding: str) -> bool:
    """Return whether bytes are valid in an encoding, to their end."""
    try:
        text.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _differ(texts: Sequence[bytes], one: str, other: str) -> bool:
    """Return whether two encodings give different texts."""
    return any(text.decode(one, "replace") != text.decode(other, "replace") for text in texts)
