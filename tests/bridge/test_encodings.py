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


CUT = "权属单位代码".encode()[:10].decode(BYTES)


@pytest.mark.parametrize("given", ["UTF-8", "GBK", "ISO-8859-1", "cp437", "cp850"])
@pytest.mark.parametrize("texts", [["水田", "旱地"], ["a", "b"]])
def test_a_name_that_ends_in_its_fourth_character(given, texts):
    """Ten bytes of UTF-8 are three characters and a third of one, which fit GBK as five others."""
    frame = as_bytes(texts, "UTF-8")
    decoded, told = decode(frame.rename(columns={frame.columns[0]: CUT}), given)
    assert list(decoded.columns) == ["权属单", "n", "geometry"] and decoded["权属单"].tolist() == texts
    assert len(told) == (given != "UTF-8") and all("read as UTF-8" in text for text in told)


def test_names_that_are_the_same_once_cut():
    texts = {f"{CUT[:9]}{end}": ["水田"] for end in ("\xe4", "\xe5")}
    frame = gpd.GeoDataFrame({n: [t.encode().decode(BYTES) for t in v] for n, v in texts.items()}, geometry=[None])
    decoded, told = decode(frame, "UTF-8")
    assert list(decoded.columns) == ["权属单", "权属单_2", "geometry"] and not told


@pytest.mark.parametrize("given", ["UTF-8", "GBK", "cp1252"])
def test_values_cut_at_the_width_of_their_field(given):
    frame = as_bytes(VILLAGES, "UTF-8")
    column = frame.columns[0]
    frame[column] = [
        text[:16] if isinstance(text, str) else None for text in frame[column]
    ]  # five characters and a third
    decoded, told = decode(frame, given)
    assert decoded["权属单位"].tolist() == ["乐平市镇桥\ufffd", "浮梁县鹅湖\ufffd", "昌江区鲇鱼\ufffd", None, "plain"]
    assert "3 different texts are damaged" in told[-1] and len(told) == (1 if given == "UTF-8" else 2)


def test_single_characters_of_gbk_that_begin_as_utf8_does():
    """E6 A1 are a character of GBK, and two thirds of one in UTF-8."""
    decoded, _ = decode(as_bytes(["妗", "x"], "GBK", "name"), "UTF-8")
    assert decoded["name"].tolist() == ["妗", "x"]


def test_text_in_no_encoding():
    frame = gpd.GeoDataFrame({"n": ["\xff\xff", "\xff\xfe\xff"]}, geometry=[shapely.Point(0, 0)] * 2)
    with pytest.raises(InputError, match="neither UTF-8 nor UTF-8 nor GB18030"):
        decode(frame, "UTF-8")


def test_the_frame_that_was_given_stays():
    frame = as_bytes(VILLAGES, "GB18030")
    before = frame.copy()
    decode(frame, "UTF-8")
    assert frame.equals(before)
