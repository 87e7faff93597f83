"""The encoding of a shapefile's text, found from the text, whatever the file states.

Survey shapefiles are mostly GBK. Many have no .cpg, or a header that GDAL takes for Western European, and some state a
wrong encoding. Text decoded wrongly would be wrong in every table and map made from it.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable

import geopandas
import numpy as np
import pandas as pd

from ..errors import InputError
from ..i18n import tr

# Decoding by this one keeps every byte.
BYTES = "ISO-8859-1"
_UTF8, _CHINESE = "UTF-8", "GB18030"
# They fit any bytes, and are stated where nobody chose an encoding.
_VAGUE = {codecs.lookup(name).name for name in ("ISO-8859-1", "cp1252")}
# The characters before are accents, Greek and Cyrillic, which some pairs of GBK's bytes resemble by chance.
_PUNCTUATION_AND_BEYOND = "\u2000"


def decode_text(
    frame: geopandas.GeoDataFrame, layer: str, given: str, warn: Callable[[str], None]
) -> geopandas.GeoDataFrame:
    """Decode the texts and column names of a shapefile that was read as `BYTES`.

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
    texts = [text.encode(BYTES) for text in (*map(str, frame.columns), *values)]
    encoding = _choose([text for text in texts if not text.isascii()], layer, given, warn)

    def decoded(value: object) -> object:
        """Return a text decoded, any other value as it is."""
        return value.encode(BYTES).decode(encoding, "replace") if isinstance(value, str) else value

    result = frame.copy(deep=False)
    for name, (code, unique) in coded.items():
        made = np.array([*map(decoded, unique), None], dtype=object)
        result[name] = pd.Series(made[code], index=result.index, dtype=object)
    return result.rename(columns=decoded)


def _choose(foreign: list[bytes], layer: str, given: str, warn: Callable[[str], None]) -> str:
    """Choose the encoding of texts; arguments and errors as in `decode_text`.

    Args:
        foreign: the texts that are not ASCII.
        layer, given, warn: as in `decode_text`.

    """
    stated = codecs.lookup(given).name
    misfits = {name: sum(not _fits(text, name) for text in foreign) for name in (given, _UTF8, _CHINESE)}
    if not foreign or (misfits[_UTF8] == 0 and stated == codecs.lookup(_UTF8).name):
        return given
    if misfits[_UTF8] == 0 and all(max(text.decode(_UTF8)) >= _PUNCTUATION_AND_BEYOND for text in foreign):
        chosen = _UTF8
    else:
        chosen = min((name for name in misfits if codecs.lookup(name).name not in _VAGUE), key=misfits.__getitem__)
    if misfits[chosen] == len(foreign):
        raise InputError(
            tr(
                "Layer “{layer}”: its text is neither {given} nor UTF-8 nor GB18030. Set its encoding in the layer's "
                "properties, or in its .cpg file (survey data: usually GBK)."
            ).format(layer=layer, given=given)
        )
    if codecs.lookup(chosen).name != stated and _differ(foreign, chosen, given):
        warn(
            tr(
                "Layer “{layer}”: its text was read as {encoding}; by its .cpg file, its properties or the system's "
                "default it would be {given}. Correct the .cpg file if names look wrong."
            ).format(layer=layer, encoding=chosen, given=given)
        )
    if misfits[chosen]:
        warn(
            tr(
                "Layer “{layer}”: {count} different texts are damaged, mostly cut in the middle of a character by the "
                "length of their field."
            ).format(layer=layer, count=misfits[chosen])
        )
    return chosen


def _fits(text: bytes, encoding: str) -> bool:
    """Return whether bytes are valid in an encoding."""
    try:
        text.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _differ(texts: list[bytes], one: str, other: str) -> bool:
    """Return whether two encodings give different texts."""
    return any(text.decode(one, "replace") != text.decode(other, "replace") for text in texts)
