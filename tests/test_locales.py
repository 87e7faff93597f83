"""One plugin in every language: users read their own, programs read the same everywhere."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import pytest
from conftest import ROOT, batch_inputs
from desktop import settings_file

pyogrio = pytest.importorskip("pyogrio")
# German has no translation, and writes numbers with commas.
LOCALES = ("zh_CN", "en_US", "de_DE")
CHINESE = re.compile("[\u4e00-\u9fff]")


@dataclass(frozen=True)
class Place:
    """A user's QGIS in one language: the profile, and the system's own locale where it can be made."""

    locale: str
    folder: Path

    def environment(self) -> dict[str, str]:
        known = {**os.environ, "LC_ALL": f"{self.locale}.UTF-8", "LANG": f"{self.locale}.UTF-8"}
        return {**known, "LOCPATH": str(self.folder / "locales"), "QGIS_CUSTOM_CONFIG_PATH": str(self.folder)}

    def run(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(ROOT / "scripts" / "qgis-process"), *arguments],
            capture_output=True,
            text=True,
            check=False,
            cwd="/",
            env={**self.environment(), **variables},
        )


def prepare(locale: str, folder: Path) -> Place:
    settings = settings_file(folder)
    settings.parent.mkdir(parents=True)
    settings.write_text(
        "[PythonPlugins]\nfarmland_redline=true\nprocessing=true\n"
        f"[locale]\nuserLocale={locale}\nglobalLocale={locale}\noverrideFlag=true\n",
        encoding="utf-8",
    )
    (folder / "locales").mkdir()
    if shutil.which("localedef"):
        target = folder / "locales" / f"{locale}.UTF-8"
        subprocess.run(["localedef", "-i", locale, "-f", "UTF-8", str(target)], capture_output=True, check=False)
    return Place(locale, folder)


@pytest.fixture(scope="module")
def places(tmp_path_factory) -> dict[str, Place]:
    return {locale: prepare(locale, tmp_path_factory.mktemp(locale)) for locale in LOCALES}


# What is offered.


def listing(place: Place) -> dict[str, object]:
    def ask(*arguments: str) -> dict[str, object]:
        done = place.run("--json", *arguments)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout[done.stdout.index("{") :])

    provider = ask("list")["providers"]["farmland_redline"]
    return {
        "name": provider["name"],
        "titles": {key: row["name"] for key, row in provider["algorithms"].items()},
        "details": {key: ask("help", key) for key in provider["algorithms"]},
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


def test_chinese_users_read_chinese_and_all_others_english(listings):
    assert [listings[locale]["name"] for locale in LOCALES] == ["耕地红线", "Farmland Redline", "Farmland Redline"]
    assert listings["zh_CN"]["titles"]["farmland_redline:run_batch"] == "一键处理"
    for key, details in listings["zh_CN"]["details"].items():
        assert all(CHINESE.search(word) or word == "GeoPackage" for word in shown(details)), key
        for locale in ("en_US", "de_DE"):
            words = shown(listings[locale]["details"][key])
            assert not [word for word in words if CHINESE.search(word)], (key, locale)
        assert shown(listings["de_DE"]["details"][key]) == shown(listings["en_US"]["details"][key])


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
    folders = {}
    for locale, place in places.items():
        folder = tmp_path_factory.mktemp("made") / "results"
        given = {**batch_inputs(), "OUTPUT_FOLDER": folder, "MAPS": "false", "LANGUAGE": "zh"}
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
