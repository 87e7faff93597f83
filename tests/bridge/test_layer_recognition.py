"""What zone layers are, as offices name and fill them: by name, by fields, or asked back."""

from __future__ import annotations

from dataclasses import replace

import pyogrio
import pytest
from conftest import CITY, ZONE_LAYERS

from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.bridge.survey.layer_recognition import find_doubt, recognise, recognise_layers
from farmland_redline.processing.bridge.survey.profile import Profile, RoleNames, with_profile
from farmland_redline.processing.bridge.survey.schema import load_survey

# Columns of published tables (domain 3.1 to 3.6, 1.7), shortened to what a layer keeps after an export.
PBF = ("BSM", "YSDM", "YJJBNTTBBH", "DLBM", "YJJBNTTBMJ", "KCMJ", "YJJBNTMJ", "LXDH")
RED_LINE = ("BSM", "XZQDM", "HXBM", "HXMC", "HXLX", "MJ")
URBAN = ("BSM", "XZQDM", "XZQMC", "GHFQDM", "GHFQMC", "MJ")
SLOPE = ("BSM", "PDJB", "BZ")
UNITS = ("BSM", "XZQDM", "XZQMC", "DCMJ", "JSMJ")
SURVEY = ("BSM", "DLBM", "DLMC", "TBMJ", "TBDLMJ", "ZLDWDM")
SECOND_SURVEY = ("BSM", "DLBM", "TBMJ", "TBDLMJ", "ZLDWDM", "XZDWMJ", "LXDWMJ", "PDJB")
RESERVE_LAND = ("GDHBZY", "XDM", "XMC", "DLBM", "PDJB", "TCHD", "PDFF", "BZ")
PLAIN = ("BSM", "MJ", "BZ")


@pytest.fixture(scope="module")
def survey():
    return load_survey()


def role(survey, name, columns=PLAIN, given=None):
    return recognise(name, columns, given or {}, survey).role


def refused(survey, name, columns=PLAIN, given=None):
    with pytest.raises(InputError) as caught:
        recognise(name, columns, given or {}, survey)
    text = str(caught.value)
    assert f"“{name}”" in text
    return text


# By name.


def test_every_name_of_a_role_finds_it(survey):
    for kind in survey.kinds.values():
        for name in kind.layers:
            if kind.role:
                assert role(survey, name) == role(survey, name.lower()) == kind.name, name
            else:
                assert kind.name in refused(survey, name)


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        ("YJJBNTBHTB", "pbf"),
        ("YJJBNTTB", "pbf"),
        ("YJJBNT", "pbf"),
        ("JBNTBHTB", "pbf"),
        ("永久基本农田", "pbf"),
        ("基本农田", "pbf"),
        ("360222_YJJBNTBHTB_2021", "pbf"),
        ("YJJBNT2023", "pbf"),
        ("浮梁县永久基本农田（2023）", "pbf"),
        ("YJJBNTCBQ", "pbf_reserve"),
        ("永久基本农田储备区", "pbf_reserve"),
        ("永久基本农田储备地块", "pbf_reserve"),
        ("浮梁县永久基本农田储备区2023", "pbf_reserve"),
        ("BCGDCBQ", "farmland_reserve"),
        ("补充耕地储备区", "farmland_reserve"),
        ("GDBHMB", "protected"),
        ("CZKFBJ", "urban"),
        ("360222城镇开发边界", "urban"),
        ("生态保护红线（2022）", "red_line"),
        ("stbhhx", "red_line"),
        ("DLTB_ED", "survey2"),
        ("二调地类图斑", "survey2"),
        ("DLTB_二调", "survey2"),
        ("DLTB_2023", "previous"),
        ("上年度地类图斑", "previous"),
        ("PZWJSTD", "approvals"),
        ("LSYD", "temporary"),
        ("PDT", "slope"),
        ("高标准基本农田建设项目", "projects"),
    ],
)
def test_roles_by_name(survey, layer, expected):
    """The longest name that fits counts: a reserve zone of PBF is no PBF."""
    assert role(survey, layer) == expected


