"""The zip in a QGIS that never saw the plugin: installed by the plugin manager, run by qgis_process and the desktop.

`make package` runs this for each QGIS, with the zip named in FARMLAND_REDLINE_ZIP; the test suite, which tests the
checkout, does not collect it.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import sqlite3
import subprocess
import unicodedata
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlparse
from urllib.request import url2pathname

import openpyxl
import pytest
from conftest import ROOT, batch_inputs
from desktop import SETTINGS, Session, run_session, screen, settings_file

PACKAGE = Path(os.environ["FARMLAND_REDLINE_ZIP"])
PLUGIN = "farmland_redline"
ALGORITHMS = {p.stem for p in (ROOT / "processing" / "algorithms").glob("[a-z]*.py")}
LAYERS = {"pieces", "conflicts", "candidates", "losses", "abandoned"}
LAYERS |= {"problems", "summary", "zones", "provenance", "layer_styles"}
COUNTIES = {"360202", "360203", "360222", "360281"}
# Where the distribution has no geo stack, the environment's is the one that users of this system have.
OWN_STACK = [str(p.parent) for p in (ROOT / ".venv" / "lib").glob("python3*/site-packages/geopandas")]
GEO_STACK = ("geopandas", "shapely", "pyogrio", "fiona")
# Hides the distribution's packages from an interpreter as if they were not installed.
HIDDEN = f"""\
from importlib.machinery import PathFinder
find = PathFinder.find_spec
PathFinder.find_spec = lambda name, *more: None if name.partition(".")[0] in {GEO_STACK} else find(name, *more)
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder as offices have them, in Chinese and with a space."""
    folder = tmp_path_factory.mktemp("office") / "自然资源局 测试"
    folder.mkdir()
    return folder


@pytest.fixture(scope="module")
def clean(place: Path) -> dict[str, str]:
    """An environment that knows nothing of the checkout, with a home of its own, and the geo stack."""
    home = place / "home"
    home.mkdir()
    ours = ("PYTHON", "QGIS", "FARMLAND", "VIRTUAL_ENV")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(ours)}
    kept |= {"HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "SOURCE_DATE_EPOCH": "1735603200"}
    return {**kept, "PYTHONPATH": os.pathsep.join(OWN_STACK)} if OWN_STACK else kept


@pytest.fixture(scope="module")
def profile(place: Path) -> Path:
    """A new profile: it asks and fetches nothing, speaks Chinese, and knows no plugin."""
    folder = place / "用户 配置"
    settings_file(folder).parent.mkdir(parents=True)
    settings_file(folder).write_text(SETTINGS.format(locale="zh-Hans"), encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def display() -> Iterator[str]:
    with screen() as number:
        yield number


def session(place: Path, profile: Path, environment: dict[str, str], **plan: object) -> Session:
    folder = place / str(plan["step"])
    script = Path(__file__).with_name("zip_session.py")
    plan = {"sessions": str(ROOT / "tests" / "algorithms"), "inputs_group": "输入图层", "provider": "耕地红线", **plan}
    ended = run_session(["qgis"], script, plan, folder, profile, environment)
    assert ended.status == 0, ended.log[-4000:]
    assert "error" not in ended.found, (ended.found["error"], ended.found["boxes"])
    return ended


@pytest.fixture(scope="module")
def installed(place: Path, profile: Path, clean: dict[str, str], display: str) -> Session:
    """QGIS's own plugin manager has installed the zip."""
    plan = {"step": "install", "zip": str(PACKAGE), "inputs": {}}
    return session(place, profile, {**clean, "DISPLAY": display}, **plan)


@pytest.fixture(scope="module")
def folder(installed: Session, profile: Path) -> Path:
    """Where the plugin is then."""
    return profile / "profiles" / "default" / "python" / "plugins" / PLUGIN


@pytest.fixture(scope="module")
def used(installed: Session, folder: Path, place: Path, profile: Path, clean: dict[str, str], display: str) -> Session:
    """QGIS was started again, and the whole batch run once."""
    plan = {
        "inputs": batch_inputs(folder / "resources" / "sample" / "data"),
        "folder": str(place / "结果 桌面"),
        **{name: str(place / f"{name}.png") for name in ("desktop_picture", "manager_picture")},
    }
    return session(place, profile, {**clean, "DISPLAY": display}, step="use", **plan)


