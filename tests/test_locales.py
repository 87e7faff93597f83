"""One plugin in every language: users read their own, programs read the same everywhere."""

from __future__ import annotations

import io
import json
import os
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import openpyxl
import pypdf
import pyproj
import pytest
from algorithms.test_check_layers import County
from conftest import ROOT
from desktop import settings_file
from openpyxl.workbook.defined_name import DefinedName

from farmland_redline.processing.bridge.paths import DEFAULT_POLICY

pyogrio = pytest.importorskip("pyogrio")
# German has no translation, and writes numbers with commas.
LOCALES = ("zh_CN", "en_US", "de_DE")
# Asked of the real process; all are told by one session, which says the same of these (help_session.py).
ASKED = ("farmland_redline:run_batch",)
CHINESE = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Place:
    """A user's QGIS in one language: the profile, and the system's own locale where it can be made."""

    locale: str
    folder: Path
    encoding: str = "UTF-8"

    def environment(self) -> dict[str, str]:
        name = f"{self.locale}.{self.encoding}"
        known = {**os.environ, "LC_ALL": name, "LANG": name, "PYTHONUTF8": "0"}
        return {**known, "LOCPATH": str(self.folder / "locales"), "QGIS_CUSTOM_CONFIG_PATH": str(self.folder)}

    def run(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return self.call("qgis-process", *arguments, **variables)

    def call(self, script: str, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(ROOT / "scripts" / script), *arguments],
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            cwd="/",
            env={**self.environment(), **variables},
        )


def prepare(locale: str, folder: Path, encoding: str = "UTF-8") -> Place:
    settings = settings_file(folder)
    settings.parent.mkdir(parents=True)
    settings.write_text(
        "[PythonPlugins]\nfarmland_redline=true\nprocessing=true\n"
        f"[locale]\nuserLocale={locale}\nglobalLocale={locale}\noverrideFlag=true\n",
        encoding="utf-8",
    )
    (folder / "locales").mkdir()
    if shutil.which("localedef"):
        target = folder / "locales" / f"{locale}.{encoding}"
        subprocess.run(["localedef", "-i", locale, "-f", encoding, str(target)], capture_output=True, check=False)
    return Place(locale, folder, encoding)


@pytest.fixture(scope="module")
def places(tmp_path_factory) -> dict[str, Place]:
    return {locale: prepare(locale, tmp_path_factory.mktemp(locale)) for locale in LOCALES}


# What is offered.


def listing(place: Place) -> dict[str, object]:
    def ask(script: str, *arguments: str) -> dict[str, object]:
        done = place.call(script, *arguments)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout[done.stdout.index("{") :])

    provider = ask("qgis-process", "--json", "list")["providers"]["farmland_redline"]
    return {
        "name": provider["name"],
        "titles": {key: row["name"] for key, row in provider["algorithms"].items()},
        "asked": {key: ask("qgis-process", "--json", "help", key) for key in ASKED},
        "details": ask("python", str(Path(__file__).with_name("help_session.py"))),
    }


@pytest.fixture(scope="module")
def listings(places) -> dict[str, dict[str, object]]:
    with ThreadPoolExecutor(2) as pool:
        return dict(zip(places, pool.map(listing, places.values())))


def shown(details: dict[str, object]) -> list[str]:
    """All words of an algorithm's help that are for people."""
    words = [details["algorithm_details"]["name"], details["algorithm_details"]["short_description"]]
    words += [parameter["description"] for parameter in details["parameters"].values()]
    return words + [output["description"] for output in details["outputs"].values()]


def said_alike(told: object, asked: object) -> bool:
    """Whether a session's answer is the process's, which has more facts, and leaves out those without a value."""
    if isinstance(told, dict) and isinstance(asked, dict):
        return all(said_alike(value, asked.get(key)) for key, value in told.items())
    return told == asked


def test_the_session_tells_what_the_process_tells(listings):
    for locale, found in listings.items():
        assert sorted(found["details"]) == sorted(found["titles"]), locale
        for key, asked in found["asked"].items():
            told = found["details"][key]
            assert said_alike(told, asked), (locale, key)
            assert all(told[part].keys() == asked[part].keys() for part in ("parameters", "outputs")), (locale, key)