@pytest.mark.parametrize("layer", ["XPDTX", "FLFM", "LSYDX", "YJJBNTTBXX", "STBHHXX", "图层1", "export_2024"])
def test_a_name_inside_a_word_is_none(survey, layer):
    assert "BSM, MJ, BZ" in refused(survey, layer)


@pytest.mark.parametrize(
    ("layer", "candidates"),
    [
        ("城镇开发边界内永久基本农田", ("urban", "pbf")),
        ("LSYD_PDT", ("temporary", "slope")),
        ("上年度临时用地", ("previous", "temporary")),
    ],
)
def test_names_of_two_roles_are_asked_back(survey, layer, candidates):
    text = refused(survey, layer)
    for candidate in candidates:
        assert f"{candidate} (" in text
    assert f"{layer}=ROLE" in text


@pytest.mark.parametrize(
    "layer",
    ["永久基本农田占用图斑", "永久基本农田补划", "永久基本农田整备区", "生态保护红线冲突", "永久基本农田更新层"],
)
@pytest.mark.parametrize("columns", [PLAIN, PBF])
def test_layers_made_from_others_are_asked_back(survey, layer, columns):
    """Their fields are those of the layer they were cut from, so fields do not help."""
    assert any(f"“{word}”" in refused(survey, layer, columns) for word in survey.derived)


# By fields.


@pytest.mark.parametrize(
    ("columns", "expected"),
    [
        (PBF, "pbf"),
        (("BSM", "yjjbntmj"), "pbf"),
        (("BSM", "YJJBNTTBBH"), "pbf"),
        (("BSM", "DLBM", "JBNTMJ", "GLTBBSM"), "pbf"),
        (("BSM", "JBNTMJ"), "pbf"),
        (("标识码", "永久基本农田面积"), "pbf"),
        (RED_LINE, "red_line"),
        (("LXDM", "SLDM", "MC", "QYMJ", "SLSJ"), "red_line"),
        (URBAN, "urban"),
        (SLOPE, "slope"),
        ((*SURVEY, "SFWHTD"), "protected"),
        (SECOND_SURVEY, "survey2"),
    ],
)
@pytest.mark.parametrize("layer", ["图层1", "export_2024"])
def test_roles_by_fields(survey, layer, columns, expected):
    found = recognise(layer, columns, {}, survey)
    assert found.role == expected and found.why.startswith("fields: ") and not found.doubt


def test_fields_that_fit_several_kinds_are_asked_back(survey):
    text = refused(survey, "图层1", SURVEY)
    for candidate in ("previous", "protected", "parcels"):
        assert f"{candidate} (" in text
    both = refused(survey, "图层1", (*PBF, *RED_LINE))
    assert "pbf (" in both and "red_line (" in both


@pytest.mark.parametrize(
    ("columns", "kind", "parameter"),
    [
        *((UNITS, "units", "UNITS"), (("ZLDWDM", "ZLDWMC", "DCMJ"), "units", "UNITS")),
        *((RESERVE_LAND, "reserve_land", ""), (("JCBH", "QSX", "HSX"), "patches", "PATCHES")),
    ],
)
def test_what_is_no_zone_layer_is_sent_where_it_belongs(survey, columns, kind, parameter):
    text = refused(survey, "图层1", columns)
    assert kind in text and parameter in text
    assert role(survey, "图层1", columns, {"图层1": "farmland_reserve"}) == "farmland_reserve"


# Names and fields together.


@pytest.mark.parametrize(
    ("layer", "columns", "expected"),
    [
        ("YJJBNTCBQ", PBF, "pbf_reserve"),  # its database has the same table
        ("STTG", SLOPE, "conversion"),  # a grade of slope is a criterion there
        ("JCTB", ("FXRQ", "AJLX", "JBNTMJ"), "cases"),
        ("LSYD", SURVEY, "temporary"),  # cut from the survey, with its fields
        ("DLTB_2023", SURVEY, "previous"),
        ("BCGDCBQ", RESERVE_LAND, "farmland_reserve"),
    ],
)
def test_the_name_wins(survey, layer, columns, expected):
    found = recognise(layer, columns, {}, survey)
    assert found.role == expected and found.why == f"name: {layer}" and not found.doubt