def qgis_process(profile: Path, environment: dict[str, str], *arguments: str) -> subprocess.CompletedProcess:
    program = shutil.which("qgis_process.bin") or "qgis_process"
    return subprocess.run(
        [program, "--json", *arguments],
        capture_output=True,
        text=True,
        timeout=600,
        check=False,
        cwd="/",
        env={**environment, "QGIS_CUSTOM_CONFIG_PATH": str(profile)},
    )


def answer(done: subprocess.CompletedProcess) -> dict[str, object]:
    assert done.returncode == 0, (done.stdout + done.stderr)[-4000:]
    return json.loads(done.stdout[done.stdout.index("{") :])


def run_batch(profile: Path, environment: dict[str, str], data: Path, results: Path) -> subprocess.CompletedProcess:
    given = {**batch_inputs(data), "OUTPUT_FOLDER": str(results)}
    pairs = [f"{key}={value}" for key, v in given.items() for value in (v if isinstance(v, list) else [v])]
    return qgis_process(profile, environment, "run", f"{PLUGIN}:run_batch", "--", *pairs)


@pytest.fixture(scope="module")
def results(folder: Path, place: Path, profile: Path, clean: dict[str, str]) -> tuple[Path, dict[str, object]]:
    """The whole batch by qgis_process."""
    target = place / "结果 命令行"
    return target, answer(run_batch(profile, clean, folder / "resources" / "sample" / "data", target))["results"]


def told_errors(ended: Session) -> list[str]:
    """What QGIS or Python tell of faults: in boxes; of the plugin in the log, above the map, on the console.

    Of Python's warnings the line counts that says where it was raised, not by whom a library was loaded that raised it.
    """
    log = [line for line in ended.found["messages"]["log"] if not line.startswith("Python警告") or "WARNING" in line]
    lines = [*log, *ended.found["messages"]["bar"], *ended.log.splitlines()]
    told = [line for line in lines if "Traceback" in line or (PLUGIN in line and " INFO " not in line)]
    return [*ended.found["boxes"], *told]


def test_the_plugin_manager_installs_and_enables_it(installed, folder):
    plugin = installed.found["plugin"]
    assert plugin["enabled"] and plugin["plugin"] and plugin["place"] == str(folder)
    assert {name.partition(":")[2] for name in plugin["algorithms"]} == ALGORITHMS
    assert told_errors(installed) == []


def test_what_is_installed_is_the_zip(installed, folder):
    """Every file, and besides them only what Python and SQLite leave."""
    with zipfile.ZipFile(PACKAGE) as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    for name, content in packed.items():
        assert (folder.parent / name).read_bytes() == content, name
    more = {p.relative_to(folder.parent).as_posix() for p in folder.rglob("*") if p.is_file()} - set(packed)
    assert all("__pycache__" in name or name.endswith(("-wal", "-shm")) for name in more), more


def test_the_plugin_manager_speaks_of_it_in_chinese(used):
    known = used.found["plugin"]["manager"]
    assert known["error"] == "" and Path(known["icon"]).is_file()
    assert known["changelog"].startswith(f"{known['version_installed']} (")
    assert PACKAGE.name == f"{PLUGIN}.{known['version_installed']}.zip"
    if used.found["qgis"] >= 33400:  # before, only in the system's language
        assert known["name"] == "耕地红线" and "三调" in known["about"]


def test_qgis_process_lists_it(installed, profile, clean):
    provider = answer(qgis_process(profile, clean, "list"))["providers"][PLUGIN]
    assert provider["name"] == "耕地红线" and provider["is_active"]
    assert set(provider["algorithms"]) == {f"{PLUGIN}:{name}" for name in ALGORITHMS}


def test_qgis_process_runs_the_batch(results):
    folder, outputs = results
    assert {"farmland_redline.gpkg", "summary.xlsx", "technical.xlsx", "report.html", "maps"} == {
        p.name for p in folder.iterdir()
    }
    check_results(folder)
    with sqlite3.connect(folder / "farmland_redline.gpkg") as package:
        counted = {layer: package.execute(f"SELECT count(*) FROM {layer}").fetchone()[0] for layer in LAYERS}  # noqa: S608
    assert counted["pieces"] == outputs["PIECE_COUNT"] and counted["conflicts"] == outputs["CONFLICT_COUNT"]
    assert counted["candidates"] == outputs["CANDIDATE_COUNT"]


