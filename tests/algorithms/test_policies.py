"""An office's own policy: targets taken over from a spreadsheet, and what differs, through the real qgis_process."""

import html
import re

import geopandas
import openpyxl
import shapely
import yaml
from conftest import CITY

from farmland_redline.processing.bridge.paths import DEFAULT_POLICY


def annex(path, rows, unit="亩"):
    """An annex as offices type it: a title over all, headers of two rows with merged cells, a total, a note."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["2025年耕地保护目标和恢复任务"])
    sheet.merge_cells("A1:D1")
    sheet.append([None, None, None, f"单位：{unit}"])
    sheet.append(["行政区名称", "耕地保护目标", "恢复任务", None])
    sheet.append([None, None, "2024年", "2025年"])
    for area in ("A3:A4", "B3:B4", "C3:D3"):
        sheet.merge_cells(area)
    for row in rows:
        sheet.append(row)
    sheet.append(["合计", *(sum(row[i] for row in rows if row[0] != "抚州市") for i in (1, 2, 3))])
    sheet.append(["注：以上级调整确定为准。"])
    book.save(path)
    return str(path)


def units_of(path):
    return {unit["name"]: unit for unit in yaml.safe_load(path.read_text(encoding="utf-8"))["units"]}


def test_targets_of_a_spreadsheet_become_a_policy(qgis_process, tmp_path):
    """Names as notices write them; areas in mu; everything else stays, comments too."""
    given = annex(tmp_path / "附件.xlsx", [["浮梁", 300000, 2521, 3000], ["景德镇市 乐平市", 800000, 6333, 7000]])
    output = tmp_path / "本市 政策.yaml"
    done = qgis_process("import_targets", {"TARGETS": given, "OUTPUT": str(output)})
    assert done.status == 0, done.log
    units, before = units_of(output), units_of(DEFAULT_POLICY)
    assert units["浮梁县"]["holding_target_wan_mu"] == 30
    assert units["乐平市"]["holding_target_wan_mu"] == 80
    assert units["乐平市"]["tasks_wan_mu"] == {2023: 0.6333, 2024: 0.6333, 2025: 0.7}
    assert units["乐平市"]["source"] == "附件.xlsx" and units["乐平市"]["pbf_target_wan_mu"] == 73.5215
    assert {name: units[name] for name in ("景德镇市", "珠山区", "昌江区")} == {
        name: before[name] for name in ("景德镇市", "珠山区", "昌江区")
    }
    assert done.results["UNIT_COUNT"] == 2
    # Of each unit the target, the task of 2025 and the source; 2521 and 6333 mu are what stood there.
    assert done.results["DIFFERENCE_COUNT"] == 6
    old, new = (path.read_text(encoding="utf-8").split("\n") for path in (DEFAULT_POLICY, output))
    assert len(old) == len(new) and sum(a != b for a, b in zip(old, new)) == 4  # tasks and source share a line

    page = tmp_path / "differences.html"
    own = tmp_path / "own <b>.yaml"
    own.write_text(output.read_text(encoding="utf-8").replace("name: 浮梁县", 'name: "<script>x</script>"'), "utf-8")
    done = qgis_process("compare_policies", {"POLICY": str(own), "OUTPUT": str(page)})
    assert done.status == 0, done.log
    assert done.results["DIFFERENCE_COUNT"] == 7
    text = page.read_text(encoding="utf-8")
    assert "<script" not in text and "own <b>" not in text and "<script>x</script>" in html.unescape(text)
    cells = [re.sub("<.*?>", "", cell) for cell in re.findall("<td.*?</td>", text)]
    assert ["360281 乐平市", "Cultivated-land target (10,000 mu)", "80.4127", "80"] in [
        cells[i + 1 : i + 5] for i in range(0, len(cells), 5)
    ]


def test_another_city_by_the_names_of_its_units(qgis_session, tmp_path):
    box = shapely.box(39460000, 3090000, 39461000, 3091000)
    frame = geopandas.GeoDataFrame(
        {"XZQDM": ["361000", "361002", "361002100"], "XZQMC": ["抚州市", "临川区", "上顿渡镇"]},
        geometry=[box, box, box],
        crs=4527,
    )
    frame.to_file(tmp_path / "units.gpkg", layer="XZQ")
    given = annex(tmp_path / "抚州.xlsx", [["抚州市", 5500, 50, 60], ["临川区", 5400, 40, 50]], "公顷")
    output = tmp_path / "fuzhou.yaml"
    parameters = {
        "TARGETS": given,
        "UNITS": [f"{tmp_path / 'units.gpkg'}|layername=XZQ"],
        "ONLY_NAMED": True,
        "NOTICE_TITLE": "抚州市耕地保护: 任务 #1",
        "OUTPUT": str(output),
    }
    done = qgis_session("import_targets", parameters)
    assert done.status == 0, done.log
    root = yaml.safe_load(output.read_text(encoding="utf-8"))
    assert root["policy"]["title"] == "抚州市耕地保护: 任务 #1" and "title_en" not in root["policy"]
    found = [(u["code"], u["name"], u.get("parent"), u["holding_target_wan_mu"]) for u in root["units"]]
    assert found == [("361000", "抚州市", None, 8.25), ("361002", "临川区", "361000", 8.1)]  # 15 mu a hectare
    assert root["units"][1]["tasks_wan_mu"] == {2024: 0.06, 2025: 0.075}
    # Without the layer of units nobody knows these codes, and nothing is written.
    del parameters["UNITS"]
    before = output.read_bytes()
    done = qgis_session("import_targets", parameters)
    assert done.status != 0 and "抚州市" in done.log and output.read_bytes() == before


def test_a_policy_with_mistakes_is_not_compared(qgis_session, tmp_path):
    own = tmp_path / "own.yaml"
    text = (CITY / "policy.yaml").read_text(encoding="utf-8")
    own.write_text(text.replace("severity: 3", "severity: 9", 1).replace("name: 珠山区", "name: ", 1), encoding="utf-8")
    done = qgis_session("compare_policies", {"POLICY": str(own), "OUTPUT": str(tmp_path / "d.html")})
    assert done.status != 0 and not (tmp_path / "d.html").exists()
    assert "`severity` is 9" in done.log and "360203" in done.log