@pytest.mark.parametrize(
    ("layer", "columns", "kinds"),
    [
        ("永久基本农田", RED_LINE, ("pbf", "red_line")),
        ("STBHHX", URBAN, ("red_line", "urban")),
        ("林地管理", PBF, ("forest", "pbf")),
        ("LSYD", UNITS, ("temporary", "units")),
    ],
)
def test_a_name_against_the_fields_is_asked_back(survey, layer, columns, kinds):
    text = refused(survey, layer, columns)
    assert all(f"{kind} (" in text for kind in kinds) and f"{layer}=ROLE" in text
    # What the user says counts, and is doubted aloud.
    found = recognise(layer, columns, {layer: kinds[0]}, survey)
    assert found.role == kinds[0] and found.why == "parameter" and kinds[1] in found.doubt


def test_roles_as_given(survey):
    assert role(survey, "图层1", given={"图层1": "forest"}) == "forest"
    assert role(survey, "YJJBNTBHTB", given={"YJJBNTBHTB": "forest"}) == "forest"  # the user knows better
    text = refused(survey, "图层1", given={"图层1": "nonsense"})
    assert "nonsense" in text and "pbf" in text


def test_all_unclear_layers_are_told_at_once(survey):
    with pytest.raises(InputError) as caught:
        recognise_layers([("图层1", PLAIN), ("LSYD", PLAIN), ("图层2", PLAIN)], {}, survey)
    assert "图层1" in str(caught.value) and "图层2" in str(caught.value) and "LSYD" not in str(caught.value)


def test_the_sample_is_recognised_without_doubt(survey):
    layers = [
        (name, tuple(pyogrio.read_info(CITY / "city.gpkg", layer=name)["fields"]))
        for name in (*ZONE_LAYERS, "YJJBNTBHTB", "YJJBNTCBQ", "BCGDCBQ", "DLTB_ED", "DLTB_2023")
    ]
    found = recognise_layers(layers, {}, survey)
    assert all(row.why.startswith("name") and not row.doubt for row in found)
    for name, columns in layers:
        assert not find_doubt(name, recognise(name, columns, {}, survey).role, columns, survey)


# With an office's profile.


def office(survey, **layers):
    return with_profile(survey, Profile(roles={role: RoleNames(tuple(names)) for role, names in layers.items()}))


def test_the_profile_names_layers(survey):
    ours = office(survey, forest=["林业小班"], pbf=["永农"], cases=["图层1"])
    assert recognise("浮梁林业小班2024", PLAIN, {}, ours).why == "profile: 林业小班"
    assert role(ours, "永农2023") == "pbf" and role(ours, "图层1") == "cases"
    for layer in ("图层12", "林业"):
        refused(ours, layer)


def test_the_profile_comes_before_the_standard_and_after_the_parameter(survey):
    ours = office(survey, forest=["YJJBNT"])
    assert role(ours, "YJJBNT") == "forest" and role(ours, "YJJBNT_2023") == "forest"
    assert role(ours, "YJJBNTTB") == "pbf"
    assert role(ours, "YJJBNT", given={"YJJBNT": "pbf"}) == "pbf"


def test_the_profile_s_word_counts_against_the_fields_but_is_doubted(survey):
    ours = office(survey, forest=["图层1"])
    found = recognise("图层1", PBF, {}, ours)
    assert found.role == "forest" and "pbf (" in found.doubt


def test_the_profile_may_name_what_was_made_from_a_layer(survey):
    assert role(office(survey, cases=["永久基本农田占用图斑"]), "永久基本农田占用图斑") == "cases"


# The data.


def test_no_name_stands_twice(survey):
    names = [name.upper() for kind in survey.kinds.values() for name in kind.layers]
    assert len(names) == len(set(names))


def test_every_set_of_fields_is_upper_case_and_resemblance_known(survey):
    for kind in survey.kinds.values():
        assert all(signature.columns for signature in kind.signatures)
        assert set(kind.resembles) <= set(survey.kinds)
        assert replace(kind).role == (kind.name in survey.roles)
