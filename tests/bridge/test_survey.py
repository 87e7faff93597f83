"""Fields and roles as real offices name them."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from farmland_redline.bridge.errors import InputError
from farmland_redline.bridge.survey import clean_text, column_of, find_role, load_survey, parse_pairs, standard_fields

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


def test_the_name_comes_before_the_alias():
    frame = standard_fields(table(地类编码=["0702"]), "DLTB", {})
    assert frame["DLBM"].tolist() == ["0101"] and frame["地类编码"].tolist() == ["0702"]


def test_a_mapping_comes_before_all():
    frame = standard_fields(table(NEWCODE=["0702"]), "DLTB", {"DLBM": "NEWCODE"})
    assert frame["DLBM"].tolist() == ["0702"]


def test_personal_columns_are_dropped():
    personal = {name: ["示例"] for name in load_survey().personal}
    frame = standard_fields(table(**personal, zrrmc=["示例"]), "DLTB", {})
    assert "示例" not in frame.astype(str).to_numpy()


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
    frame["BSM"], frame["TBMJ"] = ["a", "b", "c"], ["1.5", "一亩", "2,5"]
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


def test_every_layer_name_of_a_role_finds_it():
    survey = load_survey()
    for role, names in survey.role_layers.items():
        for name in names:
            assert find_role(name, {}) == role, name
            assert find_role(name.lower(), {}) == role, name


@pytest.mark.parametrize(
    ("layer", "role"),
    [
        ("YJJBNTBHTB", "pbf"),
        ("YJJBNTCBQ", "pbf_reserve"),
        ("永久基本农田储备区", "pbf_reserve"),
        ("永久基本农田", "pbf"),
        ("360222_YJJBNTBHTB_2021", "pbf"),
        ("浮梁县永久基本农田储备区2023", "pbf_reserve"),
        ("BCGDCBQ", "farmland_reserve"),
        ("DLTB_ED", "survey2"),
        ("DLTB_2023", "previous"),
        ("生态保护红线（2022）", "red_line"),
        ("stbhhx", "red_line"),
    ],
)
def test_roles_by_name(layer, role):
    """The longest name that fits counts: a reserve zone of PBF is no PBF."""
    assert find_role(layer, {}) == role


def test_roles_as_given():
    assert find_role("图层1", {"图层1": "forest"}) == "forest"
    assert find_role("YJJBNTBHTB", {"YJJBNTBHTB": "forest"}) == "forest"  # the user knows better
    with pytest.raises(InputError, match=r"图层1.*nonsense.*pbf"):
        find_role("图层1", {"图层1": "nonsense"})
    with pytest.raises(InputError, match=r"图层1.*图层1=forest"):
        find_role("图层1", {})


def test_pairs():
    assert parse_pairs("A = b; C=d；E=f\nG=h;;", "x") == {"A": "b", "C": "d", "E": "f", "G": "h"}
    assert parse_pairs("  ", "x") == {}
    for text in ("A", "A=", "=b", "A=b; C"):
        with pytest.raises(InputError, match="Field mapping"):
            parse_pairs(text, "Field mapping")


def test_column_of():
    assert column_of(["xzqdm", "NAME"], ["XZQDM", "name"]) == "xzqdm"
    assert column_of(["a"], ["b"]) is None