def test_chinese_users_read_chinese_and_all_others_english(listings):
    assert [listings[locale]["name"] for locale in LOCALES] == ["耕地红线", "Farmland Redline", "Farmland Redline"]
    assert listings["zh_CN"]["titles"]["farmland_redline:run_batch"] == "一键处理"
    for key, details in listings["zh_CN"]["details"].items():
        assert all(CHINESE.search(word) or word == "GeoPackage" for word in shown(details)), key
    for key, details in listings["en_US"]["details"].items():
        assert not [word for word in shown(details) if CHINESE.search(word)], key
    assert listings["de_DE"]["titles"] == listings["en_US"]["titles"]
    for key, details in listings["de_DE"]["details"].items():
        assert shown(details) == shown(listings["en_US"]["details"][key]), key


def test_ids_values_and_outputs_are_the_same_in_every_language(listings):
    english = listings["en_US"]
    assert len(english["titles"]) >= 6
    for locale in ("zh_CN", "de_DE"):
        assert sorted(listings[locale]["titles"]) == sorted(english["titles"])
        for key, details in listings[locale]["details"].items():
            other = english["details"][key]
            assert list(details["parameters"]) == list(other["parameters"])
            assert list(details["outputs"]) == list(other["outputs"])
            for name, parameter in details["parameters"].items():
                same = other["parameters"][name]
                for fact in ("type", "default_value", "available_options", "is_advanced", "optional", "is_destination"):
                    assert parameter.get(fact) == same.get(fact), (key, name, fact)
                assert parameter["type"]["id"] == same["type"]["id"]
                choices = parameter.get("available_options") or {}
                assert not [text for text in choices.values() if CHINESE.search(str(text))], (key, name)


# What is made.


@pytest.fixture(scope="module")
def made(places, tmp_path_factory) -> dict[str, Path]:
    """The same run in every locale, with the numbers that users can give."""
    folders, inputs = {}, office_in(tmp_path_factory.mktemp("county") / "调查 数据", "县 图斑.gpkg")
    for locale, place in places.items():
        folder = tmp_path_factory.mktemp("made") / "results"
        given = {**inputs, "OUTPUT_FOLDER": folder, "MAPS": "false", "LANGUAGE": "zh"}
        given |= {"TOLERANCE": "0.0015", "SLIVER_WIDTH": "1.25", "SLIVER_AREA": "9.5", "DEVIATION": "1.5"}
        arguments = [f"{k}={v}" for k, vs in given.items() for v in (vs if isinstance(vs, list) else [vs])]
        command = ["run", "farmland_redline:run_batch", "--", *arguments]
        done = place.run(*command, SOURCE_DATE_EPOCH="1735603200")
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        (folder.parent / "log.txt").write_text(done.stdout, encoding="utf-8")
        folders[locale] = folder
    return folders


def test_results_are_the_same_bytes_in_every_locale(made):
    names = sorted(path.name for path in made["en_US"].iterdir())
    assert {"farmland_redline.gpkg", "summary.xlsx"} <= set(names)
    for locale in ("zh_CN", "de_DE"):
        assert sorted(path.name for path in made[locale].iterdir()) == names
        for name in names:
            assert (made[locale] / name).read_bytes() == (made["en_US"] / name).read_bytes(), (locale, name)


def test_numbers_are_understood_in_every_locale(made):
    for locale, folder in made.items():
        table = pyogrio.read_dataframe(folder / "farmland_redline.gpkg", layer="provenance", read_geometry=False)
        given = dict(zip(table["name"], table["value"]))
        numbers = {name: float(given[name]) for name in ("TOLERANCE", "SLIVER_WIDTH", "SLIVER_AREA", "DEVIATION")}
        assert list(numbers.values()) == [0.0015, 1.25, 9.5, 1.5], locale


