"""The documentation: true to the algorithms, alike in both languages, and whole without a network."""

from __future__ import annotations

import re
import shlex
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pyogrio
import pytest
from conftest import ROOT, copy_villages
from fieldwork_answers import fill_in

DOCS = ROOT / "docs"
SCRIPT = [str(ROOT / "scripts/docs")]
LANGUAGES = ("zh", "en")
HELP_LIMIT = 4_600_000  # two languages of 37 algorithms, whose pages are half of it, and of the panels in pictures
PICTURE_LIMIT = 150_000
# Run by the real process: the whole job, a number, a choice, a drawing. It hands all others the same texts.
BY_THE_PROCESS = ("run_batch", "find_supplements", "allocate_targets", "export_county_maps")


def pages(language: str) -> dict[str, str]:
    """Pages of a language by their path in its folder."""
    folder = DOCS / language
    return {str(path.relative_to(folder)): path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.md"))}


def test_the_reference_says_what_the_algorithms_say():
    done = subprocess.run([*SCRIPT, "--check"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.stdout}{done.stderr}\nRun `make docs` and commit docs/."


def test_both_languages_have_the_same_pages_and_sections():
    chinese, english = pages("zh"), pages("en")
    assert sorted(chinese) == sorted(english) and len(english) >= 9
    for name, text in english.items():
        shape = [re.findall("^(#+|```|- |[0-9]+\\. |!\\[)", page, re.MULTILINE) for page in (text, chinese[name])]
        assert shape[0] == shape[1], name


# Every example of the reference, as it stands there, on a copy of the sample.


def example(name: str) -> str:
    page = (DOCS / "en" / "reference" / f"{name}.md").read_text(encoding="utf-8")
    (found,) = re.findall("```text\n(qgis_process run .*)\n```", page)
    assert found in (DOCS / "zh" / "reference" / f"{name}.md").read_text(encoding="utf-8")
    return found


def in_order() -> list[str]:
    index = (DOCS / "en" / "reference" / "index.md").read_text(encoding="utf-8")
    return [name for name in re.findall(r"\]\((\w+)\.md\)", index) if "qgis_process run" in (reference(name))]


def reference(name: str) -> str:
    return (DOCS / "en" / "reference" / f"{name}.md").read_text(encoding="utf-8")


def answer_one(patrols: Path) -> None:
    """Fill in one finding of the first patrol, as somebody has in the field."""
    device = next(path.parent for path in sorted(patrols.rglob("*.gpkg")))
    first = pyogrio.read_dataframe(next(device.glob("*.gpkg")), layer="patrol", read_geometry=False)["finding"][0]
    fill_in(device, {first: {"verdict": "confirmed", "checker": "王"}})


def run_by_process(command: str) -> None:
    """Run a line as it stands in a shell."""
    line = re.sub("^qgis_process", f'"{ROOT}/scripts/qgis-process"', command)
    done = subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{command}\n{done.stdout[-3000:]}{done.stderr[-3000:]}"


def run_here(command: str) -> None:
    """Run a line in this process, with what `qgis_process` makes of it: texts, and lists of what is repeated."""
    from qgis.core import QgsApplication

    import processing

    _, _, algorithm, _, *words = shlex.split(command)
    given: dict[str, list[str]] = {}
    for name, value in (word.split("=", 1) for word in words):
        given.setdefault(name, []).append(value)
    parameters = {name: values if len(values) > 1 else values[0] for name, values in given.items()}
    definitions = QgsApplication.processingRegistry().algorithmById(algorithm).parameterDefinitions()
    assert set(parameters) <= {definition.name() for definition in definitions}, command
    processing.run(algorithm, parameters)


@pytest.mark.usefixtures("qgis")
def test_examples_run_as_they_stand(tmp_path, monkeypatch):
    folder = tmp_path / "示例 city"
    copy_villages(folder, one_of=4)
    monkeypatch.chdir(folder)
    names = in_order()
    assert set(BY_THE_PROCESS) <= set(names)
    for name in names:
        if name == "compare_results":  # with an earlier run
            shutil.copytree(folder / "results", folder / "before")
        if name == "import_patrol":  # back from the field
            shutil.copytree(folder / "patrols", folder / "devices")
            answer_one(folder / "devices")
        (run_by_process if name in BY_THE_PROCESS else run_here)(example(name))
    assert (folder / "results" / "summary.xlsx").exists()
    assert {path.name for path in folder.glob("*.gpkg")} >= {"pieces.gpkg", "conflicts.gpkg", "candidates.gpkg"}
    assert len(list((folder / "maps").glob("*.pdf"))) == 4


# Columns.


def described() -> dict[str, set[str]]:
    """Columns of each table that the reference explains, the same in both languages."""
    found = []
    for language in LANGUAGES:
        page = (DOCS / language / "reference" / "columns.md").read_text(encoding="utf-8")
        sections = re.split(r"^## .*\{#(\w+)\}$", page, flags=re.MULTILINE)[1:]
        tables = dict(zip(sections[::2], sections[1::2]))
        found.append({name: set(re.findall(r"^\| `([^`]+)` \|", text, re.MULTILINE)) for name, text in tables.items()})
    assert found[0] == found[1]
    return found[0]


def test_every_column_of_the_results_is_explained(batch):
    from farmland_redline.processing.analysis import review
    from farmland_redline.processing.bridge.survey.schema import load_survey

    survey, package = load_survey(), batch / "farmland_redline.gpkg"
    carried = {f"{name}_{field}" for name, role in survey.roles.items() for field in (*role.carries, *role.shares)}
    of_parcels = {"pieces": {*survey.fields, *survey.roles, *carried}}
    of_parcels |= {
        name: set(survey.fields)
        for name in ("use_findings", "reserve_pieces", "conflicts", "candidates", "losses", "abandoned")
    }
    tables = described()
    of_parcels["block_members"] = {*survey.fields, *tables["candidates"]}
    results = set(pyogrio.list_layers(package)[:, 0]) - {"layer_styles"}  # QGIS's own table
    # Those of algorithms of their own, which tests/algorithms has.
    others = {"areas", "parcels_in_zones", "changes", "flows", "transition", "plan_balance"}
    others |= {"allocation", "ledger", "accounts", "ceilings", "compensation", "compensation_units"}
    others |= {"land_use", "use_findings", "use_totals", "reserves", "reserve_sums", "reserve_pieces", "self_check"}
    others |= {"blocks", "block_members", "plan", "plan_years", "swaps", "swap_units"}
    others |= {"supplement_states", "project_states", "project_totals", "corrections"}
    others |= {"patches", "cases", "warnings", "vetoes", "freezes", "periods"}
    others |= {"sites", "site_parts", "site_classes", "site_needs", "supplements"}
    others |= {"counties", "figures", "comparison", "compared_findings"}
    assert set(tables) == results | others
    for name in results:
        columns = {
            re.sub(r"_\d{4}_", "_<year>_", column) for column in pyogrio.read_info(package, layer=name)["fields"]
        }
        # These come with a review, where the table has none of its own; tests/algorithms/test_reviewed_results.py looks
        # for them.
        reviewed = set(review.SUMMARY_COLUMNS if name == "summary" else review.COLUMNS) - columns
        assert columns - of_parcels.get(name, set()) == tables[name] - reviewed, name


def test_every_field_and_role_is_named():
    from farmland_redline.processing.bridge.survey.schema import load_survey

    survey = load_survey()
    for language in LANGUAGES:
        page = (DOCS / language / "reference" / "fields.md").read_text(encoding="utf-8")
        assert set(re.findall(r"^\| `([^`]+)` \|", page, re.MULTILINE)) == {*survey.fields, *survey.roles}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_item_of_a_layout_is_named(language):
    page = (DOCS / language / "maps.md").read_text(encoding="utf-8").split("qpt", 1)[1]
    named = {name for row in re.findall(r"^\| (`.+?`) \|", page, re.MULTILINE) for name in re.findall(r"`(\w+)`", row)}
    for template in (ROOT / "resources" / "layouts").glob("*.qpt"):
        found = set(re.findall(r'<LayoutItem [^>]*\bid="(\w+)"', template.read_text(encoding="utf-8")))
        assert found == named, template.name


# What the pages tell of the sample, and have their readers do.


LESS = {"zh": ("不足0.0001", "少不足0.0001"), "en": ("less than 0.0001", "less by under 0.0001")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tutorials_figures_are_the_samples(batch, language):
    pyogrio = pytest.importorskip("pyogrio")
    page = (DOCS / language / "tutorial.md").read_text(encoding="utf-8")
    package = batch / "farmland_redline.gpkg"
    summary = pyogrio.read_dataframe(package, layer="summary", read_geometry=False)
    rows = summary[summary["level"].isin(("city", "county"))]
    columns = ("holding_mu", "holding_target_mu", "holding_surplus_mu")
    columns += ("pbf_delimited_mu", "pbf_target_mu", "pbf_surplus_mu")
    assert len(rows) == 5
    for _, row in rows.iterrows():
        # What is not 0 is printed as less than the last decimal.
        shown = [f"{round(row[column] / 10_000, 4) + 0.0:.4f}" for column in columns]
        small = [abs(row[column]) > 1e-6 and text == "0.0000" for column, text in zip(columns, shown)]
        words = [LESS[language][row[column] < 0] for column in columns]
        shown = [word if less else text for text, less, word in zip(shown, small, words)]
        cells = [row["name"], *shown]
        assert f"| {' | '.join(cells)} |" in page
    pieces = pyogrio.read_dataframe(package, layer="pieces", columns=["BSM"], read_geometry=False)
    assert re.search(rf"\D{pieces['BSM'].nunique()} ", page)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_query_that_checks_closure(batch, language):
    page = (DOCS / language / "areas.md").read_text(encoding="utf-8")
    (query,) = re.findall("```sql\n(.*?)```", page, re.DOTALL)
    with closing(sqlite3.connect(batch / "farmland_redline.gpkg")) as package:
        assert package.execute(query).fetchall() == []
        # It finds what does not close.
        package.execute(
            "CREATE TEMP TABLE pieces AS SELECT BSM, TBMJ, area_m2 + 0.01 AS area_m2 FROM main.pieces LIMIT 1"
        )
        assert len(package.execute(query).fetchall()) == 1


def test_links_of_the_readme_lead_somewhere():
    text = (ROOT / "README.md").read_text(encoding="utf-8")
    targets = [target for target in re.findall(r"\]\(([^)#]+)", text) if "://" not in target]
    assert len(targets) > 10 and not [target for target in targets if not (ROOT / target).exists()]


# The site.


class Links(HTMLParser):
    """What a page shows and leads to, and the places that links can name."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.loaded: list[str] = []
        self.places: set[str] = set()
        self.tags: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.add(tag)
        self.places |= {values["id"]} if values.get("id") else set()
        if tag == "a" and values.get("href"):
            self.targets.append(values["href"])
        self.loaded += [values[key] for key in ("src", "href") if tag != "a" and values.get(key)]


@pytest.fixture(scope="module")
def site(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("site") / "help"
    done = subprocess.run([*SCRIPT, "--site", str(folder)], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    warnings = [line for line in done.stderr.splitlines() if "XDG_RUNTIME_DIR" not in line]
    assert not warnings, "\n".join(warnings)
    return folder


def read(folder: Path) -> Iterator[tuple[Path, Links]]:
    for path in sorted(folder.rglob("*.html")):
        links = Links()
        links.feed(path.read_text(encoding="utf-8"))
        yield path, links


def test_the_site_needs_no_network_and_leads_nowhere_in_vain(site):
    found = dict(read(site))
    assert len(found) >= 15
    for path, links in found.items():
        assert "script" not in links.tags, path
        for target in links.loaded + links.targets:
            parts = urlsplit(target)
            assert not parts.scheme and not parts.netloc, (path, target)
            there = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            assert there.is_file() and site in there.parents, (path, target)
            if parts.fragment:
                assert unquote(parts.fragment) in found[there].places, (path, target)
    assert "url(" not in (site / "style.css").read_text(encoding="utf-8")


def test_every_page_can_be_reached_from_the_navigation(site):
    found = dict(read(site))
    for language in LANGUAGES:
        home = site / language / "index.html"
        reached = {(home.parent / unquote(urlsplit(t).path)).resolve() for t in found[home].targets if "#" not in t}
        assert {p for p in found if language in p.relative_to(site).parts} <= reached


def test_the_site_is_small(site):
    assert sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) < HELP_LIMIT
    pictures = list(site.rglob("*.png"))
    assert len(pictures) >= 10 and not [path for path in pictures if path.stat().st_size >= PICTURE_LIMIT]


# The help button.


@pytest.fixture
def language(qgis) -> Iterator[object]:
    """Sets QGIS's language for a while."""
    from qgis.PyQt.QtCore import QSettings

    before = QSettings().value("locale/userLocale")
    yield lambda value: QSettings().setValue("locale/userLocale", value)
    QSettings().setValue("locale/userLocale", before)


def algorithms() -> list[object]:
    from qgis.core import QgsApplication

    return QgsApplication.processingRegistry().providerById("farmland_redline").algorithms()


@pytest.mark.parametrize(("locale", "folder"), [("zh_CN", "zh"), ("zh-Hans", "zh"), ("en_US", "en"), ("de", "en")])
def test_help_opens_the_page_in_the_users_language(site, language, monkeypatch, tmp_path, locale, folder):
    from qgis.PyQt.QtCore import QUrl

    from farmland_redline.processing import base_algorithm as module

    place = tmp_path / "插件 100% #1" / "help"
    shutil.copytree(site, place)
    monkeypatch.setattr(module, "HELP", place)
    language(locale)
    assert len(algorithms()) >= 6
    for algorithm in algorithms():
        # As QGIS does: the text becomes a URL, which the system opens.
        url = QUrl(algorithm.helpUrl())
        assert url.isLocalFile() and url.isValid()
        page = Path(url.toLocalFile())
        assert page == place / folder / "reference" / f"{algorithm.name()}.html"
        title = (DOCS / folder / "reference" / f"{algorithm.name()}.md").read_text(encoding="utf-8").splitlines()[0]
        text = page.read_text(encoding="utf-8")
        assert title.startswith("# ") and f"<title>{title[2:]} · " in text and f">{title[2:]}</h1>" in text


def test_help_falls_back_to_english_and_then_to_nothing(site, language, monkeypatch, tmp_path):
    from farmland_redline.processing import base_algorithm as module

    monkeypatch.setattr(module, "HELP", tmp_path / "help")
    language("zh_CN")
    algorithm = algorithms()[0]
    assert algorithm.helpUrl() == "" and algorithm.provider().helpId() == ""
    shutil.copytree(site / "en", tmp_path / "help" / "en")
    assert "/help/en/reference/" in algorithm.helpUrl()


def test_help_is_built_by_the_setup():
    assert (ROOT / "resources" / "help" / "zh" / "reference" / "run_batch.html").is_file()
