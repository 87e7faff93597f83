"""An office that names things its own way: what it says once in a profile counts in every run like the parameters."""

from __future__ import annotations

import shutil
from pathlib import Path

import pyogrio
import pytest
from conftest import CITY, batch_inputs, layer

pytestmark = pytest.mark.usefixtures("qgis")

# What the office calls the fields of its parcels, and its layers.
FIELDS = {"DLBM": "新地类", "TBMJ": "宗地面积", "ZLDWDM": "坐落", "TBDLMJ": "净面积", "GDPDJB": "坡级"}
MAPPING = "; ".join(f"{name}={column}" for name, column in FIELDS.items())
# Layers whose names say nothing: some have telling fields, of the others the user says the role.
BY_FIELDS = {"图层1": "STBHHX", "export_2024": "CZKFBJ", "图层3": "PDT"}
BY_USER = {"图层10": ("PZYD", "approvals"), "林业小班": ("LDGLFW", "forest"), "三区三线.v2": ("GDBHMB", "protected")}
ROLES = "; ".join(f"{name}={role}" for name, (_, role) in BY_USER.items())
TABLES = ("pieces", "conflicts", "candidates", "summary", "problems", "zones")


@pytest.fixture(scope="module")
def office(tmp_path_factory):
    """The sample city as this office keeps it."""
    folder = tmp_path_factory.mktemp("office") / "某局 数据"
    folder.mkdir()
    names = {
        "DLTB": "宗地",
        **{old: new for new, old in BY_FIELDS.items()},
        **{old: n for n, (old, _) in BY_USER.items()},
    }
    for name, _ in pyogrio.list_layers(CITY / "city.gpkg"):
        frame = pyogrio.read_dataframe(CITY / "city.gpkg", layer=name)
        if name == "DLTB":
            frame = frame.rename(columns=FIELDS)
        pyogrio.write_dataframe(frame, folder / "city.gpkg", layer=names.get(name, name), promote_to_multi=True)
    shutil.copy(CITY / "policy.yaml", folder)
    return folder


@pytest.fixture(scope="module")
def layers(office):
    given = batch_inputs(office)
    zones = [layer(name, office) for name in (*BY_FIELDS, *BY_USER, "LSYD")]
    return {
        **{k: given[k] for k in ("PBF", "PBF_RESERVE", "FARMLAND_RESERVE", "SURVEY2", "PREVIOUS", "UNITS")},
        "PARCELS": layer("宗地", office),
        "ZONES": zones,
    }


@pytest.fixture(scope="module")
def profile(qgis_process, layers, office):
    path = office / "单位 配置.yaml"
    given = {**layers, "FIELD_MAPPING": MAPPING, "ZONE_ROLES": ROLES, "OUTPUT": str(path)}
    done = qgis_process("save_profile", given)
    assert done.status == 0, done.log[-3000:]
    assert done.results["UNCLEAR_COUNT"] == 0 and done.results["RECOGNISED_COUNT"] == 12
    return path


def run(how, layers, office, folder, **more):
    given = {**layers, "POLICY": str(office / "policy.yaml"), "REPORTS": "false", "MAPS": "false"}
    done = how("run_batch", {**given, "OUTPUT_FOLDER": str(folder), **more})
    assert done.status == 0, done.log[-3000:]
    return folder / "farmland_redline.gpkg", done


@pytest.fixture(scope="module")
def with_parameters(qgis_session, layers, office, tmp_path_factory):
    folder = tmp_path_factory.mktemp("parameters")
    return run(qgis_session, layers, office, folder, FIELD_MAPPING=MAPPING, ZONE_ROLES=ROLES)


@pytest.fixture(scope="module")
def with_profile(qgis_process, layers, office, profile, tmp_path_factory):
    return run(qgis_process, layers, office, tmp_path_factory.mktemp("profile"), PROFILE=str(profile))


def read(package: Path, name: str):
    return pyogrio.read_dataframe(package, layer=name, read_geometry=name not in ("summary", "zones", "provenance"))


def rows(package: Path) -> dict[tuple[str, str], str]:
    table = read(package, "provenance")
    return dict(zip(zip(table["section"], table["name"]), table["value"]))


def test_the_run_needs_the_office_s_names(qgis_session, layers, tmp_path):
    """Without them nothing is guessed."""
    done = qgis_session("overlay_parcels", {**layers, "OUTPUT": str(tmp_path / "pieces.gpkg")})
    assert done.status == 1 and not list(tmp_path.iterdir())
    for name in BY_USER:
        assert f"“{name}”" in done.log  # every unclear layer at once
    for name in BY_FIELDS:
        assert f"“{name}”" not in done.log
    done = qgis_session("overlay_parcels", {**layers, "ZONE_ROLES": ROLES, "OUTPUT": str(tmp_path / "pieces.gpkg")})
    assert done.status == 1 and "宗地" in done.log and "DLBM" in done.log and "新地类" in done.log


@pytest.mark.parametrize("name", TABLES)
def test_picking_the_saved_profile_gives_what_the_parameters_give(with_parameters, with_profile, name):
    one, two = read(with_parameters[0], name), read(with_profile[0], name)
    assert len(one) and one.equals(two)