def test_layers_and_fields_have_names_of_no_language(made):
    package = made["zh_CN"] / "farmland_redline.gpkg"
    for name in pyogrio.list_layers(package)[:, 0]:
        for word in (name, *pyogrio.read_info(package, layer=name)["fields"]):
            assert re.fullmatch("[A-Za-z][A-Za-z0-9_]*", word), (name, word)


def test_the_log_speaks_the_users_language(made):
    logs = {locale: (folder.parent / "log.txt").read_text(encoding="utf-8") for locale, folder in made.items()}
    assert "面积单位：万亩" in logs["zh_CN"] and "最大闭合差 0.00 平方米" in logs["zh_CN"]
    for locale in ("en_US", "de_DE"):
        assert "Areas in 10,000 mu" in logs[locale] and "worst closure 0.00 m²" in logs[locale]


# What the system's encoding decides.

# A script of a user's own, in a Python that is in no UTF-8 mode; QGIS starts its own Python in that mode.
SCRIPT = """
import json, locale, sys
sys.path.insert(0, sys.argv[2])
from qgis.core import QgsApplication, QgsProcessingFeedback
application = QgsApplication([], False)
application.initQgis()
sys.path.append(QgsApplication.pkgDataPath() + "/python/plugins")
from processing.core.Processing import Processing
Processing.initialize()
import processing
from farmland_redline.processing.provider import FarmlandRedlineProvider
provider = FarmlandRedlineProvider()
QgsApplication.processingRegistry().addProvider(provider)
processing.run("farmland_redline:run_batch", json.loads(sys.argv[1]), feedback=QgsProcessingFeedback(False))
print(sys.flags.utf8_mode, locale.getpreferredencoding(False))
QgsApplication.processingRegistry().removeProvider(provider)
application.exitQgis()
"""


@pytest.fixture(scope="module")
def encodings(tmp_path_factory) -> dict[str, Place]:
    """The same Chinese system with two encodings."""
    made = {code: prepare("zh_CN", tmp_path_factory.mktemp(code), code) for code in ("UTF-8", "GBK")}
    if not (made["GBK"].folder / "locales" / "zh_CN.GBK").is_dir():
        pytest.skip("this system cannot make the locale")
    return made


@pytest.fixture(scope="module")
def plain_place(tmp_path_factory) -> Path:
    """The plugin (`farmland_redline`) and the data of PROJ (`proj`) by paths that any system can spell."""
    place = tmp_path_factory.mktemp("place")
    (place / "proj").symlink_to(pyproj.datadir.get_data_dir(), target_is_directory=True)
    plugin = place / "farmland_redline"
    for name in ("processing", "resources", "ui"):
        shutil.copytree(ROOT / name, plugin / name, ignore=shutil.ignore_patterns("__pycache__", "sample"))
    for name in ("__init__.py", "plugin.py", "metadata.txt"):
        shutil.copy(ROOT / name, plugin / name)
    return place


@pytest.fixture(scope="module")
def office(tmp_path_factory) -> dict[str, object]:
    """The inputs of an office in a folder whose name any system can spell."""
    return office_in(tmp_path_factory.mktemp("in") / "plain data", "county.gpkg")


def office_in(folder: Path, name: str) -> dict[str, object]:
    """The inputs of a small county, with Chinese text in a policy, a form and targets as CSV."""
    folder.mkdir()
    county = County(folder)
    county.write()
    county.path.rename(folder / name)
    form = openpyxl.Workbook()
    form.active["A1"], form.active.title = "耕地保有量", "上报"
    form.defined_names["redline_360222_holding_mu"] = DefinedName("redline_360222_holding_mu", attr_text="'上报'!$B$1")
    form.save(folder / "form.xlsx")
    shutil.copy(DEFAULT_POLICY, folder / "policy.yaml")
    targets = "行政区名称,耕地保护目标（三调）（万亩）\n浮梁县,0.01\n"
    (folder / "targets.csv").write_bytes(targets.encode("gb18030"))
    layers = {"PARCELS": "DLTB", "PBF": "YJJBNTBHTB", "UNITS": "CJDCQ"}
    files = {"OWN_WORKBOOK": "form.xlsx", "POLICY": "policy.yaml", "TARGETS": "targets.csv"}
    return {
        **{role: f"{folder / name}|layername={layer}" for role, layer in layers.items()},
        **{parameter: str(folder / file) for parameter, file in files.items()},
    }


