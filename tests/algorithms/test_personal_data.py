"""Personal data reach no output, whatever the column is called and whatever becomes of the run, unless it is allowed.

Layers of the sample get columns of people with values that stand nowhere else; then every byte that a run leaves is
searched for them.
"""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import time
import zipfile
import zlib
from pathlib import Path

import pyogrio
import pytest
from conftest import ROOT, batch_inputs, write_shapefile
from searching import texts_in, texts_in_files

pytestmark = pytest.mark.usefixtures("qgis")

# Columns of the published table, what offices and joins make of them, and one that only the office's profile knows.
PBF_PEOPLE = {
    "CFZR": "诸葛丙午", "ZMC": "上官丁未组", "ZZRR": "司马戊申", "ZRRZJHM": "36022219750312441X", "ZRRMC": "欧阳己酉",
    "LXDH": "13979845521", "JZDZ": "庚戌样村七组一一九号", "LXDH1": "13979845522", "ZRRZJHM_1": "360222197503124425",
    "zrrmc_2": "皇甫辛亥", "YJJBNTTB_LXDH": "0798-5312987", "责任人证件号码": "360222197503124433",
    "村负责人姓名": "尉迟壬子", "联系电话": "13979845523", "户编码": "HBM-癸丑-7719",
}  # fmt: skip
PARCEL_PEOPLE = {"承包方": "令狐甲寅", "SJH": "13979845524"}
ZONE_PEOPLE = {"LXR": "公孙乙卯", "身份证号": "360222197503124441"}
UNIT_PEOPLE = {"FZR": "夏侯丙辰", "TEL": "13979845525"}
SLOPE_PEOPLE = {"XM": "宇文丁巳"}
PEOPLE = [*PBF_PEOPLE.values(), *PARCEL_PEOPLE.values(), *ZONE_PEOPLE.values(), *UNIT_PEOPLE.values()]
PEOPLE += SLOPE_PEOPLE.values()
COLUMNS = {"YJJBNTBHTB": PBF_PEOPLE, "DLTB": PARCEL_PEOPLE, "STBHHX": ZONE_PEOPLE, "XJXZQ": UNIT_PEOPLE}


