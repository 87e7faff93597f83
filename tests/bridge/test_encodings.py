"""The encoding of a shapefile's text, found from its bytes."""

import geopandas as gpd
import pytest
import shapely

from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.bridge.io.encodings import BYTES, decode_text

VILLAGES = ["乐平市镇桥镇", "浮梁县鹅湖镇", "昌江区鲇鱼山镇", None, "plain"]


def as_bytes(texts, encoding, column="权属单位"):
    """A frame as it is read by an encoding that keeps every byte."""
    kept = [text if text is None else text.encode(encoding).decode(BYTES) for text in texts]
    shapes = [shapely.Point(0, 0)] * len(texts)
    return gpd.GeoDataFrame({column.encode(encoding).decode(BYTES): kept, "n": range(len(texts))}, geometry=shapes)


def decode(frame, given):
    told = []
    return decode_text(frame, "DLTB", given, told.append), told


@pytest.mark.parametrize("real", ["GB18030", "UTF-8"])
@pytest.mark.parametrize("given", ["GB18030", "UTF-8", "ISO-8859-1", "cp1252"])
def test_whatever_the_file_states(real, given):
    decoded, told = decode(as_bytes(VILLAGES, real), given)
    assert decoded["权属单位"].tolist() == VILLAGES and decoded["n"].tolist() == [0, 1, 2, 3, 4]
    assert len(told) == (real != given)
    assert all(real in text and given in text for text in told)


def test_plain_text_needs_no_decision():
    decoded, told = decode(as_bytes(["a", "b"], "ascii", "name"), "cp1252")
    assert decoded["name"].tolist() == ["a", "b"] and told == []


def test_a_cut_text_is_counted_and_the_rest_read():
    frame = as_bytes(VILLAGES, "GB18030")
    column = frame.columns[0]
    frame.loc[0, column] = frame.loc[0, column][:-1]
    decoded, told = decode(frame, "GB18030")
    assert decoded["权属单位"][0].startswith("乐平市镇桥") and decoded["权属单位"][1] == VILLAGES[1]
    assert len(told) == 1 and "1 different texts" in told[0]


def test_text_in_no_encoding():
    frame = gpd.GeoDataFrame({"n": ["\xff\xff", "\xff\xfe\xff"]}, geometry=[shapely.Point(0, 0)] * 2)
    with pytest.raises(InputError, match="neither UTF-8 nor UTF-8 nor GB18030"):
        decode(frame, "UTF-8")


def test_the_frame_that_was_given_stays():
    frame = as_bytes(VILLAGES, "GB18030")
    before = frame.copy()
    decode(frame, "UTF-8")
    assert frame.equals(before)
