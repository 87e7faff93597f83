"""A survey in several layers, a county each: the same results as of one."""

from __future__ import annotations

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from conftest import CITY, batch_inputs, layer, run_qgis_process, write_shapefile
from qgis.core import QgsProcessingException, QgsProcessingFeedback

from farmland_redline.processing.workflows.overlay import preparation

pytestmark = [
    pytest.mark.usefixtures("qgis"),
    pytest.mark.filterwarnings("ignore:'crs' was not provided", "ignore:invalid value encountered"),
]
ZONES = {"PBF": layer("YJJBNTBHTB"), "ZONES": [layer("STBHHX")]}
AREAS = ["area_m2", "cultivated_m2"]


class Listener(QgsProcessingFeedback):
    def __init__(self):
        super().__init__(False)
        self.warnings: list[str] = []

    def pushWarning(self, warning):
        self.warnings.append(warning)


@pytest.fixture(scope="module")
def parcels():
    return pyogrio.read_dataframe(CITY / "city.gpkg", layer="DLTB")


@pytest.fixture
def small_parts(monkeypatch):
    monkeypatch.setattr(preparation, "_PARTITION", 150)


def write(frame, path, name="DLTB", **options):
    pyogrio.write_dataframe(frame, path, layer=name, **options)
    return f"{path}|layername={name}"


def overlay(folder, sources, feedback=None, **more):
    """Pieces and problems of parcels in these layers."""
    import processing

    folder.mkdir()
    out, found = str(folder / "碎块.gpkg"), str(folder / "问题.gpkg")
    first, *others = sources
    given = {"PARCELS": first, "MORE_PARCELS": others, **ZONES, "OUTPUT": out, "PROBLEMS": found, **more}
    made = processing.run("farmland_redline:overlay_parcels", given, feedback=feedback)
    pieces, problems = pyogrio.read_dataframe(out, layer="pieces"), pyogrio.read_dataframe(found, layer="problems")
    assert made["PIECE_COUNT"] == len(pieces) and made["WORST_CLOSURE"] == 0
    return pieces, problems


def counties(parcels):
    return [rows.reset_index(drop=True) for _, rows in parcels.groupby(parcels["ZLDWDM"].str[:6])]


def same(one, other):
    pd.testing.assert_frame_equal(
        pd.DataFrame(one.drop(columns="geometry")), pd.DataFrame(other.drop(columns="geometry"))
    )
    assert (shapely.to_wkb(one.geometry.to_numpy()) == shapely.to_wkb(other.geometry.to_numpy())).all()


@pytest.mark.parametrize("how", ["a county each", "at random"])
def test_several_files_are_one_survey(tmp_path, parcels, small_parts, how):
    if how == "at random":  # parcels of one part, and of one id, are in all of them
        parcels = parcels.assign(BSM=parcels["BSM"].where(np.arange(len(parcels)) % 50 > 0, "3602229999999999"))
        number = np.random.default_rng(4).integers(0, 3, len(parcels))
        files = [parcels[number == n].reset_index(drop=True) for n in range(3)]
    else:
        files = counties(parcels)
        assert len(files) >= 4
    whole = overlay(tmp_path / "whole", [write(parcels, tmp_path / "全市.gpkg")])
    sources = [write(rows, tmp_path / f"县 {n}.gpkg") for n, rows in enumerate(files)]
    same(overlay(tmp_path / "parts", sources)[0], whole[0])
    pieces, found = overlay(tmp_path / "turned", sources[::-1])
    same(pieces, whole[0])
    assert found["kind"].value_counts().to_dict() == whole[1]["kind"].value_counts().to_dict()


def test_layers_of_many_kinds(tmp_path, parcels, small_parts):
    """A GeoPackage, a GBK shapefile read whole, a file in another zone, and a selection in QGIS."""
    from qgis.core import QgsProcessingFeatureSourceDefinition, QgsProject, QgsVectorLayer

    files = counties(parcels)[:4]
    whole, _ = overlay(tmp_path / "whole", [write(pd.concat(files, ignore_index=True), tmp_path / "a.gpkg")])
    one = write(files[0], tmp_path / "一.gpkg")
    write_shapefile(files[1], tmp_path / "二县.shp", "GBK")
    moved = write(files[2].to_crs(4526), tmp_path / "三.gpkg")
    opened = QgsVectorLayer(write(pd.concat(files[2:], ignore_index=True), tmp_path / "四.gpkg"), "四", "ogr")
    QgsProject.instance().addMapLayer(opened)
    opened.selectByExpression(f"left(\"ZLDWDM\", 6) = '{files[3]['ZLDWDM'].iloc[0][:6]}'")
    chosen = QgsProcessingFeatureSourceDefinition(opened.id(), True)
    assert opened.selectedFeatureCount() == len(files[3])
    listener = Listener()
    # A list takes no selections, the first layer does.
    pieces, _ = overlay(tmp_path / "parts", [chosen, one, str(tmp_path / "二县.shp"), moved], listener)
    QgsProject.instance().clear()
    assert pieces["BSM"].tolist() == whole["BSM"].tolist()
    # What is cut may be cut elsewhere by what rounding leaves of the way to another zone and back.
    kept = ["piece_id", "county", "township", "DLBM", "pbf"]
    assert (pieces[kept].fillna("") == whole[kept].fillna("")).all(axis=None)
    assert np.abs(pieces[AREAS].to_numpy() - whole[AREAS].to_numpy()).max() < 0.0101
    assert pieces.crs == whole.crs
    apart = shapely.symmetric_difference(pieces.geometry.to_numpy(), whole.geometry.to_numpy())
    assert np.nan_to_num(shapely.area(apart)).max() < 0.01


