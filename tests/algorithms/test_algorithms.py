"""Each algorithm as a user meets it: in the toolbox, on layers, in steps, in models, in the background, cancelled."""

from __future__ import annotations

import gc
import subprocess
from html import escape
from pathlib import Path
from types import FrameType

import geopandas as gpd
import numpy as np
import pandas as pd
import pyogrio
import pytest
import shapely
from cancelling import cancelled_at
from conftest import CITY, ROOT, UNIT_LAYERS, ZONE_LAYERS, batch_inputs, layer, run_qgis_process
from qgis.core import (
    NULL,
    QgsApplication,
    QgsProcessingAlgRunnerTask,
    QgsProcessingContext,
    QgsProcessingException,
    QgsProcessingFeedback,
    QgsProcessingModelAlgorithm,
    QgsProcessingModelChildAlgorithm,
    QgsProcessingModelChildParameterSource,
    QgsProcessingModelOutput,
    QgsProcessingModelParameter,
    QgsProcessingParameterFeatureSource,
    QgsProject,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QCoreApplication, QDate, QDateTime, QEventLoop, QTime, QTimer
from qgis.PyQt.QtGui import QIcon

pytestmark = pytest.mark.usefixtures("qgis")

IDS = (
    "check_layers",
    "overlay_parcels", "measure_zones", "flag_conflicts", "find_restoration_candidates", "summarise_by_unit",
    "bundle_candidates", "plan_restoration", "pair_swaps", "track_changes", "check_project_site", "find_supplements",
    "allocate_targets", "assess_use", "review_reserves", "self_check",
    "keep_ledger", "set_ceiling", "verify_supplements", "compute_compensation",
    "export_county_maps", "export_conflict_atlas", "export_unit_map", "export_county_letters",
    "make_field_sheets", "make_patrol_lists", "import_patrol", "record_decisions",
    "run_batch", "run_folder", "save_profile", "import_targets", "compare_policies", "compare_results",
    "write_templates", "assess_warnings", "report_period", "match_patches",
)  # fmt: skip
ROLES = {"DLTB_ED": "survey2", "DLTB_2023": "previous"}


def algorithm(name):
    found = QgsApplication.processingRegistry().algorithmById(f"farmland_redline:{name}")
    assert found is not None, name
    return found


def run(name, parameters, feedback=None, context=None):
    import processing

    return processing.run(f"farmland_redline:{name}", parameters, feedback=feedback, context=context)


def table(source):
    path, _, name = source.partition("|layername=")
    return pyogrio.read_dataframe(path, layer=name or None, read_geometry=False)


# In the toolbox.


def test_the_provider_offers_these():
    provider = QgsApplication.processingRegistry().providerById("farmland_redline")
    assert {a.name() for a in provider.algorithms()} == set(IDS)
    assert provider.name() and provider.longName() and not provider.icon().isNull()
    assert Path(provider.svgIconPath()).is_file()
    manifest = (ROOT / "metadata.txt").read_text(encoding="utf-8")
    assert f"\nversion={provider.versionInfo()}\n" in manifest


@pytest.mark.parametrize("name", IDS)
def test_an_algorithm_explains_itself(name):
    found = algorithm(name)
    assert found.canExecute()[0]
    assert found.displayName() and found.shortDescription()
    assert len(found.tags()) >= 5
    assert any("\u4e00" <= c <= "\u9fff" for tag in found.tags() for c in tag), "Chinese"
    assert any(tag.isascii() for tag in found.tags())
    icon = Path(found.svgIconPath())
    assert icon.is_file() and icon.suffix == ".svg" and not QIcon(str(icon)).isNull()
    help_text = found.shortHelpString()
    for definition in found.parameterDefinitions():
        assert definition.help().strip(), definition.name()
        assert definition.description().strip(), definition.name()
        assert escape(definition.description()) in help_text and escape(definition.help()) in help_text
        assert definition.name().isupper()
    # What may stay as it is comes last; what is written into the given file has no place of its own.
    order = [help_text.find(f"<h3>{title}</h3>") for title in ("Parameters", "Outputs", "Advanced parameters")]
    there = [place for place in order if place >= 0]
    assert there == sorted(there) and order[0] > 0
    assert (order[1] > 0) == any(definition.isDestination() for definition in found.parameterDefinitions())
    assert found.groupId() in ("", "prepare", "analyse", "report") and bool(found.group()) == bool(found.groupId())
    for output in found.outputDefinitions():
        assert output.description().strip(), output.name()


@pytest.mark.parametrize(
    "words", ["PBF", "yjjbnt", "gdhx", "永久基本农田", "耕地红线", "gengdihongxian", "farmland", "red line", "YJJBNT"]
)
def test_the_toolbox_finds_every_tool(words):
    """By the model behind the toolbox's own search box."""
    from qgis.gui import QgsProcessingToolboxProxyModel

    model = QgsProcessingToolboxProxyModel()
    model.setFilterString(words)
    found, waiting = set(), [model.index(row, 0) for row in range(model.rowCount())]
    while waiting:
        index = waiting.pop()
        waiting += [model.index(row, 0, index) for row in range(model.rowCount(index))]
        if shown := model.toolboxModel().algorithmForIndex(model.mapToSource(index)):
            found.add(shown.id())
    provider = QgsApplication.processingRegistry().providerById("farmland_redline")
    assert {shown.id() for shown in provider.algorithms()} <= found


def test_help_in_a_terminal_is_plain_text():
    """Nothing of it is markup, and nothing is said twice."""
    command = [str(ROOT / "scripts" / "qgis-process"), "help", "farmland_redline:flag_conflicts"]
    text = subprocess.run(command, capture_output=True, text=True, check=True, cwd="/").stdout
    assert "<p>" not in text and "<b>" not in text and "&#x27;" not in text
    assert text.count("Finds every use of permanent basic farmland") == 1
    assert "A conflict shows a use, not an illegality." in text
    assert text.count("The output of “Overlay parcels”") == 1


@pytest.mark.parametrize(
    ("name", "kind"), [("DATE", "datetime"), ("TOLERANCE", "distance"), ("SLIVER_WIDTH", "distance")]
)
def test_dates_and_lengths_are_parameters_of_their_kind(name, kind):
    assert algorithm("run_batch").parameterDefinition(name).type() == kind


def test_lengths_are_metres_whatever_the_layer():
    """Dialogs offer units, and give metres; with a parent layer in degrees the number would mean degrees."""
    from qgis.gui import QgsGui, QgsProcessingGui
    from qgis.PyQt.QtWidgets import QComboBox, QDoubleSpinBox

    definition = algorithm("run_batch").parameterDefinition("SLIVER_WIDTH")
    kind = QgsProcessingGui.WidgetType.Standard
    wrapper = QgsGui.processingGuiRegistry().createParameterWidgetWrapper(definition, kind)
    widget = wrapper.createWrappedWidget(QgsProcessingContext())
    widget.show()
    units, number = widget.findChild(QComboBox), widget.findChild(QDoubleSpinBox)
    units.setCurrentIndex(units.findText("kilometers"))
    number.setValue(0.002)
    assert wrapper.parameterValue() == pytest.approx(2.0)


@pytest.mark.parametrize("name", IDS)
def test_an_algorithm_may_run_in_the_background(name):
    from farmland_redline.processing.bridge.compat import NO_THREADING

    assert not algorithm(name).flags() & NO_THREADING


@pytest.mark.parametrize("name", IDS)
def test_an_algorithm_is_made_anew_for_a_run(name):
    one = algorithm(name).create()
    assert one is not algorithm(name) and type(one) is type(algorithm(name))


# In steps.


@pytest.fixture(scope="module")
def steps(tmp_path_factory, qgis):
    """The single algorithms, one after the other, on the whole sample city."""
    folder = tmp_path_factory.mktemp("steps")
    zones = [layer(name) for name in (*ZONE_LAYERS, "DLTB_ED", "DLTB_2023")]
    made = run(
        "overlay_parcels",
        {
            **{
                k: v
                for k, v in batch_inputs().items()
                if k in ("PARCELS", "PBF", "PBF_RESERVE", "FARMLAND_RESERVE", "UNITS")
            },
            "ZONES": zones,
            "OUTPUT": str(folder / "pieces.gpkg"),
            "ZONES_TABLE": str(folder / "zones.gpkg"),
            "PROBLEMS": str(folder / "problems.gpkg"),
        },
    )
    policy = str(CITY / "policy.yaml")
    conflicts = run(
        "flag_conflicts", {"PIECES": made["OUTPUT"], "POLICY": policy, "OUTPUT": str(folder / "conflicts.gpkg")}
    )
    candidates = run(
        "find_restoration_candidates",
        {"PIECES": made["OUTPUT"], "POLICY": policy, "OUTPUT": str(folder / "candidates.gpkg")},
    )
    summary = run(
        "summarise_by_unit",
        {
            "PIECES": made["OUTPUT"], "CONFLICTS": conflicts["OUTPUT"], "CANDIDATES": candidates["OUTPUT"],
            "ZONES_TABLE": made["ZONES_TABLE"], "UNITS": [layer(u) for u in UNIT_LAYERS], "POLICY": policy,
            "LEVEL": "village", "OUTPUT": str(folder / "summary.gpkg"), "WORKBOOK": str(folder / "summary.xlsx"),
        },
    )  # fmt: skip
    return {"overlay": made, "conflicts": conflicts, "candidates": candidates, "summary": summary}


@pytest.mark.parametrize(
    ("name", "step", "output"),
    [
        ("pieces", "overlay", "OUTPUT"), ("zones", "overlay", "ZONES_TABLE"), ("conflicts", "conflicts", "OUTPUT"),
        ("candidates", "candidates", "OUTPUT"), ("summary", "summary", "OUTPUT"),
    ],
)  # fmt: skip
def test_steps_give_what_the_batch_gives(batch, steps, name, step, output):
    whole = pyogrio.read_dataframe(batch / "farmland_redline.gpkg", layer=name, read_geometry=False)
    part = table(steps[step][output])
    assert set(part.columns) == set(whole.columns)
    pd.testing.assert_frame_equal(part[whole.columns], whole, check_dtype=False)


def test_steps_count(batch, steps):
    whole = {
        n: pyogrio.read_info(batch / "farmland_redline.gpkg", layer=n)["features"]
        for n in ("pieces", "conflicts", "candidates")
    }
    assert steps["overlay"]["PIECE_COUNT"] == whole["pieces"] and steps["overlay"]["WORST_CLOSURE"] == 0
    assert steps["overlay"]["PARCEL_COUNT"] == pyogrio.read_info(CITY / "city.gpkg", layer="DLTB")["features"]
    assert steps["conflicts"]["CONFLICT_COUNT"] == whole["conflicts"]
    assert steps["candidates"]["CANDIDATE_COUNT"] == whole["candidates"]
    found = table(steps["candidates"]["OUTPUT"])
    assert steps["candidates"]["CANDIDATE_NET"] == pytest.approx(
        found.loc[found["excluded"].isna(), "net_m2"].sum(), abs=0.01
    )
    assert Path(steps["summary"]["WORKBOOK"]).read_bytes()[:2] == b"PK"


def test_provenance_follows_the_chain(steps):
    rows = table(steps["conflicts"]["OUTPUT"].partition("|")[0] + "|layername=provenance")
    known = set(zip(rows["section"], rows["name"], rows["value"]))
    assert ("run", "algorithm", "flag_conflicts") in known and ("from run", "algorithm", "overlay_parcels") in known
    assert any(section == "from input" and name == "PARCELS" for section, name, _ in known)


def test_atlas_from_a_package(batch, tmp_path):
    """By the real program in another process, into a folder whose name is Chinese and has blanks."""
    folder = tmp_path / "图集 一"
    done = run_qgis_process(
        "export_conflict_atlas",
        {
            "PACKAGE": str(batch / "farmland_redline.gpkg"),
            "POLICY": str(CITY / "policy.yaml"),
            "ONLY_UNITS": "昌江区，360203",
            "PAPER": "A4",
            "MARKING": "草图",
            "OUTPUT_FOLDER": str(folder),
        },
    )
    assert done.status == 0, done.log
    files = sorted(folder.iterdir())
    assert [p.name[:6] for p in files] == ["360202", "360203"] and int(done.results["FILE_COUNT"]) == 2
    assert int(done.results["SHEET_COUNT"]) >= 2
    for path in files:
        content = path.read_bytes()
        assert content.startswith(b"%PDF") and b"/OCProperties" in content and b"/Measure" in content


@pytest.mark.parametrize("theme", ["targets", "candidates"])
def test_unit_maps_from_a_package(batch, tmp_path, theme):
    made = run(
        "export_unit_map",
        {
            "PACKAGE": str(batch / "farmland_redline.gpkg"),
            "POLICY": str(CITY / "policy.yaml"),
            "THEME": theme,
            "ONLY_UNITS": "景德镇市, 360203",
            "STYLE": "print",
            "OUTPUT_FOLDER": str(tmp_path),
        },
    )
    names = sorted(path.name for path in tmp_path.iterdir())
    assert made["MAP_COUNT"] == 2 and [name[:6] for name in names] == ["360200", "360203"]
    assert all(name.endswith(f"_{theme}.pdf") for name in names)


def test_a_name_that_no_unit_has_is_told(batch, tmp_path):
    given = {"PACKAGE": str(batch / "farmland_redline.gpkg"), "POLICY": str(CITY / "policy.yaml")}
    for algorithm in ("export_conflict_atlas", "export_unit_map"):
        folder = tmp_path / algorithm
        with pytest.raises(QgsProcessingException, match="不存在县"):
            run(algorithm, {**given, "ONLY_UNITS": "360202、不存在县", "OUTPUT_FOLDER": str(folder)})
        assert not folder.exists()


def test_a_city_stands_for_its_counties(batch):
    """As a township's code and a county's do: an atlas of the whole city, or of one township."""
    from farmland_redline.processing.bridge.policy.reader import load_policy
    from farmland_redline.processing.result_package import counties_of

    policy = load_policy(CITY / "policy.yaml")
    found = counties_of(("360200", "360281100"), policy)
    assert found[-1] == "360281100" and set(found[:-1]) == {"360202", "360203", "360222", "360281"}


def test_maps_from_a_package(batch, tmp_path):
    made = run(
        "export_county_maps",
        {
            "PACKAGE": str(batch / "farmland_redline.gpkg"),
            "POLICY": str(CITY / "policy.yaml"),
            "OUTPUT_FOLDER": str(tmp_path),
        },
    )
    assert made["MAP_COUNT"] == 4 == len(list(tmp_path.glob("*.pdf")))


# A small county, for what needs no city.


@pytest.fixture
def county(tmp_path):
    """Ten parcels, a PBF zone over half of each of the first five, one of them a house."""
    west = 39_512_000.0 + np.arange(10) * 100
    parcels = gpd.GeoDataFrame(
        {
            "BSM": [f"{i:018d}" for i in range(10)],
            "DLBM": ["0702", *["0101"] * 9],
            "TBMJ": [9_990.0 + i for i in range(10)],
            "TBDLMJ": [9_990.0 + i for i in range(10)],
            "ZLDWDM": ["3602221002010000000"] * 10,
        },
        geometry=shapely.box(west, 3_245_000.0, west + 100, 3_245_100.0),
        crs="EPSG:4527",
    )
    zone = gpd.GeoDataFrame(
        {"BSM": ["z1"], "DLBM": ["0101"], "YJJBNTMJ": [25_000.0], "ZLDWDM": ["3602221002010000000"]},
        geometry=[shapely.box(39_512_000.0, 3_245_000.0, 39_512_500.0, 3_245_050.0)],
        crs="EPSG:4527",
    )
    path = tmp_path / "小 县.gpkg"
    pyogrio.write_dataframe(parcels, path, layer="DLTB")
    pyogrio.write_dataframe(zone, path, layer="YJJBNTBHTB")
    return path


def inputs(path):
    return {"PARCELS": f"{path}|layername=DLTB", "PBF": f"{path}|layername=YJJBNTBHTB"}


def test_layers_in_and_memory_out(county):
    project = QgsProject.instance()
    parcels = QgsVectorLayer(inputs(county)["PARCELS"], "DLTB", "ogr")
    project.addMapLayer(parcels)
    made = run("overlay_parcels", {**inputs(county), "PARCELS": parcels, "OUTPUT": "memory:"})
    pieces = made["OUTPUT"]
    assert isinstance(pieces, QgsVectorLayer) and pieces.featureCount() == 15 and made["PIECE_COUNT"] == 15
    inside = [f for f in pieces.getFeatures() if f["pbf"] == "z1"]
    assert [round(f.geometry().area(), 3) for f in inside] == [5000.0] * 5
    found = run("flag_conflicts", {"PIECES": pieces, "OUTPUT": "memory:"})
    rows = list(found["OUTPUT"].getFeatures())
    assert [(f["kind"], f["severity"], f["area_m2"]) for f in rows] == [("house", 3, 4995.0)]
    project.clear()


def test_a_filtered_layer_gives_a_file_of_pieces(county, tmp_path):
    """Through QGIS the GeoPackage's fid comes along as a field; a file of pieces could not hold it twice."""
    project = QgsProject.instance()
    parcels = QgsVectorLayer(inputs(county)["PARCELS"], "DLTB", "ogr")
    parcels.setSubsetString("\"DLBM\" = '0101'")
    project.addMapLayer(parcels)
    made = run("overlay_parcels", {**inputs(county), "PARCELS": parcels, "OUTPUT": str(tmp_path / "out.gpkg")})
    assert made["PARCEL_COUNT"] == 9 and len(table(made["OUTPUT"])) == 13
    project.clear()


def test_only_selected_parcels(county):
    from qgis.core import QgsProcessingFeatureSourceDefinition

    project = QgsProject.instance()
    parcels = QgsVectorLayer(inputs(county)["PARCELS"], "DLTB", "ogr")
    project.addMapLayer(parcels)
    parcels.selectByIds([1, 10])
    chosen = QgsProcessingFeatureSourceDefinition(parcels.id(), True)
    made = run("overlay_parcels", {**inputs(county), "PARCELS": chosen, "OUTPUT": "memory:"})
    assert made["PARCEL_COUNT"] == 2 and made["PIECE_COUNT"] == 3
    project.clear()


def test_the_parcels_may_be_in_degrees(county, tmp_path):
    frame = pyogrio.read_dataframe(county, layer="DLTB").to_crs(4490)
    pyogrio.write_dataframe(frame, tmp_path / "degrees.gpkg", layer="DLTB")
    made = run(
        "overlay_parcels",
        {**inputs(county), "PARCELS": str(tmp_path / "degrees.gpkg"), "OUTPUT": str(tmp_path / "out.gpkg")},
    )
    info = pyogrio.read_info(tmp_path / "out.gpkg", layer="pieces")
    assert made["PIECE_COUNT"] == 15 and info["crs"] == "EPSG:4527"


def test_a_saved_model(county, tmp_path):
    """Overlay and conflicts in a model, saved, loaded and run."""
    model = QgsProcessingModelAlgorithm("冲突", "组")
    for name in ("PARCELS", "PBF"):
        model.addModelParameter(QgsProcessingParameterFeatureSource(name, name), QgsProcessingModelParameter(name))
    overlay = QgsProcessingModelChildAlgorithm("farmland_redline:overlay_parcels")
    overlay.setChildId("overlay")
    for name in ("PARCELS", "PBF"):
        overlay.addParameterSources(name, [QgsProcessingModelChildParameterSource.fromModelParameter(name)])
    model.addChildAlgorithm(overlay)
    flag = QgsProcessingModelChildAlgorithm("farmland_redline:flag_conflicts")
    flag.setChildId("flag")
    flag.addParameterSources("PIECES", [QgsProcessingModelChildParameterSource.fromChildOutput("overlay", "OUTPUT")])
    output = QgsProcessingModelOutput("结果")
    output.setChildId("flag")
    output.setChildOutputName("OUTPUT")
    flag.setModelOutputs({"结果": output})
    model.addChildAlgorithm(flag)
    assert model.toFile(str(tmp_path / "a.model3"))
    loaded = QgsProcessingModelAlgorithm()
    assert loaded.fromFile(str(tmp_path / "a.model3"))
    loaded.initAlgorithm()
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
    context.setProject(QgsProject.instance())
    target = next(d.name() for d in loaded.destinationParameterDefinitions())
    results, good = loaded.run({**inputs(county), target: str(tmp_path / "out.gpkg")}, context, feedback)
    assert good, feedback.textLog()
    assert table(results[target])["kind"].tolist() == ["house"]


def test_in_a_background_task(county, tmp_path):
    """As the toolbox runs it: on a thread of QGIS's own."""
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
    context.setProject(QgsProject.instance())
    done, loop = [], QEventLoop()
    task = QgsProcessingAlgRunnerTask(
        algorithm("overlay_parcels"), {**inputs(county), "OUTPUT": str(tmp_path / "out.gpkg")}, context, feedback
    )
    task.executed.connect(lambda good, results: (done.append((good, results)), loop.quit()))
    QgsApplication.taskManager().addTask(task)
    QTimer.singleShot(60_000, loop.quit)
    loop.exec()
    assert done and done[0][0], feedback.textLog()
    assert len(table(done[0][1]["OUTPUT"])) == 15


# Cancelled.


@pytest.mark.parametrize("percent", [1, 20, 45, 70, 75])
def test_cancelling_leaves_earlier_outputs(tmp_path, percent):
    """The whole city, stopped at different stages: nothing new, nothing half, nothing left behind."""
    out = tmp_path / "pieces.gpkg"
    out.write_bytes(b"what was there")
    feedback = cancelled_at(percent)
    made = run("overlay_parcels", {"PARCELS": layer("DLTB"), "PBF": layer("YJJBNTBHTB"), "OUTPUT": str(out)}, feedback)
    assert feedback.isCanceled() and [p.name for p in tmp_path.iterdir()] == ["pieces.gpkg"]
    assert made == {} and out.read_bytes() == b"what was there"


def test_cancelling_a_batch_from_a_timer(tmp_path):
    """As the user's button does it, from the main thread while the run goes on in the background."""
    context, feedback = QgsProcessingContext(), QgsProcessingFeedback()
    context.setProject(QgsProject.instance())
    done, loop = [], QEventLoop()
    task = QgsProcessingAlgRunnerTask(
        algorithm("run_batch"), {**batch_inputs(), "OUTPUT_FOLDER": str(tmp_path / "out")}, context, feedback
    )
    task.executed.connect(lambda good, results: (done.append(results), loop.quit()))
    QgsApplication.taskManager().addTask(task)
    QTimer.singleShot(700, feedback.cancel)
    QTimer.singleShot(120_000, loop.quit)
    loop.exec()
    assert done and not done[0].get("PACKAGE")
    assert not list(tmp_path.rglob("*.gpkg"))
    QCoreApplication.processEvents()


# Refused, with words that say what to do.


def broken(county, tmp_path, change, crs="EPSG:4527"):
    frame = pyogrio.read_dataframe(county, layer="DLTB")
    changed = change(frame)
    if crs is None:
        changed = gpd.GeoDataFrame(pd.DataFrame(changed.drop(columns="geometry")), geometry=changed.geometry.to_numpy())
    kind = "Polygon" if changed.geom_type.eq("Polygon").all() else "Point"
    pyogrio.write_dataframe(changed, tmp_path / "broken.gpkg", layer="坏图斑", geometry_type=kind)
    return f"{tmp_path / 'broken.gpkg'}|layername=坏图斑"


def paris(frame):
    geometry = [shapely.box(2, 48, 2.1, 48.1)] * len(frame)
    return gpd.GeoDataFrame(frame.drop(columns="geometry"), geometry=geometry, crs="EPSG:4326")


def xian(frame):
    return frame.to_crs(4490).set_crs(4610, allow_override=True)


CASES = {
    "no class": (lambda f: f.drop(columns="DLBM"), "EPSG:4527", ("坏图斑", "DLBM", "地类编码")),
    "no record": (lambda f: f.drop(columns="TBMJ"), "EPSG:4527", ("坏图斑", "TBMJ", "图斑面积")),
    "no system": (lambda f: f, None, ("坏图斑", "coordinate reference system")),
    "points": (lambda f: f.set_geometry(f.centroid), "EPSG:4527", ("坏图斑", "no polygons")),
    "nothing": (lambda f: f.iloc[:0], "EPSG:4527", ("坏图斑", "no features")),
    "text for a number": (lambda f: f.assign(TBMJ="x亩"), "EPSG:4527", ("坏图斑", "TBMJ", "x亩")),
    "elsewhere": (paris, "EPSG:4326", ("outside China",)),
    "old system": (xian, "EPSG:4610", ("坏图斑", "CGCS2000 exactly")),
}


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
@pytest.mark.parametrize("case", CASES)
def test_parcels_that_cannot_be_used(county, tmp_path, case):
    change, crs, words = CASES[case]
    source = broken(county, tmp_path, change, crs)
    with pytest.raises(QgsProcessingException) as error:
        run("overlay_parcels", {"PARCELS": source, "OUTPUT": str(tmp_path / "out.gpkg")})
    for word in words:
        assert word in str(error.value), str(error.value)
    assert "Traceback" not in str(error.value)
    assert not (tmp_path / "out.gpkg").exists()


def test_a_run_that_stopped_holds_nothing(county, tmp_path):
    """QGIS keeps an error for ever: its frames must hold no table and no layer, or Windows never lets go of files."""
    change, crs, _ = CASES["no class"]
    source = broken(county, tmp_path, change, crs)
    with pytest.raises(QgsProcessingException):
        run("overlay_parcels", {"PARCELS": source, "OUTPUT": str(tmp_path / "out.gpkg")})
    gc.collect()
    frames = [kept for kept in gc.get_objects() if isinstance(kept, FrameType)]
    own = [frame for frame in frames if "farmland_redline/processing" in frame.f_code.co_filename]
    assert {(frame.f_code.co_name, *frame.f_locals) for frame in own} <= {("processAlgorithm", "outcome")}


@pytest.mark.filterwarnings("ignore:'crs' was not provided")
@pytest.mark.parametrize("case", ["no class", "no system", "points"])
def test_the_exit_status_tells(county, tmp_path, qgis_process, case):
    change, crs, words = CASES[case]
    source = broken(county, tmp_path, change, crs)
    done = qgis_process("overlay_parcels", {"PARCELS": source, "OUTPUT": str(tmp_path / "out.gpkg")})
    assert done.status != 0
    for word in words:
        assert word in done.log, done.log[-2000:]
    assert "Traceback" not in done.log and not (tmp_path / "out.gpkg").exists()


def test_by_qgis_process(county, tmp_path, qgis_process):
    made = qgis_process("overlay_parcels", {**inputs(county), "OUTPUT": str(tmp_path / "out.gpkg")})
    assert made.status == 0, made.log[-3000:]
    assert made.results["PIECE_COUNT"] == 15 and made.results["WORST_CLOSURE"] == 0
    assert len(table(str(made.results["OUTPUT"]))) == 15


def test_pieces_that_are_none(county, tmp_path):
    with pytest.raises(QgsProcessingException, match=r"DLTB.*Overlay parcels.*piece_id"):
        run("flag_conflicts", {"PIECES": inputs(county)["PARCELS"], "OUTPUT": "memory:"})


def test_a_package_that_is_none(county, tmp_path):
    with pytest.raises(QgsProcessingException, match=r"小 县\.gpkg.*pieces"):
        run("export_county_maps", {"PACKAGE": str(county), "OUTPUT_FOLDER": str(tmp_path / "maps")})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("policy: [", ("policy.yaml",)),
        ("policy: {id: x}\nunits: []\n", ("policy.yaml",)),
        (None, ("holding_target_wan_mu",)),
    ],
)
def test_a_policy_with_mistakes(county, tmp_path, text, words):
    path = tmp_path / "policy.yaml"
    if text is None:
        text = (CITY / "policy.yaml").read_text(encoding="utf-8")
        text = text.replace("holding_target_wan_mu: ", "holding_target_wan_mu: 约", 1)
    path.write_text(text, encoding="utf-8")
    made = run("overlay_parcels", {**inputs(county), "OUTPUT": str(tmp_path / "pieces.gpkg")})
    with pytest.raises(QgsProcessingException) as error:
        run("flag_conflicts", {"PIECES": made["OUTPUT"], "POLICY": str(path), "OUTPUT": str(tmp_path / "out.gpkg")})
    assert all(word in str(error.value) for word in words), str(error.value)
    assert not (tmp_path / "out.gpkg").exists()


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"FIELD_MAPPING": "DLBM"}, ("FIELD_MAPPING", "DLBM")),
        ({"FIELD_MAPPING": "DLBM=nothing"}, ("nothing", "BSM")),
        ({"UNIT_SOURCE": "boundary"}, ("Administrative units",)),
        ({"PARCELS": ""}, ("PARCELS", "nothing was given")),
        ({"PARCELS": NULL}, ("PARCELS", "nothing was given")),  # an empty value in a terminal
    ],
)
def test_parameters_with_mistakes(county, given, words):
    with pytest.raises(QgsProcessingException) as error:
        run("overlay_parcels", {**inputs(county), **given, "OUTPUT": "memory:"})
    assert all(word in str(error.value) for word in words), str(error.value)