def check_results(folder: Path) -> None:
    """GeoPackage, workbook, page and maps of the sample city hold what they should."""
    with sqlite3.connect(folder / "farmland_redline.gpkg") as package:
        assert package.execute("PRAGMA integrity_check").fetchone() == ("ok",)
        # Measures add theirs, which tests/algorithms/test_run_batch.py names.
        assert {row[0] for row in package.execute("SELECT table_name FROM gpkg_contents")} >= LAYERS
        package.execute("ATTACH ? AS city", (str(ROOT / "resources" / "sample" / "data" / "city.gpkg"),))
        # Every parcel of the survey, with its area of record to the last hundredth.
        wrong = """
            SELECT BSM FROM (SELECT BSM, sum(round(area_m2 * 100)) AS area FROM pieces GROUP BY BSM)
            LEFT JOIN (SELECT BSM AS parcel, round(TBMJ * 100) AS record FROM city.DLTB) ON BSM = parcel
            WHERE area IS NOT record
        """
        assert package.execute(wrong).fetchall() == []
        (parcels,) = package.execute("SELECT count(*) FROM city.DLTB").fetchone()
        assert package.execute("SELECT count(DISTINCT BSM) FROM pieces").fetchone() == (parcels,)
        units = dict(package.execute("SELECT code, name FROM summary WHERE level = 'county'"))
        assert set(units) == COUNTIES
    book = openpyxl.load_workbook(folder / "summary.xlsx", read_only=True)
    cells = {str(cell) for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row if cell}
    assert len(book.sheetnames) >= 4 and set(units.values()) <= cells
    page = (folder / "report.html").read_text(encoding="utf-8")
    assert all(name in page for name in units.values())
    page = (folder / "report.html").read_text(encoding="utf-8")
    # Nothing is fetched: the page forbids it, and says no address. The library of the map names its home, unseen.
    assert all(name in page for name in units.values()) and "default-src 'none'" in page
    assert not re.search(r"""(src|href)=["']?https?:""", re.sub(r"<script>.*?</script>", "", page, flags=re.DOTALL))
    maps = {path.name[:6]: path for path in (folder / "maps").glob("*.pdf")}
    assert set(maps) == COUNTIES
    for code, path in maps.items():
        text = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, text=True, check=True).stdout
        # Fonts' own codes for some characters (⽥ for 田) are made the usual ones.
        assert units[code] in unicodedata.normalize("NFKC", text), path.name


def test_the_desktop_loads_it_without_a_fault(used, folder):
    plugin = used.found["plugin"]
    assert plugin["plugin"] and plugin["place"] == str(folder) and plugin["provider"] == "耕地红线"
    assert {name.partition(":")[2] for name in plugin["algorithms"]} == ALGORITHMS
    assert told_errors(used) == []


def test_help_opens_the_installed_pages(used, folder):
    for name in ALGORITHMS:
        page = Path(url2pathname(urlparse(used.found["plugin"]["help"][f"{PLUGIN}:{name}"]).path))
        assert page == folder / "resources" / "help" / "zh" / "reference" / f"{name}.html"
        assert "<html" in page.read_text(encoding="utf-8")


def test_the_desktop_runs_the_batch_and_shows_the_layers(used, place):
    assert used.found["successful"] and used.found["loaded"], used.found["log"]
    shown = {layer["name"]: layer for layer in used.found["tree"] if layer["group"].startswith("耕地红线")}
    assert {"占用冲突", "恢复潜力地块", "叠加碎块", "汇总"} <= set(shown)
    outputs = used.found["results"]
    counts = {"占用冲突": "CONFLICT_COUNT", "恢复潜力地块": "CANDIDATE_COUNT", "叠加碎块": "PIECE_COUNT"}
    for name, output in counts.items():
        assert shown[name]["valid"] and shown[name]["features"] == outputs[output] > 0
        assert shown[name]["renderer"] == "categorizedSymbol"
    check_results(place / "结果 桌面")


