"""The page against the model and the workbook, and what a page from strange data must never do."""

import base64
import hashlib
import re
import shutil
import sys
from decimal import ROUND_HALF_UP, Decimal

import openpyxl
import pandas as pd
import pytest

from farmland_redline.processing.bridge.dependencies import FeatureError
from farmland_redline.processing.reports.page import writer as page_module
from farmland_redline.processing.reports.page.writer import TemplateError, write_page
from farmland_redline.processing.reports.workbook.writer import write_workbook

from .conftest import UNITS, candidates_frame, conflict, make_model, policy_unit, problems_frame, summary_frame
from .page_reading import cards_of, read_page, table_of

EVIL = "<script>alert(\"1\")</script> & 'x'"
LIMIT = 200  # of each county: list_rows of resources/page/page.yaml


def written(model, tr, folder, language="zh", **more):
    return write_page(model, folder / "report.html", tr, language, "summary.xlsx", "results.gpkg", **more)


@pytest.fixture
def path(model, tr, tmp_path):
    return written(model, tr, tmp_path)


@pytest.fixture
def page(path):
    return read_page(path)


@pytest.fixture
def book(model, tr, tmp_path):
    return openpyxl.load_workbook(write_workbook(model, tmp_path / "summary.xlsx", tr))


def printed(cell):
    """A workbook's cell as a spreadsheet shows it."""
    if cell.value is None:
        return ""
    if cell.is_date:
        return f"{cell.value:%Y-%m-%d %H:%M}"
    if isinstance(cell.value, str):  # a word may stand for a figure
        return cell.value
    decimals = {"#,##0.0000": 4, "#,##0.00": 2, "0.00": 2, "#,##0": 0}.get(cell.number_format)
    if decimals is None:
        return str(cell.value)
    return f"{half_up(cell.value, decimals):,f}"


def half_up(value, decimals):
    """As spreadsheets round: halves up, of 15 digits."""
    return Decimal(f"{value:.15g}").quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP) + 0


