"""Reference pages of the algorithms, from their own titles, help and parameters."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from qgis.core import (
    QgsApplication,
    QgsProcessingAlgorithm,
    QgsProcessingOutputDefinition,
    QgsProcessingParameterDefinition,
    QgsProcessingParameterNumber,
)

from farmland_redline.processing.bridge.compat import ADVANCED, FILE, VECTOR_POLYGON
from farmland_redline.processing.bridge.i18n import install_translator
from farmland_redline.processing.bridge.io.writing import FORMATS
from farmland_redline.processing.provider import ALGORITHMS, FarmlandRedlineProvider

from . import measures
from .markdown import code, codes, plain, table, whole

OPTIONAL = QgsProcessingParameterDefinition.FlagOptional

# In the order in which users need them; what stands by itself does everything.
GROUPS = ("", "prepare", "analyse", "report")

# Words of the reference itself; names, help and titles are the algorithms' own.
WORDS = {
    "en": {
        "index": "Reference",
        "generated": "Made by `make docs` from the help in the code: edit it there.",
        "introduction": "Every algorithm of the toolbox, every field, column and value. These pages are made from the "
        "program itself.",
        "alone": "The whole job",
        "data": "Data",
        "says": ": ",
        "parameters": "Parameters",
        "advanced": "Advanced parameters",
        "outputs": "Outputs",
        "example": "Example",
        "example_note": "On the sample city, in the folder of `city.gpkg` (`resources/sample/data`):",
        "formats": "File formats",
        "column_parameter": "Parameter",
        "column_output": "Output",
        "column_type": "Type",
        "column_help": "Explanation",
        "optional": "optional",
        "default": "default: {}",
        "choices": "choices: {}",
        "least": "at least {}",
        "yes": "yes",
        "no": "no",
        "all": "all of them",
        "join": ", ",
        "entry": "[{title}]({name}.md) (`{name}`): {summary}",
        "polygons": "polygon layer",
        "table": "layer or table",
        "multilayer": "polygon layers, any number",
        "enum": "choice",
        "enums": "choices, any number",
        "number": "number",
        "distance": "length in metres",
        "datetime": "date (YYYY-MM-DD)",
        "boolean": "yes or no",
        "string": "text",
        "crs": "coordinate reference system",
        "files": "files",
        "file": "file ({})",
        "folder": "folder",
        "polygons_made": "polygon layer",
        "table_made": "layer or table",
        "file_made": "file ({})",
        "folder_made": "folder",
        "number_made": "number",
        "any_file_made": "file",
        "page_made": "web page (.html)",
        "layers_in": "Layers that are read: whatever QGIS opens, such as GeoPackage, Shapefile, File Geodatabase or "
        "PostGIS; selections, filters and joins count. Parcels and zones must be polygons with a coordinate system.",
        "layers_out": "Layers that are written: {} by the ending of the name, and whatever else QGIS can write "
        "(temporary layers, databases). Only a GeoPackage holds several tables, among them the provenance; beside "
        "other files a table `<name>.provenance.csv` is written.",
        "policy": "Policy: YAML, in UTF-8. See [Policy](../policy.md).",
        "profile": "Office profile: YAML, in UTF-8; the file explains itself.",
        "xlsx": "Spreadsheets: Excel (`.xlsx`).",
    },
    "zh": {
        "index": "参考",
        "generated": "本页由 `make docs` 根据程序自带的帮助生成，请勿直接修改。",
        "introduction": "工具箱中的全部算法，以及全部字段和取值。这些页面由程序自身生成。",
        "alone": "全部工作",
        "data": "数据",
        "says": "：",
        "parameters": "参数",
        "advanced": "高级参数",
        "outputs": "输出",
        "example": "示例",
        "example_note": "以示例市为例，在 `city.gpkg` 所在文件夹（`resources/sample/data`）中运行：",
        "formats": "文件格式",
        "column_parameter": "参数",
        "column_output": "输出",
        "column_type": "类型",
        "column_help": "说明",
        "optional": "可选",
        "default": "默认：{}",
        "choices": "可选值：{}",
        "least": "不小于 {}",
        "yes": "是",
        "no": "否",
        "all": "全部",
        "join": "、",
        "entry": "[{title}]({name}.md)（`{name}`）：{summary}",
        "polygons": "面图层",
        "table": "图层或表",
        "multilayer": "面图层，数量不限",
        "enum": "选项",
        "enums": "选项，可多选",
        "number": "数值",
        "distance": "长度（米）",
        "datetime": "日期（YYYY-MM-DD）",
        "boolean": "是或否",
        "string": "文本",
        "crs": "坐标参照系",
        "files": "多个文件",
        "file": "文件（{}）",
        "folder": "文件夹",
        "polygons_made": "面图层",
        "table_made": "图层或表",
        "file_made": "文件（{}）",
        "folder_made": "文件夹",
        "number_made": "数值",
        "any_file_made": "文件",
        "page_made": "网页（.html）",
        "layers_in": "读取的图层：QGIS 能打开的均可，如 GeoPackage、Shapefile、文件地理数据库（FileGDB）、PostGIS；"
        "选中要素、过滤条件和连接字段均有效。图斑和分区图层须为面图层并有坐标系。",
        "layers_out": "写出的图层：按文件扩展名写为 {}，也可写入 QGIS 支持的其他目标（临时图层、数据库）。"
        "只有 GeoPackage 能同时存放成果溯源等多个表；其他格式在旁边另写一个 `<文件名>.provenance.csv`。",
        "policy": "政策文件：YAML，UTF-8 编码，见[政策文件](../policy.md)。",
        "profile": "单位配置：YAML，UTF-8 编码，写法见文件中的说明。",
        "xlsx": "电子表格：Excel（`.xlsx`）。",
    },
}

_CITY = "city.gpkg|layername={}"
# What the examples give, by parameter: required parameters must be here, optional ones may.
EXAMPLES: dict[str, str | tuple[str, ...]] = {
    "PARCELS": _CITY.format("DLTB"),
    "PBF": _CITY.format("YJJBNTBHTB"),
    "PBF_RESERVE": _CITY.format("YJJBNTCBQ"),
    "FARMLAND_RESERVE": _CITY.format("BCGDCBQ"),
    "SURVEY2": _CITY.format("DLTB_ED"),
    "PREVIOUS": _CITY.format("DLTB_2023"),
    "ZONES": (_CITY.format("STBHHX"), _CITY.format("CZKFBJ")),
    "UNITS": (_CITY.format("XJXZQ"), _CITY.format("XZQ"), _CITY.format("CJDCQ")),
    "POLICY": "policy.yaml",
    "CASES": "templates.xlsx",
    "PATCHES": "monitoring.gpkg|layername=YSTB",
    "PIECES": "pieces.gpkg|layername=pieces",
    "CONFLICTS": "conflicts.gpkg|layername=conflicts",
    "CANDIDATES": "candidates.gpkg|layername=candidates",
    "BLOCKS": "blocks.gpkg|layername=blocks",
    "ZONES_TABLE": "zones.gpkg|layername=zones",
    "PROJECTS": _CITY.format("GBZNT"),
    "QUOTA": "templates.xlsx",
    "SUMMARY": "results/farmland_redline.gpkg|layername=summary",
    "PACKAGE": "results/farmland_redline.gpkg",
    "PATROL_FOLDER": "devices",
    "IDS": "360222211000000066-a2133c21e253",
    "OUTPUT_FOLDER": "results",
    "WORKBOOK": "summary.xlsx",
}
# Outputs are named alike by all algorithms; the files follow what is in them, so that one example feeds the next.
# Inputs that stand here are given by that algorithm alone.
OUTPUT_FILES = {
    ("check_layers", "OUTPUT"): "problems.gpkg",
    ("overlay_parcels", "OUTPUT"): "pieces.gpkg",
    ("overlay_parcels", "ZONES_TABLE"): "zones.gpkg",
    ("measure_zones", "OUTPUT"): "areas.gpkg",
    ("measure_zones", "LIST"): "parcels_in_zones.gpkg",
    ("flag_conflicts", "OUTPUT"): "conflicts.gpkg",
    ("find_restoration_candidates", "OUTPUT"): "candidates.gpkg",
    ("run_folder", "COUNTY_LIST"): "counties.txt",
    ("run_folder", "OUTPUT_FOLDER"): "counties",
    ("summarise_by_unit", "LEVEL"): "township",
    ("summarise_by_unit", "OUTPUT"): "summary.gpkg",
    ("assess_use", "LAND_USE"): "land_use.gpkg",
    ("assess_use", "USE_FINDINGS"): "use_findings.gpkg",
    ("assess_use", "USE_TOTALS"): "use_totals.gpkg",
    ("review_reserves", "ZONES_TABLE"): "zones.gpkg|layername=zones",
    ("review_reserves", "RESERVES"): "reserves.gpkg",
    ("review_reserves", "RESERVE_SUMS"): "reserve_sums.gpkg",
    ("review_reserves", "RESERVE_PIECES"): "reserve_pieces.gpkg",
    ("self_check", "SELF_CHECK"): "self_check.gpkg",
    ("allocate_targets", "SUMMARY"): "summary.gpkg|layername=summary",
    ("allocate_targets", "LEVEL"): "township",
    ("allocate_targets", "OUTPUT"): "allocation.gpkg",
    ("bundle_candidates", "BLOCKS"): "blocks.gpkg",
    ("pair_swaps", "SWAPS"): "swaps.gpkg",
    ("pair_swaps", "SWAP_UNITS"): "swap_units.gpkg",
    ("plan_restoration", "PLAN"): "plan.gpkg",
    ("plan_restoration", "PLAN_YEARS"): "plan_years.gpkg",
    ("bundle_candidates", "MEMBERS"): "block_members.gpkg",
    ("track_changes", "CHANGES"): "changes.gpkg",
    ("track_changes", "FLOWS"): "flows.gpkg",
    ("track_changes", "TRANSITION"): "transition.gpkg",
    ("set_ceiling", "CEILINGS"): "ceilings.gpkg",
    ("verify_supplements", "SUPPLEMENT_STATES"): "supplement_states.gpkg",
    ("verify_supplements", "PROJECT_STATES"): "project_states.gpkg",
    ("verify_supplements", "PROJECT_TOTALS"): "project_totals.gpkg",
    ("verify_supplements", "CORRECTIONS"): "corrections.gpkg",
    ("keep_ledger", "LEDGER"): "ledger.gpkg",
    ("keep_ledger", "ACCOUNTS"): "accounts.gpkg",
    ("compute_compensation", "RATES"): "templates.xlsx",
    ("compute_compensation", "COMPENSATION"): "compensation.gpkg",
    ("compute_compensation", "COMPENSATION_UNITS"): "compensation_units.gpkg",
    ("check_project_site", "PROJECT"): _CITY.format("PZYD"),
    ("check_project_site", "COMPARISON"): "comparison.gpkg",
    ("check_project_site", "SITES"): "sites.gpkg",
    ("check_project_site", "CLASSES"): "site_classes.gpkg",
    ("check_project_site", "NEEDS"): "site_needs.gpkg",
    ("check_project_site", "PARTS"): "site_parts.gpkg",
    ("find_supplements", "NEED"): "20",
    ("find_supplements", "SUPPLEMENTS"): "supplements.gpkg",
    ("export_county_maps", "OUTPUT_FOLDER"): "maps",
    ("export_unit_map", "OUTPUT_FOLDER"): "units",
    ("export_conflict_atlas", "OUTPUT_FOLDER"): "atlas",
    ("export_county_letters", "OUTPUT_FOLDER"): "letters",
    ("make_field_sheets", "OUTPUT_FOLDER"): "sheets",
    ("make_patrol_lists", "OUTPUT_FOLDER"): "patrols",
    ("import_patrol", "OUTPUT"): "answers.csv",
    ("save_profile", "OUTPUT"): "profile.yaml",
    ("import_targets", "TARGETS"): "targets.csv",
    ("import_targets", "OUTPUT"): "own.yaml",
    ("compare_policies", "OUTPUT"): "differences.html",
    ("run_batch", "CASES"): "cases.csv",
    ("run_batch", "EVENTS"): "events.csv",
    ("run_batch", "QUOTA"): (),  # the sample has no ledger
    ("match_patches", "MATCHED"): "patches.gpkg",
    ("match_patches", "CASE_TABLE"): "cases.gpkg",
    ("assess_warnings", "WARNINGS"): "warnings.gpkg",
    ("assess_warnings", "VETOES"): "vetoes.gpkg",
    ("assess_warnings", "FREEZES"): "freezes.gpkg",
    ("report_period", "PERIODS"): "periods.gpkg",
    ("write_templates", "OUTPUT"): "templates.xlsx",
    ("compare_results", "BEFORE"): "before/farmland_redline.gpkg",
    ("compare_results", "AFTER"): "results/farmland_redline.gpkg",
    ("compare_results", "OUTPUT"): "differences.gpkg",
}


class Page:
    """The reference page of one algorithm in one language."""

    def __init__(self, provider: str, algorithm: QgsProcessingAlgorithm, language: str) -> None:
        self.words, self.algorithm, self.provider = WORDS[language], algorithm, provider
        self.measures = measures.line(algorithm.name(), language)
        definitions = algorithm.parameterDefinitions()
        self.made = [d for d in definitions if d.isDestination()]
        given = [d for d in definitions if not d.isDestination()]
        self.advanced = [d for d in given if d.flags() & ADVANCED]
        self.given = [d for d in given if not d.flags() & ADVANCED]

    def text(self) -> str:
        """Write the whole page."""
        words, algorithm = self.words, self.algorithm
        lines = [f"# {plain(algorithm.displayName())}", ""]
        lines += [" · ".join(filter(None, [f"`{self.provider}:{algorithm.name()}`", algorithm.group()])), ""]
        for paragraph in algorithm.summary().split("\n"):
            lines += [plain(paragraph), ""]
        lines += [self.measures, ""] if self.measures else []
        heads = words["column_parameter"], words["column_type"], words["column_help"]
        for title, definitions in (("parameters", self.given), ("advanced", self.advanced)):
            if definitions:
                lines += [f"## {words[title]}", ""]
                lines += table(heads, ((self._name(d), self._kind(d), plain(d.help())) for d in definitions))
        lines += [f"## {words['outputs']}", ""]
        destinations = {d.name() for d in self.made}
        rows = [(self._name(d), self._kind(d), plain(d.help())) for d in self.made]
        others = [o for o in algorithm.outputDefinitions() if o.name() not in destinations]
        rows += [(code(o.name()), self._output_kind(o), plain(o.description())) for o in others]
        lines += table((words["column_output"], *heads[1:]), rows)
        lines += [f"## {words['example']}", "", words["example_note"], "", "```text", self.example(), "```", ""]
        lines += [f"## {words['formats']}", "", *(f"- {line}" for line in self._formats()), ""]
        return whole(lines, words["generated"])

    def example(self) -> str:
        """Write a call of qgis_process that runs as it stands, in every shell."""
        arguments = []
        for definition in (*self.given, *self.advanced, *self.made):
            name, optional = definition.name(), bool(definition.flags() & OPTIONAL)
            value = OUTPUT_FILES.get((self.algorithm.name(), name), EXAMPLES.get(name))
            if value is None and not optional and definition.defaultValue() is None:
                raise SystemExit(
                    f"scripts/documentation/reference.py: add an example for {self.algorithm.name()}.{name} to EXAMPLES"
                )
            if value is not None:
                arguments += [f'"{name}={v}"' for v in ((value,) if isinstance(value, str) else value)]
        return " ".join(["qgis_process", "run", f"{self.provider}:{self.algorithm.name()}", "--", *arguments])

    def _name(self, definition: QgsProcessingParameterDefinition) -> str:
        return f"**{plain(definition.description())}**<br>{code(definition.name())}"

    def _kind(self, definition: QgsProcessingParameterDefinition) -> str:
        """Type, choices, limits, default, and whether it may be left out."""
        words, default = self.words, definition.defaultValue()
        facts = [self._type(definition)]
        if definition.type() == "enum":
            facts.append(words["choices"].format(codes(definition.options(), words["join"])))
        if isinstance(definition, QgsProcessingParameterNumber) and definition.minimum() > -1e300:  # noqa: PLR2004
            facts.append(words["least"].format(f"{definition.minimum():g}"))
        if isinstance(default, bool):
            facts.append(words["default"].format(words["yes" if default else "no"]))
        elif definition.type() == "enum" and definition.allowMultiple():
            facts.append(words["default"].format(words["all"] if default == definition.options() else default))
        elif default not in (None, "") and not definition.isDestination():
            facts.append(words["default"].format(code(f"{default:g}" if isinstance(default, float) else default)))
        if definition.flags() & OPTIONAL:
            facts.append(words["optional"])
        return "<br>".join(facts)

    def _type(self, definition: QgsProcessingParameterDefinition) -> str:
        kind, words = definition.type(), self.words
        if kind in ("source", "vectorDestination", "sink"):
            types = definition.dataTypes() if kind == "source" else [definition.dataType()]
            word = "polygons" if types == [VECTOR_POLYGON] else "table"
            return words[word if kind == "source" else f"{word}_made"]
        if kind == "file" and definition.behavior() == type(definition).Behavior.Folder:
            return words["folder"]
        if kind in ("file", "fileDestination"):
            endings = definition.fileFilter().partition("(")[2].rstrip(")").split()
            joined = codes((ending.lstrip("*") for ending in endings), words["join"])
            return words["file" if kind == "file" else "file_made"].format(joined)
        if kind == "enum" and definition.allowMultiple():
            return words["enums"]
        if kind == "multilayer" and definition.layerType() == FILE:
            return words["files"]
        return words[{"folderDestination": "folder_made"}.get(kind, kind)]

    def _output_kind(self, output: QgsProcessingOutputDefinition) -> str:
        kinds = {
            "outputNumber": "number_made",
            "outputString": "string",
            "outputFile": "any_file_made",
            "outputHtml": "page_made",
            "outputFolder": "folder_made",
        }
        return self.words[kinds[output.type()]]

    def _formats(self) -> list[str]:
        """List the formats that this algorithm can read and write."""
        words, kinds = self.words, {d.type() for d in (*self.given, *self.advanced)}
        lines = [words["layers_in"]] if kinds & {"source", "multilayer"} else []
        if {d.type() for d in self.made} & {"vectorDestination", "sink"}:
            lines.append(words["layers_out"].format(codes(FORMATS, words["join"])))
        definitions = (*self.given, *self.advanced, *self.made)
        names = {definition.name() for definition in definitions}
        lines += [words[name.lower()] for name in ("POLICY", "PROFILE") if name in names]
        spreadsheets = any(".xlsx" in d.fileFilter() for d in definitions if hasattr(d, "fileFilter"))
        return lines + ([words["xlsx"]] if spreadsheets else [])


def index(pages: Sequence[Page], more: Iterable[tuple[str, str, str]], language: str) -> str:
    """List all algorithms by group, and `more` pages (name, title, what they say)."""
    words = WORDS[language]
    lines = [f"# {words['index']}", "", words["introduction"], ""]
    for group in sorted({page.algorithm.groupId() for page in pages}, key=GROUPS.index):
        members = [page.algorithm for page in pages if page.algorithm.groupId() == group]
        lines += [f"## {members[0].group() or words['alone']}", ""]
        for algorithm in members:
            title, summary = plain(algorithm.displayName()), plain(algorithm.summary().split("\n", 1)[0])
            lines.append("- " + words["entry"].format(title=title, name=algorithm.name(), summary=summary))
        lines.append("")
    lines += [
        f"## {words['data']}",
        "",
        *(f"- [{title}]({name}.md){words['says']}{says}" for name, title, says in more),
    ]
    return whole([*lines, ""], words["generated"])


def pages(language: str, more: Iterable[tuple[str, str, str]]) -> dict[str, str]:
    """Return the page of every algorithm and the index, by name; the index also lists the `more` pages."""
    translator = install_translator(language)
    # Texts are translated when an algorithm is made; so each language has a provider of its own.
    registry, provider = QgsApplication.processingRegistry(), FarmlandRedlineProvider()
    registry.addProvider(provider)
    made = [Page(provider.id(), provider.algorithm(algorithm.ID), language) for algorithm in ALGORITHMS]
    texts = {page.algorithm.name(): page.text() for page in made}
    texts["index"] = index(made, more, language)
    del made
    registry.removeProvider(provider)
    if translator is not None:
        QgsApplication.removeTranslator(translator)
    return texts