def test_both_ways_give_the_same(used, results, place):
    """But for the provenance, which names layers of a project here, and of files there."""
    tables = []
    for folder in (place / "结果 桌面", results[0]):
        with sqlite3.connect(folder / "farmland_redline.gpkg") as package:
            tables.append({name: package.execute(f"SELECT * FROM {name}").fetchall() for name in LAYERS})  # noqa: S608
    for name in LAYERS - {"provenance"}:
        assert tables[0][name] == tables[1][name], name


def test_the_installed_plugin_gives_what_the_checkout_gives(results, batch):
    """Nothing that matters was left out of the zip: the same bytes as the checkout makes on this QGIS."""
    assert (results[0] / "farmland_redline.gpkg").read_bytes() == (batch / "farmland_redline.gpkg").read_bytes()


@pytest.fixture(scope="module")
def walked(used: Session, place: Path, profile: Path, clean: dict[str, str], display: str) -> Session:
    """The short way of the tutorial, in a third session."""
    return session(place, profile, {**clean, "DISPLAY": display}, step="walk", inputs={})


def table_of_tutorial() -> list[list[str]]:
    """The table of figures in the Chinese tutorial that the log ends with: each unit's cells."""
    text = (ROOT / "docs" / "zh" / "tutorial.md").read_text(encoding="utf-8")
    _, _, rows = text[text.index("| 行政区名称 | 耕地保有量 |") :].split("\n\n")[0].partition("| --- |")
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows.splitlines()[1:]]


def test_the_short_way_of_the_tutorial(walked):
    """By the menu and a click from the sample to the answer; the figures are those that the tutorial prints."""
    found = walked.found
    logged = [line.split() for line in found["log"].splitlines()]
    table = table_of_tutorial()
    assert len(table) == len(COUNTIES) + 1
    assert [row for row in table if row not in [words[: len(row)] for words in logged]] == []
    assert found["buttons"] == ["打开网页", "打开工作簿", "地图", "文件夹"]
    shown = {layer["name"] for layer in found["tree"] if layer["group"].startswith("耕地红线") and layer["valid"]}
    assert {"占用冲突", "恢复潜力地块", "叠加碎块", "汇总"} <= shown
    assert told_errors(walked) == []


def test_the_panels_of_the_tutorial(walked):
    """Dashboard, review, list of runs and policy editor, as the tutorial opens them."""
    found = walked.found
    assert "面积单位为亩" in found["dashboard"]
    assert [verdict for _, verdict in found["decisions"]] == ["confirmed"]
    assert len(found["runs"]) == 1 and found["policy"] > 0


@pytest.fixture(scope="module")
def without_stack(clean: dict[str, str], place: Path) -> dict[str, str]:
    """The environment of a machine on which nobody installed the geo stack."""
    environment = {name: value for name, value in clean.items() if name != "PYTHONPATH"}
    if not OWN_STACK:
        (place / "without").mkdir()
        (place / "without" / "sitecustomize.py").write_text(HIDDEN, encoding="utf-8")
        environment["PYTHONPATH"] = str(place / "without")
    look = f"from importlib.util import find_spec\nprint([find_spec(name) for name in {GEO_STACK[:2]}])"
    seen = subprocess.run(["/usr/bin/python3", "-c", look], capture_output=True, text=True, check=True, env=environment)
    assert seen.stdout.strip() == "[None, None]"
    return environment


def test_without_the_geo_stack_it_loads_and_says_what_is_missing(folder, profile, place, without_stack):
    listed = answer(qgis_process(profile, without_stack, "list"))["providers"][PLUGIN]
    assert set(listed["algorithms"]) == {f"{PLUGIN}:{name}" for name in ALGORITHMS}
    target = place / "never"
    done = run_batch(profile, without_stack, folder / "resources" / "sample" / "data", target)
    told = done.stdout + done.stderr
    assert done.returncode != 0 and not target.exists()
    assert "geopandas" in told and "shapely" in told and "apt" in told and "Traceback" not in told


@pytest.fixture(scope="module", autouse=True)
def pictures(place: Path) -> Iterator[None]:
    """Leave the pictures in FARMLAND_REDLINE_PICTURES, if that names a folder."""
    yield
    target = os.environ.get("FARMLAND_REDLINE_PICTURES")
    for picture in place.glob("*.png") if target else ():
        shutil.copy(picture, target)
