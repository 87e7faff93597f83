"""The main job where libraries are missing, as in QGIS's installers for Windows, through the real qgis_process."""

from __future__ import annotations

import csv
import re
import zipfile
from collections import Counter
from pathlib import Path

import docx
import openpyxl
import pyogrio
import pypdf
from conftest import batch_inputs
from desktop import settings_file

from algorithms.test_check_layers import County

# What no installer brings, what older ones lack, and what openpyxl itself can do without.
NOT_IN_WINDOWS = ("xlsxwriter", "docx", "distributed", "dask", "pyarrow", "fiona", "lxml")
FOUND = ("pieces", "conflicts", "candidates", "losses", "abandoned", "summary", "problems", "zones")


def hide(folder: Path, names: tuple[str, ...]) -> dict[str, str]:
    """The environment of a process in which Python finds none of these libraries, and QGIS speaks Chinese."""
    hooks, profile = folder / "hooks", folder / "用户 配置"
    hooks.mkdir()
    # Python takes a module that is None there for one that is missing.
    text = f"import sys\nsys.modules.update(dict.fromkeys({names!r}))\n"
    (hooks / "sitecustomize.py").write_text(text, encoding="utf-8")
    settings = settings_file(profile)
    settings.parent.mkdir(parents=True)
    settings.write_text(
        "[PythonPlugins]\nfarmland_redline=true\nprocessing=true\n"
        "[locale]\nuserLocale=zh_CN\nglobalLocale=zh_CN\noverrideFlag=true\n",
        encoding="utf-8",
    )
    return {"PYTHONPATH": str(hooks), "QGIS_CUSTOM_CONFIG_PATH": str(profile)}


def only_from_wheels(folder: Path, name: str) -> dict[str, str]:
    """The environment of a process that has a library by its wheel in the profile alone; QGIS speaks Chinese."""
    environment = hide(folder, ())
    text = (
        "import sys\nfrom importlib.machinery import PathFinder\n"
        "class Hidden:\n"
        "    def find_spec(self, name, path=None, target=None):\n"
        f"        if name == {name!r}:\n"
        "            found = PathFinder.find_spec(name, [place for place in sys.path if 'unpacked' in place])\n"
        "            if found is None:\n"
        "                raise ModuleNotFoundError(name)\n"
        "            return found\n"
        "sys.meta_path.insert(0, Hidden())\n"
    )
    (folder / "hooks" / "sitecustomize.py").write_text(text, encoding="utf-8")
    return environment


def told_before_the_work(log: str, *words: str) -> bool:
    """Whether one warning says all of it before any progress is shown."""
    before = log[: log.index("0...10")]
    return any(all(word in line for word in words) for line in before.splitlines() if line.startswith("WARNING"))


def values(package: Path, layer: str):
    return pyogrio.read_dataframe(package, layer=layer, read_geometry=False, use_arrow=False)


def test_the_main_job_with_openpyxl_alone(batch, tmp_path, qgis_process):
    """With its defaults and letters: to its end, with the figures of a run that lacks nothing."""
    folder = tmp_path / "成果 一"
    given = {**batch_inputs(), "OUTPUT_FOLDER": str(folder), "LETTERS": "true"}
    done = qgis_process("run_batch", given, **hide(tmp_path, NOT_IN_WINDOWS))
    assert done.status == 0, done.log[-3000:]
    assert told_before_the_work(done.log, "缺少 Python 库", "python-docx, lxml", "函件", "用户 配置")
    names = {path.name for path in folder.iterdir()}
    assert {path.name for path in batch.iterdir()} <= names

    for layer in FOUND:
        kept, made = (values(place / "farmland_redline.gpkg", layer) for place in (batch, folder))
        if layer == "problems":  # their words are those of the report's language, in both runs
            assert kept["message"].tolist() == made["message"].tolist()
        assert kept.equals(made), layer
    for name in ("summary.xlsx", "technical.xlsx"):
        kept, made = (openpyxl.load_workbook(place / name) for place in (batch, folder))
        assert kept.sheetnames == made.sheetnames
        for sheet in kept.sheetnames:
            if sheet != "成果溯源":
                assert list(kept[sheet].values) == list(made[sheet].values), sheet
                assert len(kept[sheet]._charts) == len(made[sheet]._charts), sheet
    rows = list(openpyxl.load_workbook(folder / "technical.xlsx")["成果溯源"].values)
    assert ("缺少的库", "县级函件", "python-docx, lxml") in [row[:3] for row in rows]
    assert "summary.xlsx" in (folder / "report.html").read_text(encoding="utf-8")
    letters = sorted((folder / "letters").iterdir())
    assert [path.name[:6] for path in letters] == ["360202", "360203", "360222", "360281"]
    for path in letters:
        said = path.read_text(encoding="utf-8")
        assert path.suffix == ".html" and "耕地保护目标核查结果的函" in said and "{{" not in said and "<img" in said
    for path in (batch / "maps").iterdir():
        pages = [pypdf.PdfReader(place / "maps" / path.name).pages for place in (batch, folder)]
        # QGIS draws the texts of a map in an order of its own in every process.
        letters = [[Counter("".join(page.extract_text().split())) for page in each] for each in pages]
        assert letters[0] == letters[1]


