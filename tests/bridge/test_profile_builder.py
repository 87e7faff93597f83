"""A profile of an office's layers: what it must state, and what is found in them."""

import pytest

from farmland_redline.processing.bridge.errors import InputError
from farmland_redline.processing.bridge.survey.profile import Profile, RoleNames
from farmland_redline.processing.bridge.survey.profile_builder import InspectedLayer, make_profile
from farmland_redline.processing.bridge.survey.schema import load_survey

PARCELS = InspectedLayer("图斑2024", ("BSM", "地类", "TBMJ", "ZLDWDM", "备用"))
RED_LINE = InspectedLayer("STBHHX", ("BSM", "HXBM", "HXMC", "HXLX", "MJ"))


def build(parcels=PARCELS, zones=(), units=(), mapping=None, roles=None, base=None):
    return make_profile(parcels, zones, units, mapping or {}, roles or {}, base or Profile(), load_survey())


def test_what_the_user_stated_and_what_is_missing():
    profile, findings = build(mapping={"DLBM": "地类"})
    assert profile.fields == {"DLBM": ("地类",)}
    assert findings.parcels == "图斑2024" and findings.unused == ["备用"]
    assert "TBDLMJ" in findings.missing and not {"BSM", "DLBM", "TBMJ", "ZLDWDM"} & set(findings.missing)


def test_new_names_come_before_those_of_the_base():
    base = Profile(fields={"DLBM": ("类", "地类"), "TBMJ": ("面积",)})
    assert build(mapping={"DLBM": "地类"}, base=base)[0].fields == {"DLBM": ("地类", "类"), "TBMJ": ("面积",)}


def test_a_recognised_layer_needs_no_entry():
    profile, findings = build(zones=[RED_LINE])
    ((name, role, why),) = findings.recognised
    assert name == "STBHHX" and role in load_survey().roles and why.startswith("name: ")
    assert profile.roles == {} and findings.unclear == []


def test_a_layer_that_is_unclear_until_the_user_says_its_role():
    unknown = InspectedLayer("something", ("a", "b"))
    assert [name for name, _ in build(zones=[unknown])[1].unclear] == ["something"]
    profile, findings = build(zones=[unknown], roles={"something": "pbf"})
    assert findings.unclear == findings.recognised == [] and profile.roles["pbf"].layers == ("something",)


def test_a_layer_of_a_parameter_is_named_unless_its_name_is_known():
    odd = InspectedLayer("layer 7", ("BSM",), "pbf")
    assert build(zones=[odd])[0].roles["pbf"].layers == ("layer 7",)
    assert build(zones=[odd, InspectedLayer("layer 7", ("BSM",), "survey2")])[0].roles == {}
    assert build(zones=[InspectedLayer("YJJBNTBHTB", ("BSM",), "pbf")])[0].roles == {}


def test_a_layer_moves_from_its_former_role():
    base = Profile(roles={"survey2": RoleNames(("Old", "kept")), "pbf": RoleNames(("p",))})
    roles = build(roles={"old": "pbf"}, base=base)[0].roles
    assert roles["survey2"].layers == ("kept",) and roles["pbf"].layers == ("old", "p")


def test_columns_that_a_role_lacks():
    findings = build(zones=[InspectedLayer("layer 7", ("BSM",), "pbf")])[1]
    assert {(role, layer) for role, _, layer in findings.lacking} == {("pbf", "layer 7")}
    assert {attribute for _, attribute, _ in findings.lacking} == set(load_survey().roles["pbf"].columns)


def test_units_without_a_code():
    units = [InspectedLayer("XZQ", ("XZQDM",)), InspectedLayer("乡镇", ("名称",))]
    assert build(units=units)[1].units == ["乡镇"]


@pytest.mark.parametrize(("mapping", "roles"), [({"DLBM": "none"}, {}), ({"none": "地类"}, {}), ({}, {"x": "none"})])
def test_what_the_user_stated_wrongly(mapping, roles):
    with pytest.raises(InputError, match="none"):
        build(mapping=mapping, roles=roles)


def test_without_parcels():
    profile, findings = build(parcels=None, mapping={"DLBM": "地类"})
    assert profile.fields == {"DLBM": ("地类",)} and findings.parcels == "" and not findings.missing