def test_columns_that_not_all_have(tmp_path, parcels, small_parts):
    """The standard's are null where they are missing; others are left out, and told."""
    first, second, *_ = counties(parcels)
    first = first.drop(columns=["KCXS"]).rename(columns={"DLBM": "dlbm"}).assign(备注="一", 等别=3)
    second = second.assign(备注="二", 编号=range(len(second)))
    sources = [write(first, tmp_path / "一.gpkg"), write(second, tmp_path / "二.gpkg")]
    listener = Listener()
    pieces, _ = overlay(tmp_path / "parts", sources, listener)
    assert any("等别" in text and "编号" in text and "备注" not in text for text in listener.warnings)
    assert "等别" not in pieces and "编号" not in pieces and set(pieces["备注"]) == {"一", "二"}
    mine = pieces["BSM"].isin(first["BSM"])
    assert pieces.loc[mine, "KCXS"].isna().all() and pieces.loc[~mine, "KCXS"].notna().any()
    assert pd.api.types.is_float_dtype(pieces["KCXS"])
    assert (pieces.loc[mine].groupby("BSM")["DLBM"].first() == first.set_index("BSM")["dlbm"]).all()


def test_a_layer_given_twice_is_refused(tmp_path, parcels):
    source = write(parcels, tmp_path / "全市.gpkg")
    with pytest.raises(QgsProcessingException, match="DLTB"):
        overlay(tmp_path / "twice", [source, source])
    assert not list((tmp_path / "twice").iterdir())


def test_what_is_wrong_with_any_of_them_is_told_at_once(tmp_path, parcels):
    one, two, three, *_ = counties(parcels)
    sources = [
        write(one, tmp_path / "一.gpkg", "一县"),
        write(two.drop(columns="TBMJ"), tmp_path / "二.gpkg", "二县"),
        write(three.assign(TBMJ="about " + three["TBMJ"].astype(str)), tmp_path / "三.gpkg", "三县"),
    ]
    with pytest.raises(QgsProcessingException) as told:
        overlay(tmp_path / "wrong", sources)
    assert "二县" in str(told.value) and "三县" in str(told.value) and "一县" not in str(told.value)


def test_an_empty_county_among_others(tmp_path, parcels):
    one, two, *_ = counties(parcels)
    sources = [
        write(one.iloc[:0], tmp_path / "空.gpkg", geometry_type="MultiPolygon"),
        write(two, tmp_path / "二.gpkg"),
    ]
    pieces, _ = overlay(tmp_path / "parts", sources)
    same(pieces, overlay(tmp_path / "alone", sources[1:])[0])


def test_run_batch_by_the_real_qgis_process(tmp_path, parcels, batch):
    """All of it, with the provenance of every file."""
    sources = [write(rows, tmp_path / f"县 {n}.gpkg") for n, rows in enumerate(counties(parcels))]
    given = {**batch_inputs(), "PARCELS": sources[0], "MORE_PARCELS": sources[1:], "MAPS": "false", "REPORTS": "false"}
    done = run_qgis_process("run_batch", {**given, "OUTPUT_FOLDER": str(tmp_path / "成果")})
    assert done.status == 0, done.log
    for name in ("pieces", "conflicts", "candidates", "summary"):
        one = pyogrio.read_dataframe(tmp_path / "成果" / "farmland_redline.gpkg", layer=name)
        other = pyogrio.read_dataframe(batch / "farmland_redline.gpkg", layer=name)
        if isinstance(one, gpd.GeoDataFrame):
            same(one, other)
        else:
            pd.testing.assert_frame_equal(one, other)
    table = pyogrio.read_dataframe(tmp_path / "成果" / "farmland_redline.gpkg", layer="provenance", read_geometry=False)
    rows = {(row.section, row.name): row.value for row in table.itertuples(index=False)}
    numbers = [f"MORE_PARCELS.{n}" for n in range(1, len(sources))]
    assert [rows["input", f"{name}.file"] for name in ("PARCELS", *numbers)] == [
        source.split("|")[0].rsplit("/")[-1] for source in sources
    ]
    assert len({rows["input", f"{name}.sha256"] for name in ("PARCELS", *numbers)}) == len(sources)
    assert all(("mapping", f"{name}.TBMJ") in rows for name in numbers)
