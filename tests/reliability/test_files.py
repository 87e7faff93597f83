"""Files that are damaged, incomplete, missing, or in an encoding that they do not say."""

from __future__ import annotations

import contextlib
import sqlite3
import struct
import sys
import zipfile
from pathlib import Path

import pyogrio
import pytest
from damaged_pages import damage
from qgis.core import QgsProcessingFeatureSourceDefinition, QgsProject, QgsVectorLayer

from .conftest import parcels, zones

TEXT = ["农村宅基地", *["水田"] * 8, "旱地"]


def shapefile(case, real, said):
    """A shapefile with Chinese text and a Chinese field name; its .cpg says something, or is not there."""
    frame = parcels(DLMC=TEXT, 片区=["甲"] * 10)
    path = Path(case.office.write(frame, name="图斑.shp", encoding=real))
    path.with_suffix(".cpg").unlink()
    if said:
        path.with_suffix(".cpg").write_text(said)
    return str(path)


def is_chinese(case):
    pieces = case.office.pieces().sort_values("BSM")
    return pieces["DLMC"].tolist() == TEXT and pieces["片区"].tolist() == ["甲"] * 10


RIGHT = [("GBK", said) for said in ("GBK", "936", "GB2312", "cp936")]
RIGHT += [("UTF-8", said) for said in ("UTF-8", "UTF8", "utf-8", "65001")]


@pytest.mark.parametrize(("real", "said"), RIGHT)
def test_shapefiles_with_the_right_cpg(case, real, said):
    case.runs(PARCELS=shapefile(case, real, said))
    assert is_chinese(case)


@pytest.mark.parametrize("ldid", [0, 0x57, 0x01, 0x03, 0x1B])
def test_a_gbk_shapefile_without_a_cpg(case, ldid):
    """Without a word in the table's header either, or with a word for an encoding of Europe or America."""
    path = Path(shapefile(case, "GBK", None)).with_suffix(".dbf")
    table = bytearray(path.read_bytes())
    table[29] = ldid
    path.write_bytes(table)
    case.runs(PARCELS=str(path.with_suffix(".shp")))
    assert is_chinese(case)


@pytest.mark.parametrize(("real", "said"), [("GBK", "UTF-8"), ("UTF-8", "GBK"), ("GBK", "ISO-8859-1"), ("GBK", "x")])
def test_a_wrong_cpg(case, real, said):
    case.runs(PARCELS=shapefile(case, real, said))
    assert is_chinese(case)


def test_text_cut_in_the_middle_of_a_character(case):
    path = Path(shapefile(case, "GBK", "GBK")).with_suffix(".dbf")
    whole = TEXT[0].encode("gbk")
    path.write_bytes(path.read_bytes().replace(whole, whole[:-1] + b" "))
    case.runs(PARCELS=str(path.with_suffix(".shp")))
    assert case.office.pieces().sort_values("BSM")["DLMC"].iloc[0] == TEXT[0][:-1] + "\ufffd"


@pytest.mark.parametrize("real", ["GBK", "UTF-8"])
@pytest.mark.parametrize("said", ["UTF-8", None])
def test_a_zipped_shapefile(case, real, said):
    """Its .cpg is wrong or missing for GBK, and QGIS can decode nothing of it."""
    path = Path(shapefile(case, real, said))
    whole = case.office.data / "图斑.zip"
    with zipfile.ZipFile(whole, "w") as archive:
        for part in path.parent.glob("图斑.*"):
            if part != whole:
                archive.write(part, part.name)
                part.unlink()
    case.runs(PARCELS=str(whole))
    assert is_chinese(case)


def test_a_folder_of_shapefiles(case):
    """Given as a whole: its shapefiles are its layers."""
    path = Path(shapefile(case, "GBK", None))
    folder = case.office.data / "夹"
    folder.mkdir()
    for part in path.parent.glob("图斑.*"):
        part.rename(folder / part.name)
    case.runs(PARCELS=str(folder))
    assert is_chinese(case)


