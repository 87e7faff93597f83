"""Values of SQLite that are not of their column's type, of which GDAL silently makes others."""

from __future__ import annotations

import sqlite3
from contextlib import closing

import pyogrio
import pytest
from qgis.core import QgsProject, QgsVectorLayer

from farmland_redline.processing.workflows.overlay import preparation

from .conftest import Case, Office, parcels, zones


def put(source: str, **values: tuple[int, object]) -> str:
    """Write values into a layer: column -> feature id and what SQLite is to keep there."""
    path, layer = source.split("|layername=")
    with closing(sqlite3.connect(path)) as database:
        for (name,) in database.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            database.execute(f'DROP TRIGGER "{name}"')
        for column, (fid, value) in values.items():
            database.execute(f'UPDATE "{layer}" SET "{column}" = ? WHERE fid = ?', (value, fid))  # noqa: S608  names of ours
        database.commit()
    return source


def loose_parcels(office: Office) -> str:
    """Parcels whose third one has a ridge rate of “about 12 %” among numbers, others such values in columns beside."""
    frame = parcels(TBDLMJ=None, KCXS=0.1, 年份=2020, 备注数=7)
    return put(office.write(frame, "DLTB"), KCXS=(3, "约12%"), TBMJ=(4, "9,999.96"), 年份=(9, 7.5), 备注数=(2, "无"))


def check_pieces(office: Office) -> None:
    """Check that the values are those of the file, or unknown; areas by hand: 9999.96 m², a tenth of it ridges."""
    pieces = office.pieces()
    whole = pieces.groupby("BSM").agg({"area_m2": "sum", "cultivated_m2": "sum"}).round(2)
    assert whole["area_m2"].tolist() == [9999.96] * len(whole)
    net = whole["cultivated_m2"].to_dict()
    assert net["000000000000000002"] == 9999.96  # nothing is known to be deducted; GDAL: a rate of 0
    assert net["000000000000000003"] == 8999.96
    row = pieces.drop_duplicates("BSM").set_index("BSM")
    assert row.loc["000000000000000002", "unreadable"] == "KCXS=约12%"
    assert row.loc["000000000000000008", "年份"] == 7.5
    assert set(row["备注数"].astype(str).str.removesuffix(".0")) == {"7", "无"}


def test_text_in_a_required_number(case: Case):
    source = put(case.office.write(parcels(), "DLTB"), TBMJ=(3, "约15亩"))
    case.refused(PARCELS=source, PBF=case.office.write(zones(), "YJJBNTBHTB"))


@pytest.mark.parametrize("partition", [8_000, 4])
def test_text_in_other_numbers(case: Case, monkeypatch, partition):
    monkeypatch.setattr(preparation, "_PARTITION", partition)
    case.listed("unreadable_value", 1, PARCELS=loose_parcels(case.office))
    check_pieces(case.office)


def test_text_among_numbers_through_qgis(office: Office):
    """A filter makes QGIS read the features, which gives the same values."""
    layer = QgsVectorLayer(loose_parcels(office), "DLTB", "ogr")
    assert layer.setSubsetString("\"BSM\" < '000000000000000009'")
    QgsProject.instance().addMapLayer(layer)
    office.run(PARCELS=layer.id())
    check_pieces(office)


def test_text_among_numbers_of_an_edited_layer(case: Case):
    """What the user has edited, and what GDAL has made of a value, cannot be told apart."""
    layer = QgsVectorLayer(loose_parcels(case.office), "DLTB", "ogr")
    QgsProject.instance().addMapLayer(layer)
    assert layer.startEditing() and layer.changeAttributeValue(1, layer.fields().indexOf("DLBM"), "0101")
    case.refused(PARCELS=layer.id())


def test_text_among_numbers_of_a_view(case: Case):
    """Its rows have no ids by which values could be found."""
    source = loose_parcels(case.office)
    path = source.split("|")[0]
    with closing(sqlite3.connect(path)) as database:
        database.execute('CREATE VIEW "视图" AS SELECT fid, geom, BSM, DLBM, TBMJ, ZLDWDM FROM DLTB')
        contents = "SELECT '视图', 'features', '视图', min_x, min_y, max_x, max_y, srs_id FROM gpkg_contents"
        database.execute(
            "INSERT INTO gpkg_contents (table_name, data_type, identifier, min_x, min_y, max_x, max_y, srs_id) "
            f"{contents} WHERE table_name = 'DLTB'"
        )
        columns = "SELECT '视图', column_name, geometry_type_name, srs_id, z, m FROM gpkg_geometry_columns"
        database.execute(f"INSERT INTO gpkg_geometry_columns {columns} WHERE table_name = 'DLTB'")
        database.commit()
    case.refused(PARCELS=f"{path}|layername=视图")


def test_text_among_numbers_of_zones(case: Case):
    """The record of a zone of PBF: GDAL reads 25 of “25,000 ㎡”."""
    source = put(case.office.write(zones(), "YJJBNTBHTB"), YJJBNTMJ=(1, "25,000 ㎡"))
    problems = str(case.office.out / "问题.gpkg")
    case.runs("check_layers", PARCELS=loose_parcels(case.office), PBF=source, OUTPUT=problems)
    found = pyogrio.read_dataframe(problems, layer="problems")
    listed = found[found["kind"] == "text_for_number"]
    assert set(zip(listed["layer"], listed["feature"])) == {
        ("DLTB", "000000000000000002"),
        ("DLTB", "000000000000000003"),
        ("YJJBNTBHTB", "z1"),
    }