def test_it_gives_what_the_standard_names_give(batch, with_profile):
    """The whole city under its standard names, in the sums of records, which no other layer touches."""
    one, two = (
        read(package, "summary").set_index("code") for package in (batch / "farmland_redline.gpkg", with_profile[0])
    )
    assert one["holding_mu"].equals(two["holding_mu"])
    counties = one.index[one["level"].isin(["city", "county"])]
    assert one.loc[counties, "pbf_delimited_mu"].equals(two.loc[counties, "pbf_delimited_mu"])


def test_the_provenance_says_what_was_taken_for_what_and_why(with_parameters, with_profile, profile):
    said, other = rows(with_profile[0]), rows(with_parameters[0])
    assert said["input", "PROFILE"] == profile.name and len(said["input", "PROFILE.sha256"]) == 64
    assert ("input", "PROFILE") not in other
    for name, column in FIELDS.items():
        assert said["mapping", f"PARCELS.{name}"] == f"{column} (profile)"
        assert other["mapping", f"PARCELS.{name}"] == f"{column} (parameter)"
    assert said["mapping", "PARCELS.BSM"] == "BSM (name)"
    for name, (_, role) in BY_USER.items():
        assert said["mapping", f"ZONES.{role}"] == f"{name}: {role} (profile: {name})"
        assert other["mapping", f"ZONES.{role}"] == f"{name}: {role} (parameter)"
    assert said["mapping", "ZONES.red_line"] == "图层1: red_line (fields: HXLX, HXMC)"
    assert said["mapping", "ZONES.slope"] == "图层3: slope (fields: PDJB)"
    assert said["mapping", "ZONES.temporary"] == "LSYD: temporary (name: LSYD)"
    assert said["mapping", "ZONES.slope.PDJB"] == "PDJB" and said["mapping", "PBF.TBDLMJ"] == "YJJBNTMJ"
    assert said["mapping", "UNITS.1.code"] == "XZQDM"


def test_the_file_says_what_is_known_and_what_is_not(profile):
    text = profile.read_text(encoding="utf-8")
    entries = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    assert {line.strip() for line in entries} == {
        "format: 1", "parcels:", "units:", "roles:", "letters:", "protected:", "forest:", "approvals:",
        *(f'{name}: "{column}"' for name, column in FIELDS.items()),
        *(f'layers: "{name}"' for name in BY_USER),
    }  # fmt: skip
    for name, role in (("图层1", "red_line"), ("LSYD", "temporary")):
        assert f"{name} = {role} (" in text


def test_checks_take_the_profile_too(qgis_session, layers, profile, tmp_path):
    found = []
    for number, more in enumerate(({"FIELD_MAPPING": MAPPING, "ZONE_ROLES": ROLES}, {"PROFILE": str(profile)})):
        out = tmp_path / f"{number}.gpkg"
        done = qgis_session("check_layers", {**layers, **more, "OUTPUT": str(out)})
        assert done.status == 0, done.log[-3000:]
        found.append(read(out, "problems"))
    assert len(found[0]) and found[0].equals(found[1])


def test_the_parameters_come_before_the_profile(qgis_session, layers, office, profile, tmp_path):
    given = {"ZONES": [layer("林业小班", office)], "UNITS": layers["UNITS"], "PARCELS": layers["PARCELS"]}
    more = {"FIELD_MAPPING": "GDPDJB=BZ", "ZONE_ROLES": "林业小班=conversion", "PROFILE": str(profile)}
    out = tmp_path / "pieces.gpkg"
    done = qgis_session("overlay_parcels", {**given, **more, "OUTPUT": str(out)})
    assert done.status == 0, done.log[-3000:]
    said = rows(out)
    assert (
        said["mapping", "PARCELS.GDPDJB"] == "BZ (parameter)" and said["mapping", "PARCELS.DLBM"] == "新地类 (profile)"
    )
    pieces = read(out, "pieces")
    assert pieces["conversion"].notna().sum() > 100 and "forest" not in pieces


def test_a_profile_is_carried_on(qgis_session, layers, office, profile, tmp_path):
    """What it says stays, what is said anew comes first; in its own place, too."""
    copy = tmp_path / "配置.yaml"
    shutil.copy(profile, copy)
    more = {"FIELD_MAPPING": "DLBM=DLMC", "ZONE_ROLES": "林业小班=conversion; 旧图=crops"}
    done = qgis_session(
        "save_profile", {"PARCELS": layers["PARCELS"], **more, "PROFILE": str(copy), "OUTPUT": str(copy)}
    )
    assert done.status == 0, done.log[-3000:]
    text = copy.read_text(encoding="utf-8")
    assert '  DLBM: ["DLMC", "新地类"]' in text and '  TBMJ: "宗地面积"' in text
    assert text.count("林业小班") == 1 and '  conversion:\n    layers: "林业小班"' in text
    assert '  crops:\n    layers: "旧图"' in text and '  protected:\n    layers: "三区三线.v2"' in text
    assert sorted(file.name for file in tmp_path.iterdir()) == ["配置.yaml"]