def test_a_selection_of_a_shapefile(case):
    """GBK without a word of it, of which QGIS can decode nothing."""
    layer = QgsVectorLayer(shapefile(case, "GBK", None), "图斑", "ogr")
    QgsProject.instance().addMapLayer(layer)
    layer.select([0, 9])
    chosen = QgsProcessingFeatureSourceDefinition(layer.id(), True)
    case.runs(PARCELS=chosen)
    assert case.office.pieces().sort_values("BSM")["DLMC"].tolist() == [TEXT[0], TEXT[9]]
    case.runs("check_layers", PARCELS=chosen, OUTPUT=str(case.office.out / "检查.gpkg"))


def test_edits_of_a_shapefile_that_qgis_cannot_decode(case):
    layer = QgsVectorLayer(shapefile(case, "GBK", None), "图斑", "ogr")
    QgsProject.instance().addMapLayer(layer)
    if layer.dataProvider().encoding() != "UTF-8":
        pytest.skip("the system's encoding is another")
    layer.startEditing()
    layer.changeAttributeValue(0, layer.fields().indexOf("TBDLMJ"), 5000.0)
    case.runs(PARCELS=layer)
    assert case.office.pieces().sort_values("BSM")["TBDLMJ"].iloc[0] == 5000
    case.runs("check_layers", PARCELS=layer, OUTPUT=str(case.office.out / "检查.gpkg"))
    layer.rollBack()


@pytest.mark.parametrize("said", ["UTF-8", "UTF8", "65001", None, "GBK"])
def test_names_cut_in_a_character(case, said):
    """Ten bytes of UTF-8 are three characters and a third of one; the right .cpg makes no difference to text."""
    frame = parcels(DLMC=TEXT, 耕地坡度级别="2", 权属单位代码="甲")
    frame = frame.rename(columns={"BSM": "标识码", "DLBM": "地类编码", "TBMJ": "图斑面积", "TBDLMJ": "图斑地类面积"})
    path = Path(case.office.write(frame, name="图斑.shp", encoding="UTF-8"))
    path.with_suffix(".cpg").unlink()
    if said:
        path.with_suffix(".cpg").write_text(said)
    case.runs(PARCELS=str(path))
    pieces = case.office.pieces().sort_values("BSM")
    assert pieces["DLMC"].tolist() == TEXT and pieces["DLBM"].tolist() == parcels()["DLBM"].tolist()
    assert set(pieces["GDPDJB"]) == {"2"} and set(pieces["TBDLMJ"]) == {9999.96} and set(pieces["权属单"]) == {"甲"}


def test_a_geojson_that_is_not_utf8(case):
    path = Path(case.office.write(parcels(DLMC=TEXT).to_crs(4490), name="图斑.geojson"))
    path.write_bytes(path.read_text(encoding="utf-8").encode("gbk"))
    require_raw_text(path)
    case.refused(PARCELS=str(path))


@pytest.mark.parametrize("given", ["PARCELS", "ZONES"])
def test_a_geopackage_with_text_that_is_not_utf8(case, given):
    source = case.office.write(parcels(DLMC="水田"), "STBHHX", spatial_index=False)
    with contextlib.closing(sqlite3.connect(source.split("|")[0])) as database, database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE STBHHX SET DLMC = CAST(? AS TEXT)", ["水田".encode("gbk")])
    require_raw_text(source.split("|")[0])
    case.refused(**{**case.office.plain(), given: [source] if given == "ZONES" else source})


def require_raw_text(path):
    """Skip the test where GDAL replaces what is not UTF-8 before anyone can see it."""
    try:
        pyogrio.read_dataframe(path, use_arrow=False)
    except UnicodeError:
        return
    except pyogrio.errors.DataSourceError:
        pytest.skip("this GDAL does not open the file")
    pytest.skip("this GDAL replaces what is not UTF-8")


def test_text_in_no_encoding(case):
    path = Path(shapefile(case, "GBK", "GBK")).with_suffix(".dbf")
    table = path.read_bytes()
    for text in (*TEXT, "片区", "甲"):
        table = table.replace(text.encode("gbk"), b"\xff" * len(text.encode("gbk")))
    path.write_bytes(table)
    case.refused(PARCELS=str(path.with_suffix(".shp")))