@pytest.fixture(scope="module")
def city(villages, tmp_path_factory):
    """A few villages with people: as a GeoPackage, the slope as a shapefile in GBK, and the office's profile."""
    folder = tmp_path_factory.mktemp("people") / "有人的 城市"
    folder.mkdir()
    for name, _ in pyogrio.list_layers(villages / "city.gpkg"):
        frame = pyogrio.read_dataframe(villages / "city.gpkg", layer=name)
        placeholders = [column for column in ("ZRRMC", "ZRRZJHM", "LXDH", "JZDZ") if column in frame]
        frame = frame.drop(columns=placeholders).assign(**COLUMNS.get(name, {}))
        pyogrio.write_dataframe(frame, folder / "city.gpkg", layer=name, promote_to_multi=True)
        if name == "PDT":
            frame = frame.assign(**SLOPE_PEOPLE, 责任人证件号码=PBF_PEOPLE["责任人证件号码"])
            write_shapefile(frame, folder / "PDT.shp", "GBK")
    shutil.copy(villages / "policy.yaml", folder)
    (folder / "profile.yaml").write_text("format: 1\npersonal: 户编码\n", encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def inputs(city):
    given = batch_inputs(city)
    given["ZONES"] = [z for z in given["ZONES"] if not z.endswith("PDT")] + [str(city / "PDT.shp")]
    return {**given, "PROFILE": str(city / "profile.yaml")}


def found_in(content: bytes) -> set[str]:
    """The people of whom these bytes tell."""
    return texts_in(content, PEOPLE)


def people_in(*folders: Path) -> dict[str, set[str]]:
    """Of whom the files in folders tell, by file."""
    return texts_in_files(PEOPLE, *folders)


def test_the_search_finds_people(city, tmp_path):
    """In the inputs, all of them; and in whatever hides them: archives, streams of a PDF, other encodings."""
    assert set().union(*people_in(city).values()) == set(PEOPLE)
    phone, name = PBF_PEOPLE["LXDH"], PBF_PEOPLE["ZRRMC"]
    with zipfile.ZipFile(tmp_path / "a.xlsx", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", f"<t>{name}</t>")
    for file, raw in {
        "b": phone.encode("utf-16-le"), "c": name.encode("gbk"), "d": json.dumps(name).encode(),
        "e": b"%PDF-1.4\nstream\n" + zlib.compress(phone.encode()) + b"endstream",
    }.items():  # fmt: skip
        (tmp_path / file).write_bytes(raw)
    assert people_in(tmp_path) == {"a.xlsx": {name}, "b": {phone}, "c": {name}, "d": {name}, "e": {phone}}


@pytest.fixture(scope="module")
def temporary(tmp_path_factory):
    """Where the runs put their temporary files."""
    return tmp_path_factory.mktemp("temporary")


@pytest.fixture(scope="module")
def batch_without(qgis_process, inputs, temporary, tmp_path_factory):
    folder = tmp_path_factory.mktemp("without")
    done = qgis_process("run_batch", {**inputs, "OUTPUT_FOLDER": str(folder)}, TMPDIR=str(temporary))
    assert done.status == 0, done.log[-3000:]
    return folder, done


@pytest.fixture(scope="module")
def batch_with(qgis_session, inputs, tmp_path_factory):
    folder = tmp_path_factory.mktemp("with")
    given = {**inputs, "PERSONAL_COLUMNS": "true", "OUTPUT_FOLDER": str(folder), "MAPS": "false"}
    done = qgis_session("run_batch", given)
    assert done.status == 0, done.log[-3000:]
    return folder, done


def provenance(package: Path) -> set[tuple[str, str, str]]:
    table = pyogrio.read_dataframe(package, layer="provenance", read_geometry=False)
    return set(zip(table["section"], table["name"], table["value"]))


def test_no_file_of_a_whole_run_tells_of_people(batch_without, temporary):
    folder, done = batch_without
    kinds = {file.suffix for file in folder.rglob("*")}
    assert {".gpkg", ".xlsx", ".pdf", ".html"} <= kinds
    assert not people_in(folder, temporary)
    assert not found_in(done.log.encode())


def test_what_was_not_read_is_told(batch_without):
    folder, done = batch_without
    rows = provenance(folder / "farmland_redline.gpkg")
    assert ("parameter", "PERSONAL_COLUMNS", "False") in rows
    said = {name: value for section, name, value in rows if section == "personal"}
    assert said["PBF"] == f"not read: {', '.join(PBF_PEOPLE)}"
    assert said["PARCELS"] == "not read: 承包方, SJH" and said["ZONES.red_line"] == "not read: LXR, 身份证号"
    assert said["UNITS.1"] == "not read: FZR, TEL"
    assert said["ZONES.slope"] == "not read: XM, 责任人证件"  # as a shapefile cuts it
    line = next(line for line in done.log.splitlines() if "YJJBNTBHTB" in line and "not read" in line)
    assert all(column in line for column in PBF_PEOPLE)


def test_figures_are_the_same_with_and_without(batch_without, batch_with):
    for name in ("summary", "problems"):
        one, two = (
            pyogrio.read_dataframe(folder / "farmland_redline.gpkg", layer=name, read_geometry=False)
            for folder, _ in (batch_without, batch_with)
        )
        assert one.equals(two), name


def test_allowed_they_are_there_and_everybody_is_told(batch_with):
    folder, done = batch_with
    package = folder / "farmland_redline.gpkg"
    zones = pyogrio.read_dataframe(package, layer="zones", read_geometry=False).set_index("role")["attributes"]
    for column, value in PBF_PEOPLE.items():
        assert json.loads(zones["pbf"].iloc[0])[column] == value
    assert json.loads(zones["red_line"].iloc[0])["身份证号"] == ZONE_PEOPLE["身份证号"]
    pieces = pyogrio.read_dataframe(package, layer="pieces", read_geometry=False)
    assert set(pieces["承包方"]) == {PARCEL_PEOPLE["承包方"]}
    rows = provenance(package)
    assert ("parameter", "PERSONAL_COLUMNS", "True") in rows
    assert ("personal", "PBF", f"kept: {', '.join(PBF_PEOPLE)}") in rows
    warnings = [
        line for line in done.log.splitlines() if line.startswith("WARNING") and "personal data are kept" in line
    ]
    assert {name for name in (*COLUMNS, "PDT") if any(f"“{name}”" in line for line in warnings)} == {*COLUMNS, "PDT"}
    # Reports list chosen columns only, so that even then no more is handed around than was asked for.
    assert set(people_in(folder)) == {"farmland_redline.gpkg"}


# The single algorithms.


def overlay(qgis_session, inputs, folder, suffix, **more):
    given = {name: inputs[name] for name in ("PARCELS", "PBF", "UNITS", "PROFILE")}
    outputs = {name: str(folder / f"{name}{suffix}") for name in ("OUTPUT", "ZONES_TABLE", "PROBLEMS")}
    return qgis_session(
        "overlay_parcels", {**given, "ZONES": [inputs["ZONES"][1], inputs["ZONES"][-1]], **outputs, **more}
    )


@pytest.mark.parametrize("suffix", [".gpkg", ".shp", ".geojson"])
def test_the_overlay_alone(qgis_session, inputs, tmp_path, suffix):
    outputs = {"ZONES_TABLE": str(tmp_path / "ZONES_TABLE.gpkg")} if suffix == ".shp" else {}
    done = overlay(qgis_session, inputs, tmp_path, suffix, **outputs)
    assert done.status == 0, done.log[-3000:]
    assert not people_in(tmp_path) and not found_in(done.log.encode())


def test_the_overlay_alone_allowed_and_what_follows_it(qgis_session, inputs, tmp_path):
    """Steps after it have no such parameter: they leave out what the pieces hold."""
    done = overlay(qgis_session, inputs, tmp_path, ".gpkg", PERSONAL_COLUMNS="true")
    assert done.status == 0, done.log[-3000:]
    found = people_in(tmp_path)
    assert found["ZONES_TABLE.gpkg"] >= set(PBF_PEOPLE.values()) and found["OUTPUT.gpkg"] == set(PARCEL_PEOPLE.values())
    assert "PROBLEMS.gpkg" not in found
    after = tmp_path / "after"
    pieces = {"PIECES": str(tmp_path / "OUTPUT.gpkg"), "POLICY": inputs["POLICY"]}
    for name in ("flag_conflicts", "find_restoration_candidates"):
        done = qgis_session(name, {**pieces, "OUTPUT": str(after / f"{name}.gpkg")})
        assert done.status == 0 and "承包方" in done.log, done.log[-3000:]
    more = {"ZONES_TABLE": str(tmp_path / "ZONES_TABLE.gpkg"), "UNITS": inputs["UNITS"], "LEVEL": "village"}
    done = qgis_session(
        "summarise_by_unit",
        {**pieces, **more, "OUTPUT": str(after / "summary.gpkg"), "WORKBOOK": str(after / "summary.xlsx")},
    )
    assert done.status == 0, done.log[-3000:]
    assert len(list(after.iterdir())) == 4 and not people_in(after)
    said = {(section, name): value for section, name, value in provenance(after / "summary.gpkg")}
    assert said["personal", "UNITS.1"] == "not read: FZR, TEL" and len(said["input", "UNITS.1.sha256"]) == 64
    assert (said["mapping", "UNITS.1.code"], said["mapping", "UNITS.1.name"]) == ("XZQDM", "XZQMC")


def test_a_filter_by_a_personal_column_is_not_repeated(qgis_session, inputs, tmp_path):
    """The filter's text holds the value that the column holds."""
    text = f"{inputs['PBF']}|subset=\"LXDH\" = '{PBF_PEOPLE['LXDH']}'"
    done = overlay(qgis_session, inputs, tmp_path, ".gpkg", PBF=text)
    assert done.status == 0, done.log[-3000:]
    assert not people_in(tmp_path)
    rows = provenance(tmp_path / "OUTPUT.gpkg")
    assert ("input", "PBF.part", "filter") in rows
    zones = pyogrio.read_dataframe(tmp_path / "ZONES_TABLE.gpkg", read_geometry=False)
    assert (zones["role"] == "pbf").sum() > 50  # the filter found them: it works without the column being read


def test_a_profile_tells_of_columns_only(qgis_session, inputs, tmp_path):
    given = {name: inputs[name] for name in ("PARCELS", "PBF", "ZONES", "UNITS", "PROFILE")}
    done = qgis_session("save_profile", {**given, "OUTPUT": str(tmp_path / "profile.yaml")})
    assert done.status == 0, done.log[-3000:]
    assert not people_in(tmp_path) and not found_in(done.log.encode())


def test_a_mapping_to_a_personal_column_is_refused(qgis_session, inputs, tmp_path):
    done = overlay(qgis_session, inputs, tmp_path, ".gpkg", FIELD_MAPPING="BZ=承包方")
    assert done.status == 1 and "承包方" in done.log and "personal" in done.log
    assert not list(tmp_path.iterdir())
    done = overlay(qgis_session, inputs, tmp_path, ".gpkg", FIELD_MAPPING="BZ=承包方", PERSONAL_COLUMNS="true")
    assert done.status == 0, done.log[-3000:]
    assert ("mapping", "PARCELS.BZ", "承包方 (parameter)") in provenance(tmp_path / "OUTPUT.gpkg")


def test_checks_tell_of_nobody(qgis_session, inputs, tmp_path):
    """Problems quote what is wrong in a column, so a personal one cannot be mapped to a field."""
    names = ("PARCELS", "PBF", "PBF_RESERVE", "FARMLAND_RESERVE", "ZONES", "UNITS", "PROFILE")
    given = {**{name: inputs[name] for name in names}, "OUTPUT": str(tmp_path / "problems.gpkg")}
    done = qgis_session("check_layers", {**given, "FIELD_MAPPING": "TBDLMJ=SJH"})
    assert done.status == 1 and "SJH" in done.log and not list(tmp_path.iterdir())
    assert not found_in(done.log.encode())
    done = qgis_session("check_layers", given)
    assert done.status == 0, done.log[-3000:]
    assert not people_in(tmp_path) and not found_in(done.log.encode())


# Runs that come to no good end.


def test_a_failed_run(qgis_process, inputs, tmp_path):
    """It fails after everything was read, and its message quotes what is wrong."""
    out, temporary = tmp_path / "out", tmp_path / "temporary"
    temporary.mkdir()
    given = {**inputs, "FIELD_MAPPING": "TBMJ=DLMC", "OUTPUT_FOLDER": str(out)}
    done = qgis_process("run_batch", given, TMPDIR=str(temporary))
    assert done.status == 1 and "TBMJ" in done.log
    assert not people_in(tmp_path) and not found_in(done.log.encode())


@pytest.mark.parametrize("ending", [signal.SIGINT, signal.SIGKILL])
def test_a_run_that_is_ended(inputs, tmp_path, ending):
    """Ended while it writes: hidden files may stay when it is killed, but they tell of nobody."""
    out = tmp_path / "out"
    arguments = [
        f"{name}={value}"
        for name, values in {**inputs, "OUTPUT_FOLDER": str(out)}.items()
        for value in (values if isinstance(values, list) else [values])
    ]
    command = [str(ROOT / "scripts/qgis-process"), "run", "farmland_redline:run_batch", "--", *arguments]
    with (tmp_path / "log.txt").open("wb") as log, subprocess.Popen(command, stdout=log, stderr=log) as run:
        end = time.monotonic() + 120
        while run.poll() is None and time.monotonic() < end and not list(out.rglob("*.gpkg")):
            time.sleep(0.02)
        assert run.poll() is None, (tmp_path / "log.txt").read_text()[-3000:]
        run.send_signal(ending)
    assert not (out / "summary.xlsx").exists()
    assert not people_in(tmp_path)
