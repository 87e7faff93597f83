"""Files that GDAL reads without a word, and otherwise than they stand: what it passes over is found beforehand."""

from __future__ import annotations

import json
import sqlite3
import struct
import warnings
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pyogrio
import pytest
import shapely
from osgeo import gdal, ogr
from qgis.core import QgsCoordinateReferenceSystem, QgsProject, QgsVectorLayer

from .conftest import CODE, Case, X, Y, parcels, with_geometry, zones

HEADER, ENTRY = 100, 8  # bytes of a .shx


def shapefile(case: Case, frame) -> Path:
    return Path(case.office.write(frame, name="图斑.shp", encoding="UTF-8"))


def changed(path: Path, start: int, data: bytes) -> None:
    """Write other bytes into a file."""
    whole = bytearray(path.read_bytes())
    whole[start : start + len(data)] = data
    path.write_bytes(whole)


def entry(number: int) -> slice:
    return slice(HEADER + number * ENTRY, HEADER + (number + 1) * ENTRY)


INDEXES = {
    "swapped": lambda index: index[entry(1)] + index[entry(0)],
    "repeated": lambda index: index[entry(0)] * 10,
    "unset": lambda _: bytes(ENTRY),
    "beyond the end": lambda index: struct.pack(">i", 10**6) + index[entry(0)][4:],
    "between two shapes": lambda index: struct.pack(">i", 61) + index[entry(0)][4:],
}


@pytest.mark.parametrize("wrong", INDEXES)
def test_an_index_of_other_shapes(case, wrong):
    path = shapefile(case, parcels())
    index = path.with_suffix(".shx")
    changed(index, HEADER, INDEXES[wrong](index.read_bytes()))
    case.refused(PARCELS=str(path))