def test_deleted_records_of_a_table(case):
    """They keep their place in the file, and their number: none is read, and no other one twice."""
    source = Path(case.office.write(parcels(), name="图斑.shp"))
    table = bytearray(source.with_suffix(".dbf").read_bytes())
    start, size = struct.unpack_from("<HH", table, 8)
    table[start + 2 * size] = ord("*")
    source.with_suffix(".dbf").write_bytes(table)
    case.runs(PARCELS=str(source))
    assert sorted(case.office.pieces()["BSM"]) == [bsm for i, bsm in enumerate(parcels()["BSM"]) if i != 2]
    case.office.run("check_layers", PARCELS=str(source), OUTPUT=str(case.office.out / "检查.gpkg"))
    found = pyogrio.read_dataframe(case.office.out / "检查.gpkg", layer="problems")
    assert not found["kind"].isin(["duplicate_bsm", "parcels_overlap", "duplicate_number"]).any()


@pytest.mark.parametrize("suffix", [".shx", ".dbf"])
def test_a_shapefile_of_which_a_file_is_missing(case, suffix):
    source = case.office.write(parcels(), name="图斑.shp")
    Path(source).with_suffix(suffix).unlink()
    case.refused(PARCELS=source)


def test_a_shapefile_without_a_prj(case):
    source = case.office.write(parcels(), name="图斑.shp")
    Path(source).with_suffix(".prj").unlink()
    case.refused(PARCELS=source)


@pytest.mark.parametrize("suffix", [".shp", ".dbf", ".shx"])
@pytest.mark.parametrize("share", [0.0, 0.5, 0.98])
def test_a_shapefile_that_is_cut_off(case, suffix, share):
    source = case.office.write(parcels(), name="图斑.shp")
    path = Path(source).with_suffix(suffix)
    whole = path.read_bytes()
    path.write_bytes(whole[: int(len(whole) * share)])
    case.refused(PARCELS=source)


def test_a_shapefile_put_together_from_two(case):
    source = Path(case.office.write(parcels(), name="图斑.shp"))
    other = Path(case.office.write(parcels(7), name="别的.shp"))
    source.with_suffix(".dbf").write_bytes(other.with_suffix(".dbf").read_bytes())
    case.refused(PARCELS=str(source))


def whole_and_path(case, given):
    source = case.office.write(parcels() if given == "PARCELS" else zones(), "STBHHX")
    path = Path(source.split("|")[0])
    return path.read_bytes(), path, {given: [source] if given == "ZONES" else source}