def test_a_layer_of_unknown_role(county):
    source = f"{county}|layername=DLTB"
    with pytest.raises(QgsProcessingException, match=r"DLTB.*PARCELS.*DLTB=ROLE"):
        run("overlay_parcels", {**inputs(county), "ZONES": [source], "OUTPUT": "memory:"})
    made = run(
        "overlay_parcels", {**inputs(county), "ZONES": [source], "ZONE_ROLES": "DLTB=forest", "OUTPUT": "memory:"}
    )
    assert all(f["forest"] is not None for f in made["OUTPUT"].getFeatures())


def test_dates_as_text_and_as_dates(county, tmp_path):
    """What scripts and models hold since the first version, and what dialogs give today."""
    pieces = run("overlay_parcels", {**inputs(county), "OUTPUT": str(tmp_path / "pieces.gpkg")})["OUTPUT"]
    days = ["2024-03-01", "2024-03-01T00:00:00", QDate(2024, 3, 1), QDateTime(QDate(2024, 3, 1), QTime(0, 0))]
    for number, day in enumerate(days):
        path = tmp_path / f"{number}.gpkg"
        run("flag_conflicts", {"PIECES": pieces, "DATE": day, "OUTPUT": str(path)})
        rows = pyogrio.read_dataframe(path, layer="provenance", read_geometry=False)
        recorded = rows[rows["name"].isin(["DATE", "reference_date"]) & (rows["section"] != "from run")]
        assert recorded["value"].tolist() == ["2024-03-01"] * 2, rows


def test_a_date_that_is_none(county, tmp_path):
    made = run("overlay_parcels", {**inputs(county), "OUTPUT": str(tmp_path / "pieces.gpkg")})
    with pytest.raises(QgsProcessingException, match="YYYY-MM-DD"):
        run("flag_conflicts", {"PIECES": made["OUTPUT"], "DATE": "31/12/2024", "OUTPUT": "memory:"})