def test_what_was_not_recognised_stands_there_to_fill_in(qgis_session, layers, office, tmp_path):
    out = tmp_path / "p.yaml"
    given = {"PARCELS": layers["PARCELS"], "ZONES": layers["ZONES"], "OUTPUT": str(out)}
    done = qgis_session("save_profile", given)
    assert done.status == 0 and done.results["UNCLEAR_COUNT"] == len(BY_USER), done.log[-3000:]
    text = out.read_text(encoding="utf-8")
    for name in FIELDS:
        assert f'\n#  {name}: ""' in text
    assert all(column in text for column in FIELDS.values())  # as columns that no field uses
    for name in BY_USER:
        assert f'\n#  ROLE:\n#    layers: "{name}"' in text and f"“{name}”" in done.log
    # The user fills in what is to be known, and runs.
    for name, column in FIELDS.items():
        text = text.replace(f'#  {name}: ""', f'  {name}: "{column}"')
    for name, (_, role) in BY_USER.items():
        text = text.replace(f'#  ROLE:\n#    layers: "{name}"', f'  {role}:\n    layers: "{name}"')
    out.write_text(text, encoding="utf-8")
    done = qgis_session(
        "overlay_parcels",
        {
            "PARCELS": layers["PARCELS"],
            "ZONES": layers["ZONES"],
            "PROFILE": str(out),
            "OUTPUT": str(tmp_path / "x.gpkg"),
        },
    )
    assert done.status == 0, done.log[-3000:]


def test_a_layer_with_a_parameter_of_its_own_is_named_too(qgis_session, office, tmp_path):
    """So that it is recognised in the list the next time; not so where the name is a known one."""
    out = tmp_path / "p.yaml"
    given = {
        "PBF_RESERVE": layer("林业小班", office),
        "PREVIOUS": layer("DLTB_ED", office),
        "PBF": layer("图层1", office),
    }
    done = qgis_session("save_profile", {**given, "OUTPUT": str(out)})
    assert done.status == 0, done.log[-3000:]
    text = out.read_text(encoding="utf-8")
    assert '  pbf_reserve:\n    layers: "林业小班"' in text
    assert '"DLTB_ED"' not in text and '"图层1"' not in text


def test_mistakes_stop_the_run_before_the_work(qgis_session, layers, tmp_path):
    broken, out = tmp_path / "坏.yaml", tmp_path / "out"
    broken.write_text("parcels:\n  DLMB: x\nroles:\n  pdf: {layers: y}\n", encoding="utf-8")
    for algorithm, output in (("run_batch", "OUTPUT_FOLDER"), ("save_profile", "OUTPUT")):
        done = qgis_session(algorithm, {**layers, "PROFILE": str(broken), output: str(out)})
        assert done.status == 1 and not out.exists()
        assert "坏.yaml, line 2: unknown key `DLMB`" in done.log and "坏.yaml, line 4: unknown key `pdf`" in done.log
    done = qgis_session("run_batch", {**layers, "PROFILE": str(tmp_path / "无.yaml"), "OUTPUT_FOLDER": str(out)})
    assert done.status == 1 and "无.yaml" in done.log and not out.exists()


def test_a_role_for_a_layer_that_is_not_there_is_refused(qgis_session, office, layers, profile, tmp_path):
    given = {"PARCELS": layers["PARCELS"], "ZONES": [layer("LSYD", office)], "PROFILE": str(profile)}
    done = qgis_session(
        "overlay_parcels", {**given, "ZONE_ROLES": "LSYO=temporary", "OUTPUT": str(tmp_path / "pieces.gpkg")}
    )
    assert done.status == 1 and "“LSYO”" in done.log and "LSYD" in done.log


def test_two_layers_of_one_name_are_both_used(qgis_session, office, layers, tmp_path):
    """One county's file is called like the next one's; columns that differ are found in each of them."""
    zones = pyogrio.read_dataframe(CITY / "city.gpkg", layer="YJJBNTBHTB")
    files = []
    for county, column in (("360222", "DLBM"), ("360281", "地类编码")):
        part = zones[zones["ZLDWDM"].str.startswith(county, na=False)].rename(columns={"DLBM": column})
        folder = tmp_path / county
        folder.mkdir()
        files.append(folder / "YJJBNTBHTB.gpkg")
        pyogrio.write_dataframe(part, files[-1], layer="YJJBNTBHTB", promote_to_multi=True)
    out = {"OUTPUT": str(tmp_path / "pieces.gpkg"), "ZONES_TABLE": str(tmp_path / "zones.gpkg")}
    done = qgis_session("overlay_parcels", {"PARCELS": layer("DLTB"), "ZONES": [str(file) for file in files], **out})
    assert done.status == 0, done.log[-3000:]
    table = pyogrio.read_dataframe(out["ZONES_TABLE"], layer="zones", read_geometry=False)
    given = zones[zones["ZLDWDM"].str[:6].isin(["360222", "360281"])]
    assert table.set_index("zone_id")["DLBM"].sort_index().equals(given.set_index("BSM")["DLBM"].sort_index())