def content_of(folder: Path, names: str) -> dict[str, bytes]:
    """All files, by names decoded as the system does that made them."""
    root = os.fsencode(folder)
    found = {}
    for place, _, files in os.walk(root):
        for file in files:
            path = os.path.join(place, file)  # noqa: PTH118  names as bytes
            with open(path, "rb") as opened:  # noqa: PTH123
                found[os.path.relpath(path, root).decode(names)] = opened.read()
    return found


def test_the_main_job_in_a_gbk_locale_gives_the_same_bytes(encodings, tmp_path):
    """In the real process: maps, letters, tables and page, in folders whose names are Chinese and have blanks."""
    made = {}
    given = office_in(tmp_path / "调查 数据", "县 图斑.gpkg")
    for code, place in encodings.items():
        folder = tmp_path / code / "成果 一"
        (tmp_path / code).mkdir()
        parameters = {**given, "OUTPUT_FOLDER": folder, "LETTERS": "true", "CSV": "true"}
        arguments = [f"{name}={value}" for name, value in parameters.items()]
        command = ["run", "farmland_redline:run_batch", "--", *arguments]
        done = place.run(*command, SOURCE_DATE_EPOCH="1735603200")
        assert done.returncode == 0, done.stdout[-3000:] + done.stderr[-3000:]
        made[code] = content_of(folder, "utf-8")
    assert {"maps/360222_浮梁县.pdf", "csv/冲突清单.csv", "own_workbook.xlsx"} <= set(made["GBK"])
    assert any(name.startswith("letters/") for name in made["GBK"])
    assert made["GBK"].keys() == made["UTF-8"].keys()
    maps = {name for name in made["GBK"] if name.endswith(".pdf")}  # of two processes their objects may be in any order
    assert [name for name, data in made["GBK"].items() if name not in maps and data != made["UTF-8"][name]] == []
    for name in maps:
        # QGIS draws the texts of a map in an order of its own in every process.
        texts = [sorted("".join(page_of(made[code][name]).extract_text().split())) for code in made]
        assert texts[0] == texts[1] and set("浮梁县") <= set(texts[0])


def page_of(data):
    """The first page of a PDF."""
    return pypdf.PdfReader(io.BytesIO(data)).pages[0]


def test_nothing_is_written_in_the_systems_encoding(encodings, office, plain_place, tmp_path):
    """In a Python whose default is GBK; the maps apart, whose Chinese file names Qt and that Python spell otherwise."""
    made = {}
    for code, place in encodings.items():
        folder = tmp_path / code
        parameters = {**office, "OUTPUT_FOLDER": str(folder), "LETTERS": True, "CSV": True, "MAPS": False}
        warned = {"PYTHONWARNDEFAULTENCODING": "1", "PYTHONWARNINGS": "always::EncodingWarning"}
        # The checkout may have a Chinese name, which this Python spells otherwise, too.
        warned |= dict.fromkeys(("PROJ_DATA", "PROJ_LIB"), str(plain_place / "proj"))
        done = subprocess.run(
            [str(ROOT / "scripts" / "python"), "-c", SCRIPT, json.dumps(parameters), str(plain_place)],
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
            env={**place.environment(), **warned, "SOURCE_DATE_EPOCH": "1735603200"},
        )
        assert done.returncode == 0 and f"0 {code}" in done.stdout, done.stdout + done.stderr
        # QGIS's own plugins and libraries open files so; of the plugin none may.
        warnings = [line for line in done.stderr.splitlines() if "EncodingWarning" in line]
        assert [
            line for line in warnings if "plugins/farmland_redline/" in line or str(ROOT / "processing") in line
        ] == []
        made[code] = content_of(folder, code)
    assert "csv/冲突清单.csv" in made["GBK"] and made["GBK"].keys() == made["UTF-8"].keys()
    assert [name for name, data in made["GBK"].items() if data != made["UTF-8"][name]] == []