def test_shapes_that_the_index_lacks(case):
    """Index and table agree on nine parcels, and the shape of a tenth stands behind them."""
    path = shapefile(case, parcels())
    index, table = path.with_suffix(".shx"), path.with_suffix(".dbf")
    changed(index, 24, struct.pack(">i", (HEADER + 9 * ENTRY) // 2))
    changed(table, 4, struct.pack("<I", 9))
    case.refused(PARCELS=str(path))


@pytest.mark.parametrize("state", ["sound", "rows missing", "no triggers", "another's .qix"])
def test_a_spatial_index_of_another_state(case, state):
    """By hand: the site covers the parcels 2 to 5 of ten, 9,999.96 m² each, also where the index places them elsewhere.

    Fields of the survey are changed by many programs, of which some do not know the index.
    """
    frame, aside = parcels(), parcels().iloc[::-1]
    if state == "another's .qix":
        other = Path(case.office.write(frame, name="旧.shp", encoding="UTF-8"))
        source = case.office.write(aside, name="图斑.shp", encoding="UTF-8")
        for path in (other, Path(source)):
            file = gdal.OpenEx(str(path), gdal.OF_VECTOR | gdal.OF_UPDATE)
            file.ExecuteSQL(f"CREATE SPATIAL INDEX ON {path.stem}")
            del file
        Path(source).with_suffix(".qix").write_bytes(other.with_suffix(".qix").read_bytes())
    else:
        away = frame.set_geometry(frame.geometry.translate(20_000.0)) if state == "no triggers" else frame
        source = case.office.write(away, "DLTB", "图.gpkg")
        file = gdal.OpenEx(source.partition("|")[0], gdal.OF_VECTOR | gdal.OF_UPDATE)
        if state == "rows missing":
            file.ExecuteSQL("DELETE FROM rtree_DLTB_geom WHERE id BETWEEN 2 AND 4")
        if state == "no triggers":
            names = file.ExecuteSQL("SELECT name FROM sqlite_master WHERE type = 'trigger' AND name LIKE 'rtree_%'")
            for name in [row.GetField(0) for row in names]:
                file.ExecuteSQL(f"DROP TRIGGER {name}")
            file.ReleaseResultSet(names)
            layer = file.GetLayerByName("DLTB")
            for row, shape in zip(list(layer), frame.geometry):
                row.SetGeometry(ogr.CreateGeometryFromWkb(shape.wkb))
                layer.SetFeature(row)
        del file
    outline = parcels(1)[["BSM", "geometry"]].set_geometry([shapely.box(X + 100, Y, X + 500, Y + 100)])
    outlines = case.office.write(outline.set_crs("EPSG:4527", allow_override=True), "XMXZ", "选址.gpkg")
    outputs = {
        name: str(case.office.out / f"{name}.gpkg") for name in ("COMPARISON", "SITES", "CLASSES", "NEEDS", "PARTS")
    }
    case.runs("check_project_site", PARCELS=source, PROJECT=outlines, **outputs)
    table = pyogrio.read_dataframe(outputs["PARTS"], read_geometry=False)
    assert sorted(table["BSM"]) == [f"{number:018d}" for number in range(1, 5)]
    assert table["area_m2"].sum() == pytest.approx(4 * 9999.96)


def test_shapes_with_other_numbers(case):
    """A program that numbers its shapes otherwise than from 1, one behind the other as the rows are."""
    path = shapefile(case, parcels())
    changed(path, HEADER, struct.pack(">i", 77))
    case.runs(PARCELS=str(path), PBF=case.office.plain()["PBF"])
    pieces = case.office.pieces()
    assert pieces["area_m2"].sum().round(2) == 99_999.6 and pieces["pbf"].notna().sum() == 5


NUMBERS = {"9999,96": "9999.96", "9.999,96": "9999.960", "9O99.96": "9999.96", "9999.96x": "9999.960"}


@pytest.mark.parametrize("wrong", NUMBERS)
def test_a_number_that_is_none_in_a_table(case, wrong):
    path = shapefile(case, parcels(TBMJ="9999.96"))
    write_numbers(path, "TBMJ", [wrong] * 10)
    case.refused(PARCELS=str(path))


@pytest.mark.parametrize("zipped", [False, True])
def test_other_values_that_are_none_in_a_table(case, zipped):
    """Of ten parcels the second one's ratio is a word: unknown, as a word in a column of text is."""
    path = shapefile(case, parcels(KCXS="0.12", TBDLMJ="8799.96"))
    write_numbers(path, "TBMJ", ["9999.96"] * 10)
    write_numbers(path, "KCXS", ["0.12", "12 to 13", *["0.12"] * 8])
    case.listed("unreadable_value", 1, PARCELS=str(zip_of(path) if zipped else path))


def test_numbers_behind_bytes_of_zero(case):
    path = shapefile(case, parcels(TBMJ="9999.96"))
    write_numbers(path, "TBMJ", ["\0\0\0 9999.96"] * 10)
    case.runs(PARCELS=str(path))
    assert case.office.pieces()["area_m2"].sum().round(2) == 99_999.6


def write_numbers(path: Path, column: str, values: list[str]) -> None:
    """Make a column of text one of real numbers that holds texts as they are."""
    table = path.with_suffix(".dbf")
    whole = bytearray(table.read_bytes())
    start, size = struct.unpack_from("<HH", whole, 8)
    place, fields = 1, range(32, start - 1, 32)
    for field in fields:
        width = whole[field + 16]
        if whole[field : field + 11].split(b"\0")[0].decode() == column:
            whole[field + 11 : field + 12], whole[field + 17] = b"N", 2
            break
        place += width
    for row, value in enumerate(values):
        at = start + row * size + place
        whole[at : at + width] = value.encode().rjust(width)
    table.write_bytes(whole)


def zip_of(path: Path) -> Path:
    """An archive with a shapefile, which itself is gone."""
    import zipfile

    archive = path.with_suffix(".zip")
    with zipfile.ZipFile(archive, "w") as made:
        for file in [f for f in path.parent.iterdir() if f.stem == path.stem and f != archive]:
            made.write(file, file.name)
            file.unlink()
    return archive


@pytest.mark.parametrize("role", ["PARCELS", "PBF"])
def test_curves_in_a_layer_of_polygons(case, role):
    """Two of ten parcels, or the zone, are curve polygons of straight lines: the areas are those of all others."""
    given = case.office.plain()
    path, layer = given[role].split("|layername=")
    with closing(sqlite3.connect(path)) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        chosen = f"SELECT fid, geom FROM {layer} WHERE fid IN (1, 4)"  # noqa: S608  a name of ours
        for number, blob in database.execute(chosen).fetchall():
            straight = ogr.CreateGeometryFromWkb(blob[40:]).ExportToWkt()
            curved = ogr.CreateGeometryFromWkt(straight.replace("POLYGON ((", "CURVEPOLYGON (("))
            data = b"GP\0\1" + struct.pack("<i", 4527) + bytes(curved.ExportToIsoWkb())
            database.execute(f"UPDATE {layer} SET geom = ? WHERE fid = ?", [data, number])  # noqa: S608
        database.commit()
    case.runs(**given)
    pieces = case.office.pieces()
    assert len(pieces) == 15 and pieces.geometry.area.sum().round() == 100_000
    assert pieces[pieces["pbf"].notna()]["area_m2"].sum().round(2) == 24_999.9
    measured = str(case.office.out / "面积.gpkg")
    case.office.run("measure_zones", PARCELS=given["PARCELS"], ZONES=given["PBF"], OUTPUT=measured)
    # All land once, 10 × 9999.96 m², and what of it lies in the zone, half of five parcels.
    assert pyogrio.read_dataframe(measured, layer="areas")["area_m2"].sum().round(2) == 124_999.5


def test_zones_with_one_feature_id(case):
    """A view that gives two zones under one feature id and without identifiers; both count."""
    frame = (
        zones(BSM=[None])
        .loc[[0, 0]]
        .set_geometry([shapely.box(X, Y, X + 200, Y + 50), shapely.box(X + 200, Y, X + 500, Y + 50)])
    )
    source = case.office.write(frame.reset_index(drop=True), "永农")
    path = source.split("|")[0]
    with closing(sqlite3.connect(path)) as database:
        database.executescript(
            "CREATE VIEW YJJBNTBHTB AS SELECT 7 AS OGC_FID, geom, BSM, DLBM, YJJBNTMJ, ZLDWDM FROM 永农;"
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id)"
            " VALUES ('YJJBNTBHTB', 'features', 'YJJBNTBHTB', 4527);"
            "INSERT INTO gpkg_geometry_columns VALUES ('YJJBNTBHTB', 'geom', 'POLYGON', 4527, 0, 0)"
        )
    case.runs(PARCELS=case.office.write(parcels(), "DLTB"), PBF=f"{path}|layername=YJJBNTBHTB")
    pieces = case.office.pieces()
    inside = pieces[pieces["pbf"].notna()]
    assert inside["area_m2"].sum().round(2) == 24_999.9 and inside["pbf"].nunique() == 2
    assert set(pieces["ZLDWDM"]) == {CODE}


def broken_sequence(folder: Path) -> Path:
    """Ten parcels as lines of JSON, of which the sixth is cut."""
    path = folder / "图斑.geojsonl"
    # Some pyogrio write such lines with latitude and longitude exchanged.
    lines = [json.dumps(feature) for feature in json.loads(parcels().to_crs(4490).to_json())["features"]]
    path.write_text("\n".join([*lines[:5], lines[5][:50], *lines[6:]]))
    return path


def missing_member(folder: Path) -> Path:
    """A virtual file of two counties, one of which is not there."""
    pyogrio.write_dataframe(parcels(), folder / "甲.gpkg", layer="甲")
    members = "".join(
        f'<OGRVRTLayer name="{name}"><SrcDataSource relativeToVRT="1">{name}.gpkg</SrcDataSource></OGRVRTLayer>'
        for name in "甲乙"
    )
    path = folder / "图斑.vrt"
    union = f'<OGRVRTUnionLayer name="图斑">{members}</OGRVRTUnionLayer>'
    path.write_text(f"<OGRVRTDataSource>{union}</OGRVRTDataSource>", encoding="utf-8")
    return path


def other_schema(folder: Path) -> Path:
    """GML beside which a schema (.gfs) says that areas are whole numbers."""
    path = folder / "图斑.gml"
    pyogrio.write_dataframe(parcels(), path, driver="GML")
    path.with_suffix(".xsd").unlink()
    assert len(pyogrio.read_dataframe(path)) == 10  # which writes the schema
    schema = path.with_suffix(".gfs")
    schema.write_text(schema.read_text().replace("<Type>Real</Type>", "<Type>Integer</Type>"))
    return path


@pytest.mark.parametrize("make", [broken_sequence, missing_member, other_schema])
def test_what_gdal_merely_remarks(case, make):
    path = make(case.office.data)
    case.refused(PARCELS=str(path))


MEMBERS = {
    "value": ('"TBMJ":', '"TBMJ": 5000.0, "TBMJ":'),
    "geometry": ('"geometry":', '"geometry": null, "geometry":'),
    "features": ('"features":', '"features": [], "features":'),
}


@pytest.mark.parametrize("twice", MEMBERS)
def test_a_name_twice_in_an_object(case, twice):
    """In the first object alone; without it the layer is sound."""
    path = Path(case.office.write(parcels().to_crs(4490), name="图斑.geojson"))
    path.write_text(path.read_text(encoding="utf-8").replace(*MEMBERS[twice], 1), encoding="utf-8")
    case.refused(PARCELS=str(path))


def delimited_text(case: Case, change: Callable[[str], str]) -> Path:
    """Ten parcels as CSV with WKT, the last column a name; of the changed text."""
    frame = parcels()
    frame = frame.assign(WKT=frame.geometry.to_wkt(), ZLDWMC="村").drop(columns="geometry")
    path = case.office.data / "图斑.csv"
    path.write_text(change(frame.to_csv(index=False)), encoding="utf-8")
    return path


def opened(path: Path, provider: str, query: str = "") -> str:
    """Open delimited text in the project, as a layer of its provider or by GDAL with a coordinate system set."""
    uri = f"{path.as_uri()}?type=csv&wktField=WKT&crs=EPSG:4527&geomType=polygon&detectTypes=yes{query}"
    layer = QgsVectorLayer(uri if provider == "delimitedtext" else str(path), "图斑", provider)
    layer.setCrs(QgsCoordinateReferenceSystem("EPSG:4527"))
    assert layer.isValid()
    QgsProject.instance().addMapLayer(layer)
    return layer.id()


QUOTES = {
    "opened in the fourth row": lambda text: '"村'.join(text.split("村", 4)).replace('"村', "村", 3),
    "opened at the end": lambda text: '"村'.join(text.rsplit("村", 1)),
    "inside a value": lambda text: text.replace("村", '村"组', 1),
}


@pytest.mark.parametrize("provider", ["delimitedtext", "ogr"])
@pytest.mark.parametrize("wrong", QUOTES)
def test_quotes_that_do_not_match(case, wrong, provider):
    case.refused(PARCELS=opened(delimited_text(case, QUOTES[wrong]), provider))


@pytest.mark.parametrize("provider", ["delimitedtext", "ogr"])
def test_a_separator_inside_a_number_of_delimited_text(case, provider):
    """In the fourth row, behind a value of two lines."""

    def change(text: str) -> str:
        lines = text.replace("村", '"甲\n乙"', 1).split("\n")
        lines[4] = lines[4].replace("9999.96", "9,999.96", 1)
        return "\n".join(lines)

    case.refused(PARCELS=opened(delimited_text(case, change), provider))


def test_rows_that_are_left_out(case):
    case.refused(PARCELS=opened(delimited_text(case, lambda text: text.replace("((", "", 1)), "delimitedtext"))


@pytest.mark.parametrize("provider", ["delimitedtext", "ogr"])
def test_sound_delimited_text(case, provider):
    path = delimited_text(case, lambda text: text.replace("村", '"甲\n""乙"""', 1) + "\n\n")
    given = {"PARCELS": opened(path, provider), "PBF": case.office.write(zones(), "YJJBNTBHTB")}
    assert case.runs(**given)["PIECE_COUNT"] == 15
    if provider == "delimitedtext":
        filtered = opened(path, provider, "&subset=%22DLBM%22%20%3C%3E%20%270702%27")
        assert case.runs(**{**given, "PARCELS": filtered})["PARCEL_COUNT"] == 9


def test_warnings_that_are_errors(case):
    """With bad data, of which libraries warn: two crossed rings, no geometry, an infinite area."""
    crossed = shapely.Polygon([(X, Y), (X + 100, Y + 100), (X + 100, Y), (X, Y + 100)])
    frame = with_geometry(with_geometry(parcels(TBMJ=[9999.96] * 9 + [float("inf")]), 0, crossed), 1, None)
    given = {"PARCELS": case.office.write(frame, "DLTB"), "PBF": case.office.write(zones(), "YJJBNTBHTB")}
    case.runs(**given)
    usual = case.office.pieces()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        case.runs(**given)
    strict = case.office.pieces()
    assert strict.equals(usual) and strict["area_m2"].sum().round(2) == 99_999.6