def rows_of(sheet):
    """Headings and rows of a sheet as it shows them, with the number format of each column."""
    head = int(sheet.print_title_rows.replace("$", "").split(":")[1])
    last = int(sheet.auto_filter.ref.split(":")[1].strip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"))
    rows = [[printed(cell) for cell in row] for row in sheet.iter_rows(min_row=head + 1)]
    # The sum stays below what is filtered, the notes of an annex below its rows.
    keep = last - head + (sheet.title not in {"附件2 目标对照", "附件3 缺口恢复"})
    rows = rows[:keep]
    formats = [cell.number_format for cell in sheet[head + 1]]
    return [cell.value for cell in sheet[head]], rows, formats


@pytest.mark.parametrize(
    ("key", "sheet"),
    [
        ("targets", "附件2 目标对照"),
        ("gaps", "附件3 缺口恢复"),
        ("differences", "市县差异"),
        ("conflict_uses", "占用冲突类别"),
        ("conflict_kinds", "占用冲突分类"),
        ("unit_potential", "潜力与缺口对照"),
        ("candidate_tiers", "恢复潜力分级"),
        ("problem_kinds", "数据问题分类"),
        ("inputs", "输入数据"),
        ("provenance", "成果溯源"),
    ],
)
def test_tables_are_those_of_the_workbook(page, book, key, sheet):
    heads, rows = table_of(page, key)
    others, other_rows, _ = rows_of(book[sheet])
    if key in {"targets", "gaps"}:  # the official form; mu stands on the cards
        assert len(heads) < len(others)
        others, *other_rows = (row[: len(heads)] for row in (others, *other_rows))
    assert heads == others
    assert rows == other_rows and len(rows) > 1


@pytest.mark.parametrize(
    ("keys", "sheet", "count"),
    [(("conflicts", "notes"), "冲突清单", 4), (("candidates", "excluded"), "恢复潜力清单", 5)],
)
def test_lists_are_parts_of_the_workbooks(model, names, tr, tmp_path, keys, sheet, count):
    frame = model.conflicts.copy()
    frame.loc[frame["conflict_id"] == "P3", "severity"] = 0
    model = make_model(names, conflicts=frame)
    page = read_page(written(model, tr, tmp_path))
    heads, rows, _ = rows_of(openpyxl.load_workbook(write_workbook(model, tmp_path / "s.xlsx", tr))[sheet])
    seen = 0
    for key in keys:
        own, shown = table_of(page, key)
        kept = [heads.index(head) for head in own]
        for row in shown:
            assert row in [[other[i] for i in kept] for other in rows]
            seen += 1
    assert seen == count == len(rows) - 1  # the workbook's list ends with its sum


def test_what_counts_stands_apart_from_what_does_not(names, model, tr, tmp_path):
    frame = model.conflicts.copy()
    frame.loc[frame["conflict_id"] == "P3", "severity"] = 0
    page = read_page(written(make_model(names, conflicts=frame), tr, tmp_path))
    kinds = {key: [row[heads.index("冲突类型")] for row in rows] for key, (heads, rows) in tables(page).items()}
    assert kinds == {"conflicts": ["农村建房", "农村建房", "挖塘养鱼"], "notes": ["种植果树茶叶等"]}
    heads, rows = table_of(page, "candidates")
    assert [row[heads.index("净面积（亩）")] for row in rows] == ["30.00", "10.00", "30.00", "6.00"]
    heads, rows = table_of(page, "excluded")
    assert [(row[heads.index("净面积（亩）")], row[heads.index("排除原因")]) for row in rows] == [
        ("99.00", "生态保护红线内")
    ]


def tables(page):
    return {key: table_of(page, key) for key in ("conflicts", "notes")}


def test_cards_show_the_models_figures_in_three_units(page, model):
    def shown(mu, signed=False):
        area = Decimal(str(mu))
        rounded = [half_up(area / 10_000, 4), half_up(area, 2), half_up(area * 2000 / 3, 2)]
        return [f"{value:{'+' if signed and value > 0 else ''},f}" for value in rounded]

    cards = cards_of(page)
    assert list(cards) == ["360200", "360203", "360222"]
    for code, topics in cards.items():
        target, gap = model.target(code), model.gap(code)
        holding = topics["耕地保有量"][1]
        assert holding["目标"] == shown(target.holding_target) and holding["现状（净面积）"] == shown(target.holding)
        assert holding["差值"] == shown(target.holding_difference, signed=True)
        pbf = topics["永久基本农田"][1]
        assert pbf["划定（登记净面积）"] == shown(target.pbf_delimited)
        assert pbf["其中现状耕地（净面积）"] == shown(target.pbf_cultivated)
        assert pbf["现状耕地与目标差值"] == shown(target.pbf_cultivated - target.pbf_target, signed=True)
        left = topics["耕地缺口"][1]
        assert left["剩余缺口"] == shown(gap.gap_left)
        free = 0 if code == "360203" else 36  # all candidates are 浮梁县's
        assert left["潜力·可直接恢复（净面积）"] == shown(free)
    assert cards["360203"]["耕地缺口"][1]["结余"] == ["0.1496", "1,496.00", "997,333.33"]
    assert cards["360222"]["占用冲突（毛面积）"][1] == {
        "合计": ["0.0009", "9.00", "6,000.00"],
        "非农占用（举措14管控）": ["0.0003", "3.00", "2,000.00"],
        "农业占用（举措14管控）": ["0.0006", "6.00", "4,000.00"],
        "减少耕地净面积": ["0.0008", "8.10", "5,400.00"],  # nine tenths
    }


def test_the_state_is_said_in_words_and_by_a_sign(names, tr, tmp_path):
    frame = summary_frame()
    frame.loc[1, "holding_target_mu"] = None
    frame.loc[2, "pbf_delimited_mu"] = None
    page = read_page(written(make_model(names, summary=frame), tr, tmp_path))
    states = {code: {topic: words for topic, (words, _) in topics.items()} for code, topics in cards_of(page).items()}
    assert states["360222"] == {
        "耕地保有量": "未达标",
        "永久基本农田": "无数据",
        "耕地缺口": "尚有缺口",
        "占用冲突（毛面积）": "",
    }
    assert states["360203"] == {
        "耕地保有量": "无目标",
        "永久基本农田": "未达标",
        "耕地缺口": "无缺口",
        "占用冲突（毛面积）": "",
    }
    signs = {}
    for state in page.all("span", "state"):
        shapes = [(c.name, c.attributes.get("d")) for c in state.all("svg")[0].children if not isinstance(c, str)]
        signs.setdefault(state.attributes["class"].split()[-1], set()).add(str(shapes))
    assert all(len(kinds) == 1 for kinds in signs.values())
    assert len({str(signs[state]) for state in ("missed", "warned", "no_target")}) == 3
    assert cards_of(page)["360222"]["永久基本农田"][1]["划定（登记净面积）"] == ["无数据"]


def test_farmland_delimited_and_no_longer_cultivated_is_a_warning(page):
    """浮梁县: delimited 1 mu above the task, cultivated 99 below it."""
    (card,) = [card for card in page.all("article") if card.attributes["data-unit"] == "360222"]
    (state,) = [s for s in card.all("span", "state") if "现状耕地不足" in s.text]
    assert state.text == "达标·现状耕地不足" and "warned" in state.attributes["class"].split()
    said = {item.text: item.attributes.get("class") for item in page.by_id("findings").all("li")}
    assert said["永久基本农田划定面积达标、其中现状耕地不足：景德镇市、浮梁县。".replace("景德镇市、", "")] == "warned"


def test_at_a_glance(page):
    found = [item.text for item in page.by_id("findings").all("li")]
    assert found[0] == "景德镇市耕地保有量：现状 32.5689 万亩（净面积），目标 32.5706 万亩，差值 -17.00 亩，未达标。"
    assert found[1].startswith("景德镇市永久基本农田：划定 27.9185 万亩（登记净面积），保护任务 27.9184 万亩")
    assert "耕地保有量未达标：浮梁县。" in found and "永久基本农田未达标：珠山区。" in found
    assert (
        "占用冲突 4 个图斑，毛面积 10.75 亩，其中非农占用（举措14管控） 4.50 亩（2 个图斑）、"
        "农业占用（举措14管控） 6.25 亩（2 个图斑）；减少耕地净面积 9.68 亩。"  # 9.675
    ) in found
    assert len([text for text in found if text.startswith("合法性待核")]) == 1
    assert "恢复潜力（净面积）：可直接恢复 36.00 亩、待核实 30.00 亩、暂缓 10.00 亩、已排除 99.00 亩。" in found
    assert "数据问题：错误 1 个，警告 3 个，提示 1 个。" in found


def test_charts_place_the_models_figures(page, model):
    bars = {}
    for chart in page.all("figure", "chart"):
        for bar in chart.all("div", "bar"):
            place = bar.all("svg")
            if "axis" in bar.attributes["class"]:
                continue
            parts = [(float(r.attributes["x"][:-1]), float(r.attributes["width"][:-1])) for r in place[0].all("rect")]
            marks = [float(line.attributes["x1"][:-1]) for line in place[0].all("line", "mark")]
            bars[chart.attributes["id"], bar.all("div", "name")[0].text] = parts, marks
    (start, width), (mark,) = bars["chart-holding", "浮梁县"][0][0], bars["chart-holding", "浮梁县"][1]
    assert start == 0 and width / mark == pytest.approx(319_982 / 319_999, abs=1e-4)
    parts, (mark,) = bars["chart-gap", "浮梁县"]
    scale = mark / 25_064
    assert parts == [
        (pytest.approx(0), pytest.approx(36 * scale, abs=1e-3)),
        (pytest.approx(36 * scale, abs=1e-3), pytest.approx(30 * scale, abs=1e-3)),
        (pytest.approx(66 * scale, abs=1e-3), pytest.approx(10 * scale, abs=1e-3)),
    ]
    (_, house), (_, orchard) = (
        bars["chart-conflicts", "农村建房"][0][0],
        bars["chart-conflicts", "种植果树茶叶等"][0][0],
    )
    assert orchard / house == pytest.approx(6 / 4.5, abs=1e-3)
    assert all(start >= 0 and start + width <= 100.001 for parts, _ in bars.values() for start, width in parts)


def test_fills_are_told_apart_without_colour(page, path):
    patterns = {}
    for pattern in page.all("pattern"):
        kind = [(c.name, *sorted(c.attributes.items())) for c in pattern.children[1:] if not isinstance(c, str)]
        patterns[pattern.attributes["id"]] = str((kind, pattern.attributes.get("patterntransform")))
    used = set(re.findall(r"url\(#([^)]+)\)", path.read_text(encoding="utf-8")))
    assert used and used <= set(patterns)
    for group in (
        ("met", "missed", "warned"),
        ("use-non_agricultural", "use-agricultural", "use-to_verify"),
        ("potential-free", "potential-to_confirm", "potential-barred"),
    ):
        assert len({patterns[f"fill-{name}"] for name in group}) == len(group)


def test_a_unit_without_a_target_keeps_its_place_in_the_chart(names, tr, tmp_path):
    frame = summary_frame()
    frame.loc[1, "holding_target_mu"] = None
    chart = read_page(written(make_model(names, summary=frame), tr, tmp_path)).by_id("chart-holding")
    bars = {bar.all("div", "name")[0].text: bar for bar in chart.all("div", "bar")}
    assert bars["珠山区"].all("div", "figures")[0].text == "无目标" and not bars["珠山区"].all("rect")


def test_it_asks_nothing_of_any_network(path, page):
    made = "".join(child for name in ("style", "script") for e in page.all(name) for child in e.children)
    made += " ".join(str(value) for element in everything(page) for value in element.attributes.values())
    assert len(made) > 5000
    assert not re.search(r"https?:|ftp:|wss?:|//[a-z]|@import|@font-face|\bfetch\b|XMLHttpRequest|\bimport\b", made)
    assert not [url for url in re.findall(r"url\(([^)]*)", path.read_text(encoding="utf-8")) if not url.startswith("#")]
    assert not {"link", "img", "iframe", "object", "embed", "video", "audio", "base", "form"} & {
        element.name for element in everything(page)
    }
    for element in everything(page):
        assert not {"src", "srcset", "data", "action", "xlink:href"} & set(element.attributes), element.name
        assert element.attributes.get("href", "#").startswith("#")
        assert not [name for name in element.attributes if name.startswith("on")]
    policy = next(m.attributes["content"] for m in page.all("meta") if "http-equiv" in m.attributes)
    digests = [
        base64.b64encode(hashlib.sha256("".join(script.children).encode()).digest()).decode()
        for script in page.all("script")
    ]
    allowed = " ".join(f"'sha256-{digest}'" for digest in digests)
    assert policy.startswith("default-src 'none'") and f"script-src {allowed};" in policy and len(digests) == 2


def everything(element):
    for child in element.children:
        if not isinstance(child, str):
            yield child
            yield from everything(child)


def test_links_lead_somewhere(page):
    targets = [a.attributes["href"][1:] for a in page.all("nav")[0].all("a")]
    assert len(targets) == 8 and all(page.by_id(target) is not None for target in targets)


def test_text_from_data_stays_text(names, tr, tmp_path):
    summary, problems = summary_frame(), problems_frame()
    summary.loc[2, "name"] = EVIL
    problems.loc[0, ["layer", "message", "remedy", "kind"]] = EVIL
    provenance = [("input", "PARCELS", EVIL), ("input", "PBF", EVIL), ("parameter", "PARCELS", EVIL)]
    candidates = candidates_frame().assign(flags=EVIL, DLBM=EVIL)
    model = make_model(
        names,
        summary=summary,
        problems=problems,
        provenance=provenance,
        candidates=candidates,
        conflicts=pd.DataFrame([conflict(1, EVIL, 3, 1.0, ZLDWMC=EVIL)]),
        policy_title=EVIL,
        units=[policy_unit(**{**unit, "name": EVIL}) for unit in UNITS],
    )
    path = written(model, tr, tmp_path)
    assert "<script>alert" not in path.read_text(encoding="utf-8")
    page = read_page(path)
    assert len(page.all("script")) == 2
    assert [card.all("h3")[0].text for card in page.all("article")][2].startswith(EVIL)
    for key in ("problem_kinds", "inputs", "provenance", "conflicts", "candidates", "conflict_kinds"):
        heads, rows = table_of(page, key)
        assert any(EVIL in cell for cell in [*heads, *(cell for row in rows for cell in row)]), key
    assert any(EVIL in row.all("div", "name")[0].text for row in page.by_id("chart-conflicts").all("div", "bar"))


def test_same_run_same_bytes(model, tr, tmp_path):
    pages = []
    for name in ("a", "b"):
        (tmp_path / name).mkdir()
        pages.append(written(model, tr, tmp_path / name).read_bytes())
    assert pages[0] == pages[1] and b"\r" not in pages[0]


def test_a_long_list_says_what_it_leaves_out(names, tr, tmp_path):
    frame = pd.DataFrame([conflict(n, "house", 2 + (n == 777), 1.0 + n / 1000) for n in range(1234)])
    model = make_model(names, conflicts=frame)
    path = written(model, tr, tmp_path)
    page = read_page(path)
    heads, rows = table_of(page, "conflicts")
    assert len(rows) == LIMIT
    assert [row[heads.index("毛面积（亩）")] for row in rows[:3]] == ["1.78", "2.23", "2.23"]  # severe, then large
    (cut,) = [note.text for note in page.by_id("conflicts").all("p", "cut")]
    assert cut.startswith("此处列出 200 行，共 1,234 行（每县前 200 行）。完整清单见 summary.xlsx 的工作表“冲突清单”")
    assert cut.endswith("和 results.gpkg 的图层 conflicts。")
    assert "共 1,234 个图斑（1,234 个碎块）。" in [note.text for note in page.by_id("conflicts").all("p", "note")]
    assert not page.by_id("candidates").all("p", "cut")
    longer = make_model(names, conflicts=pd.concat([frame] * 20, ignore_index=True))
    (tmp_path / "longer").mkdir()
    assert abs(written(longer, tr, tmp_path / "longer").stat().st_size - path.stat().st_size) < 100


def test_both_languages(names, model, tr, tmp_path):
    chinese = read_page(written(model, tr, tmp_path))
    said = [e.text for name in ("h1", "h2", "h3", "th", "figcaption", "nav", "dt") for e in chinese.all(name)]
    # Codes are capitals; names of files and products stand in sentences only.
    assert len(said) > 100 and not [text for text in said if re.search("[a-z]{3,}", text)]
    assert not [text for text in said if set("()") & set(text)]
    assert chinese.all("html")[0].attributes["lang"] == "zh-CN"
    english = read_page(written(make_model(names), str, tmp_path, "en"))
    assert english.all("html")[0].attributes["lang"] == "en"
    assert [h.text for h in english.all("h2")][:2] == ["At a glance", "Units against their targets"]


def test_missing_library_is_said_and_nothing_is_left(model, tr, tmp_path, monkeypatch):
    monkeypatch.setitem(sys.modules, "jinja2", None)
    with pytest.raises(FeatureError, match="Jinja2"):
        written(model, tr, tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_wrong_template_is_said_with_its_line(model, tr, tmp_path, monkeypatch):
    folder = tmp_path / "页面 模板"
    shutil.copytree(page_module.FOLDER, folder)
    monkeypatch.setattr(page_module, "FOLDER", folder)
    template = folder / "report.html"
    text = template.read_text(encoding="utf-8")
    template.write_text("{# mine #}\n{% if %}\n" + text, encoding="utf-8")
    with pytest.raises(TemplateError, match=r"页面 模板.*report\.html 第 2 行"):
        written(model, tr, tmp_path)
    template.write_text(text + "{{ no_such_thing }}", encoding="utf-8")
    with pytest.raises(TemplateError, match="no_such_thing"):
        written(model, tr, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["页面 模板"]


def test_cancel_leaves_the_old_page(model, tr, tmp_path):
    class StopError(Exception):
        pass

    for allowed in range(3):
        calls = iter(range(allowed))

        class Progress:
            def check(self, calls=calls):
                if next(calls, None) is None:
                    raise StopError

        (tmp_path / "report.html").write_text("old", encoding="utf-8")
        with pytest.raises(StopError):
            written(model, tr, tmp_path, progress=Progress())
        assert [p.name for p in tmp_path.iterdir()] == ["report.html"]
        assert (tmp_path / "report.html").read_text(encoding="utf-8") == "old"


def test_empty_run(names, model, tr, tmp_path):
    empty = make_model(
        names,
        conflicts=model.conflicts.iloc[:0],
        candidates=model.candidates.iloc[:0],
        cross_table=None,
        problems=None,
        differences=None,
        provenance=(),
        policy_title="",
    )
    page = read_page(written(empty, tr, tmp_path))
    assert "未发现占用冲突。" in page.by_id("chart-conflicts").text
    assert "没有发现数据问题" in page.by_id("problem_kinds").text or "未发现" in page.by_id("problem_kinds").text