def test_without_openpyxl_the_tables_are_csv(tmp_path, qgis_process):
    county = County(tmp_path)
    county.write()
    folder, form = tmp_path / "成果 二", tmp_path / "上报 表.xlsx"
    openpyxl.Workbook().save(form)
    given = {
        "PARCELS": county.source("DLTB"), "PBF": county.source("YJJBNTBHTB"), "UNITS": county.source("CJDCQ"),
        "OUTPUT_FOLDER": str(folder), "MAPS": "false", "OWN_WORKBOOK": str(form),
    }  # fmt: skip
    environment = hide(tmp_path, ("openpyxl", *NOT_IN_WINDOWS))
    done = qgis_process("run_batch", given, **environment)
    assert done.status == 0, done.log[-3000:]
    assert told_before_the_work(done.log, "openpyxl", "不生成工作簿", "CSV", "不填写您自己的工作簿", "wheels")
    assert {path.name for path in folder.iterdir()} == {"farmland_redline.gpkg", "report.html", "csv"}
    assert "WORKBOOK" not in done.results and "PAGE" in done.results
    tables = {path.stem: list(csv.reader(path.open(encoding="utf-8-sig", newline=""))) for path in folder.glob("csv/*")}
    conflicts = values(folder / "farmland_redline.gpkg", "conflicts")
    assert len(tables) > 10 and len(tables["冲突清单"]) == 1 + len(conflicts) + 1  # headings, rows, their total
    assert ["缺少的库", "工作簿", "openpyxl"] in tables["成果溯源"]
    kept = values(folder / "farmland_redline.gpkg", "provenance")
    missing = kept[kept["section"] == "missing"]
    assert list(zip(missing["name"], missing["value"])) == [("workbook", "openpyxl"), ("own_workbook", "openpyxl")]

    # Targets in a workbook cannot be read: that is said before the overlay, with the remedy, and nothing is touched.
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    done = qgis_process("run_batch", {**given, "TARGETS": str(form)}, **environment)
    assert done.status != 0 and "10..." not in done.log
    assert "不能从 Excel 工作簿读取目标；请把工作表另存为 CSV" in done.log
    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_a_workbook_that_cannot_be_written_becomes_csv_beside_it(batch, tmp_path, qgis_process):
    package = batch / "farmland_redline.gpkg"
    given = {
        "PIECES": f"{package}|layername=pieces", "CONFLICTS": f"{package}|layername=conflicts",
        "POLICY": batch_inputs()["POLICY"], "OUTPUT": str(tmp_path / "汇总.gpkg"),
        "WORKBOOK": str(tmp_path / "汇总 表.xlsx"),
    }  # fmt: skip
    done = qgis_process("summarise_by_unit", given, **hide(tmp_path, ("openpyxl",)))
    assert done.status == 0, done.log[-3000:]
    assert told_before_the_work(done.log, "openpyxl", "CSV") and "WORKBOOK" not in done.results
    assert not (tmp_path / "汇总 表.xlsx").exists()
    with (tmp_path / "汇总 表" / "附件2_目标对照.csv").open(encoding="utf-8-sig") as file:
        assert [row[0] for row in csv.reader(file)][1:3] == ["景德镇市", "珠山区"]


def test_a_wheel_in_the_profile_is_enough(tmp_path, qgis_process):
    """The user does what the message says: puts python-docx as a file into the folder, and runs again."""
    county = County(tmp_path)
    county.write()
    given = {
        "PARCELS": county.source("DLTB"), "PBF": county.source("YJJBNTBHTB"), "UNITS": county.source("CJDCQ"),
        "OUTPUT_FOLDER": str(tmp_path / "成果"), "MAPS": "false", "REPORTS": "false", "LETTERS": "true",
    }  # fmt: skip
    environment = only_from_wheels(tmp_path, "docx")
    done = qgis_process("run_batch", given, **environment)
    assert done.status == 0, done.log[-3000:]
    folder = Path(re.search(r"放入文件夹 (.*) 后重新运行", done.log)[1])
    assert told_before_the_work(done.log, "python-docx", str(folder)) and folder.is_dir()
    package = Path(docx.__file__).parent
    with zipfile.ZipFile(folder / "python_docx-1.1.2-py3-none-any.whl", "w") as wheel:
        for path in sorted(package.rglob("*")):
            wheel.write(path, path.relative_to(package.parent))
    done = qgis_process("run_batch", given, **environment)
    assert done.status == 0 and "python-docx" not in done.log, done.log[-3000:]
    [letter] = (tmp_path / "成果" / "letters").glob("*.docx")
    assert "浮梁县" in "".join(paragraph.text for paragraph in docx.Document(str(letter)).paragraphs)