@pytest.mark.parametrize("given", ["PARCELS", "PBF", "ZONES", "UNITS"])
@pytest.mark.parametrize("what", ["cut off", "no database", "empty"])
def test_a_damaged_geopackage(case, what, given):
    plain = case.office.plain()
    whole, path, value = whole_and_path(case, given)
    path.write_bytes({"cut off": whole[: len(whole) // 2], "no database": b"hello " * 5000, "empty": b""}[what])
    case.refused(**{**plain, **value})


@pytest.mark.parametrize("algorithm", ["overlay_parcels", "check_layers"])
def test_a_flatgeobuf_that_is_cut_off(case, algorithm):
    source = case.office.write(parcels(3000), name="图斑.fgb")
    path = case.office.data / "图斑.fgb"
    path.write_bytes(path.read_bytes()[:-20_000])
    case.refused(algorithm, PARCELS=source)


@pytest.mark.parametrize("kind", ["noise", "zeros"])
def test_a_damaged_page(case, kind):
    """In a process of its own: GDAL 3.6 reads on for ever, and GDAL 3.13 takes what came before it for all."""
    source = case.office.write(parcels(2000), "DLTB")
    damage(Path(source.split("|")[0]), kind, 1, "DLTB")
    assert case.refused_in_a_child("", PARCELS=source, PBF=case.office.write(zones(), "YJJBNTBHTB"))


@pytest.mark.parametrize(
    ("given", "kind"),
    [("PBF", "zeros"), ("ZONES", "noise"), ("UNITS", "another page"), ("PREVIOUS", "zeros"), ("PBF", "another page")],
)
def test_a_damaged_page_of_another_layer(case, given, kind):
    frame = parcels(2000)
    if given == "UNITS":
        frame = frame.assign(XZQDM=[f"360222{n:06d}" for n in range(len(frame))], XZQMC="村")
    source = case.office.write(frame, "STBHHX")
    damage(Path(source.split("|")[0]), kind, 1, "STBHHX")
    value = [source] if given in ("ZONES", "UNITS") else source
    algorithm = "run_batch" if given == "PREVIOUS" else "overlay_parcels"
    case.refused(algorithm, **{**case.office.plain(), given: value})


@pytest.mark.parametrize("algorithm", ["overlay_parcels", "check_layers", "measure_zones"])
def test_a_page_in_the_place_of_another(case, algorithm):
    """SQLite reads it without an error: some parcels are missing, others there twice."""
    source = case.office.write(parcels(2000), "DLTB")
    damage(Path(source.split("|")[0]), "another page", 1, "DLTB")
    case.refused(algorithm, PARCELS=source, PBF=case.office.write(zones(), "YJJBNTBHTB"))


@pytest.mark.parametrize("given", ["PARCELS", "PBF", "ZONES", "UNITS"])
def test_a_file_that_does_not_exist(case, given):
    plain = case.office.plain()
    nowhere = str(case.office.data / "没有.gpkg")
    case.refused(**{**plain, given: [nowhere] if given in ("ZONES", "UNITS") else nowhere})


@pytest.mark.parametrize("given", ["PARCELS", "ZONES"])
def test_a_layer_that_is_not_in_its_file(case, given):
    plain = case.office.plain()
    source = case.office.write(parcels(), "DLTB").replace("=DLTB", "=DLTB_2024")
    case.refused(**{**plain, given: [source] if given == "ZONES" else source})


def test_a_table_for_a_layer(case):
    path = case.office.data / "表.csv"
    path.write_text("BSM,DLBM\n1,0101\n", encoding="utf-8")
    case.refused(PARCELS=str(path))


@pytest.mark.parametrize("name", ["图斑.gpkg", "图斑.shp"])
def test_fiona_without_pyogrio(case, name, monkeypatch):
    """As on Debian: the same results, tables without geometry too."""
    frame = parcels(DLMC=TEXT) if not name.endswith("json") else parcels(DLMC=TEXT).to_crs(4490)
    given = {"PARCELS": case.office.write(frame, name=name), "PBF": case.office.write(zones(), "YJJBNTBHTB")}
    case.runs("run_batch", **given)
    package, names = case.office.out / "farmland_redline.gpkg", ("pieces", "conflicts", "summary", "zones", "problems")
    before = {layer: pyogrio.read_dataframe(package, layer=layer) for layer in names}
    package.unlink()
    with monkeypatch.context() as patch:
        patch.setitem(sys.modules, "pyogrio", None)
        case.runs("run_batch", **given)
    for layer, frame in before.items():
        found = pyogrio.read_dataframe(package, layer=layer)
        assert list(found.columns) == list(frame.columns) and len(found) == len(frame), layer
        for column in frame.columns:
            one, other = (table[column].astype(str).tolist() for table in (frame, found))
            assert one == other or column == "geometry", (layer, column)
        if "geometry" in frame:
            assert found.geometry.to_wkb().tolist() == frame.geometry.to_wkb().tolist()


@pytest.mark.parametrize("given", ["PARCELS", "ZONES"])
@pytest.mark.parametrize("name", ["永农.vct", "永农.VCT"])
def test_a_format_that_is_not_read(case, name, given):
    path = case.office.data / name
    path.write_text("HeadBegin\nDatamark:LANDUSE-VCT\nVersion:3.0\nHeadEnd\n", encoding="gbk")
    case.refused(**{**case.office.plain(), given: [str(path)] if given == "ZONES" else str(path)})


def test_a_name_that_qgis_does_not_open(case):
    source = Path(case.office.write(parcels(), name="图.gpkg").split("|")[0])
    path = source.rename(source.with_name("图%20斑.gpkg"))
    if QgsVectorLayer(str(path), "", "ogr").isValid():
        pytest.skip("this QGIS opens it")
    case.refused(PARCELS=str(path))


def test_pieces_that_are_none(case):
    case.refused("flag_conflicts", PIECES=case.office.plain()["PARCELS"])


def test_results_that_are_none(case):
    case.refused("export_county_maps", PACKAGE=case.office.plain()["PARCELS"].split("|")[0])
