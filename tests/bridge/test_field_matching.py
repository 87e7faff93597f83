"""Fields and roles as real offices name them."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from farmland_redline.processing.analysis.columns import clean_text
from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.bridge.survey.field_matching import (
    column_of,
    match_fields,
    parse_pairs,
    standard_fields,
    unit_columns,
)
from farmland_redline.processing.bridge.survey.personal_data import NONE
from farmland_redline.processing.bridge.survey.profile import Profile, with_profile
from farmland_redline.processing.bridge.survey.schema import load_survey

ROW = {"BSM": ["1"], "DLBM": ["0101"], "TBMJ": [1.5], "ZLDWDM": ["360222"]}


def table(**columns):
    return pd.DataFrame({**ROW, **columns})


def without(*names):
    return pd.DataFrame({k: v for k, v in ROW.items() if k not in names})


def test_standard_names():
    frame = standard_fields(table(TBDLMJ=["1.25"], SJNF=["2024"], 自定义=["x"]), "DLTB", {})
    assert frame["TBDLMJ"].tolist() == [1.25] and frame["SJNF"].tolist() == [2024]
    assert frame["自定义"].tolist() == ["x"]


@pytest.mark.parametrize(
    ("name", "alias"),
    [
        ("DLBM", "地类编码"),
        ("DLBM", "dlbm"),
        ("DLBM", "DLDM"),
        ("TBMJ", "图斑面积"),
        ("BSM", "标识码"),
        ("ZLDWDM", "坐落单位代码"),
    ],
)
def test_aliases(name, alias):
    frame = standard_fields(without(name).assign(**{alias: ROW[name]}), "DLTB", {})
    assert frame[name].tolist() == ROW[name] and alias not in set(frame.columns) - {name}


@pytest.mark.parametrize(
    ("column", "name"),
    [
        ("耕地坡", "GDPDJB"),
        ("坡度级", "GDPDJB"),
        ("图斑地", "TBDLMJ"),
        ("耕地坡度级", "GDPDJB"),
        ("扣除地类系", "KCXS"),
    ],
)
def test_aliases_that_a_shapefile_has_cut(column, name):
    """Three characters of UTF-8, five of GBK."""
    assert match_fields(table(**{column: ["1"]}).columns, "DLTB", {}, load_survey())[name] == (column, "alias")


@pytest.mark.parametrize("column", ["坐落单", "扣除地", "耕地"])
def test_what_several_aliases_begin_with_is_none_of_them(column):
    found = match_fields(without("ZLDWDM").assign(**{column: "1"}).columns, "DLTB", {}, load_survey())
    assert column not in [chosen for chosen, _ in found.values()]


def test_a_whole_name_comes_before_a_cut_one():
    found = match_fields(["耕地坡", "GDPDJB"], "DLTB", {}, load_survey())
    assert found["GDPDJB"] == ("GDPDJB", "name")


def test_unit_columns_that_a_shapefile_has_cut():
    survey = replace(load_survey(), unit_code=("行政区划代码表",), unit_name=("行政区划名称表",))
    assert unit_columns(["行政区划代", "行政区划名"], "XZQ", survey) == ("行政区划代", "行政区划名")
    with pytest.raises(InputError):
        unit_columns(["行政区"], "XZQ", survey)


def test_the_name_comes_before_the_alias():
    frame = standard_fields(table(地类编码=["0702"]), "DLTB", {})
    assert frame["DLBM"].tolist() == ["0101"] and frame["地类编码"].tolist() == ["0702"]


def test_a_mapping_comes_before_all():
    frame = standard_fields(table(NEWCODE=["0702"]), "DLTB", {"DLBM": "NEWCODE"})
    assert frame["DLBM"].tolist() == ["0702"]


def test_a_mapping_to_a_personal_column_is_refused_in_plain_words():
    """The column is not read, so it is not there; the message says why."""
    with pytest.raises(InputError, match=r"LXDH.*DLTB.*Keep personal columns"):
        standard_fields(table(), "DLTB", {"BZ": "LXDH"})
    with pytest.raises(InputError, match="Keep personal columns"):
        match_fields(["BSM", "LXDH"], "DLTB", {"BZ": "LXDH"}, load_survey())
    kept = replace(load_survey(), personal=NONE)
    assert match_fields(["BSM", "LXDH"], "DLTB", {"BZ": "LXDH"}, kept)["BZ"] == ("LXDH", "parameter")


def test_where_a_field_was_found():
    survey = with_profile(load_survey(), Profile(fields={"DLBM": ("新地类", "DLDM"), "TBMJ": ("无",)}))
    columns = ["BSM", "dlbm", "新地类", "图斑面积", "ZL", "备注"]
    found = match_fields(columns, "DLTB", {"ZLDWDM": "ZL"}, survey)
    assert found == {
        "BSM": ("BSM", "name"), "DLBM": ("新地类", "profile"), "TBMJ": ("图斑面积", "alias"),
        "ZLDWDM": ("ZL", "parameter"), "BZ": ("备注", "alias"),
    }  # fmt: skip
    assert match_fields(["dlbm", "DLDM"], "x", {}, survey)["DLBM"] == ("DLDM", "profile")
    assert match_fields(columns, "x", {"DLBM": "dlbm"}, survey)["DLBM"] == ("dlbm", "parameter")


@pytest.mark.parametrize("name", ["BSM", "DLBM", "TBMJ", "ZLDWDM"])
def test_a_missing_field_is_named(name):
    with pytest.raises(InputError) as error:
        standard_fields(without(name), "图斑2024", {})
    text = str(error.value)
    alias = load_survey().fields[name].alias
    assert "图斑2024" in text and name in text and alias in text and f"{name}=column" in text
    assert all(other in text for other in ROW if other != name)


def test_optional_fields_may_be_missing():
    assert set(standard_fields(table(), "DLTB", {}).columns) == set(ROW)


@pytest.mark.parametrize(
    ("mapping", "word"),
    [({"NONSENSE": "BSM"}, "NONSENSE"), ({"DLBM": "absent"}, "absent"), ({"TBDLMJ": "tbmj "}, "tbmj")],
)
def test_wrong_mappings(mapping, word):
    with pytest.raises(InputError, match=word):
        standard_fields(table(), "DLTB", mapping)


def test_text_where_a_number_is_needed():
    frame = pd.DataFrame({k: v * 3 for k, v in ROW.items()})
    frame["BSM"], frame["TBMJ"] = ["a", "b", "c"], ["1.5", "一亩", "about 2"]
    with pytest.raises(InputError) as error:
        standard_fields(frame, "DLTB", {})
    text = str(error.value)
    assert "TBMJ" in text and "2" in text and "一亩" in text and "b, c" in text and "a" not in text.split("in ")[-1][:3]


def test_empty_numbers_are_null():
    frame = pd.DataFrame({k: v * 3 for k, v in ROW.items()})
    frame["TBMJ"] = ["1.5", "", None]
    assert np.isnan(standard_fields(frame, "DLTB", {})["TBMJ"]).tolist() == [False, True, True]


def test_clean_text():
    values = pd.Series(["  0101 ", "", "  ", None, np.nan, 360222.0, 12, "１"])
    assert clean_text(values).tolist() == ["0101", None, None, None, None, "360222", "12", "１"]


def test_codes_that_came_as_numbers():
    """Leading zeros are lost where a table kept codes as numbers; that cannot be mended silently, whole numbers can."""
    frame = standard_fields(table(ZLDWDM=[360222100201.0]), "DLTB", {})
    assert frame["ZLDWDM"].tolist() == ["360222100201"]
    big = standard_fields(table(BSM=[360222211000000123]), "DLTB", {})
    assert big["BSM"].tolist() == ["360222211000000123"]


def test_pairs():
    assert parse_pairs("A = b; C=d；E=f\nG=h;;", "x") == {"A": "b", "C": "d", "E": "f", "G": "h"}
    assert parse_pairs("  ", "x") == {}
    for text in ("A", "A=", "=b", "A=b; C"):
        with pytest.raises(InputError, match="Field mapping"):
            parse_pairs(text, "Field mapping")


def test_column_of():
    assert column_of(["xzqdm", "NAME"], ["XZQDM", "name"]) == "xzqdm"
    assert column_of(["a"], ["b"]) is None
