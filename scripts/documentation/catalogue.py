"""Reference pages of data: fields and roles of the layers, columns of the results, and the values that they hold."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

import yaml

from farmland_redline.processing.bridge.i18n import report_language
from farmland_redline.processing.bridge.paths import DEFAULT_POLICY, SURVEY
from farmland_redline.processing.bridge.problem_messages import _texts as problem_texts
from farmland_redline.processing.bridge.survey.schema import load_survey
from farmland_redline.processing.bridge.vocabulary import level_labels
from farmland_redline.processing.reports import labels

from .markdown import code, codes, plain, table, whole
from .site import ROOT

WORDS = {
    "en": {
        "generated": "Made by `make docs` from docs/columns.yaml, resources and code: edit it there.",
        "join": ", ",
        "yes": "yes",
        "fields": "Fields and layers",
        "fields_about": "What layers need and may have. Names are matched whatever their case, by the standard name or "
        "any of the others; the parameter “Field mapping” comes before all of them.",
        "parcels": "Survey parcels",
        "field_heads": ("Field", "Meaning", "Type", "Needed", "Other names"),
        "text": "text",
        "real": "number",
        "integer": "whole number",
        "roles": "Zone layers",
        "roles_about": "What a zone layer is, its role, is recognised by the layer's name: by one of these names, or "
        "by one of them standing alone in it; where the name says nothing, by its fields. What is not clear is asked "
        "back: say it in “Roles of zone layers”, by the role's id, or in the office's profile.",
        "role_heads": ("Role", "Meaning", "Layer names", "Fields of such a layer", "What pieces receive"),
        "units": "Administrative units",
        "units_about": "Any polygon layer with a code and a name. The code's length tells the level.",
        "unit_heads": ("What", "Names"),
        "unit_code": "field of the code",
        "unit_name": "field of the name",
        "digits": "{}: {} digits",
        "personal": "Personal columns",
        "personal_about": "Columns with one of these names, or with one in theirs (`ZRRZJHM_1`, `YJJBNTTB_LXDH`), and "
        "those that a pattern finds (`resources/survey/fields.yaml`; examples below) are not read and reach no output, "
        "unless “Keep personal columns in outputs” is on. An office names more in its profile.",
        "pattern_heads": ("A pattern finds", "and leaves"),
        "columns": "Columns of the results",
        "columns_about": "The tables of `farmland_redline.gpkg`; the single algorithms make the same ones. Areas in "
        "`_m2` are square metres, in `_mu` mu (1 mu = 2000/3 m²).",
        "column_heads": ("Column", "Meaning", "Heading in the workbook"),
        "values": "Values and rules",
        "values_about": "The ids that stand in the results, with their names, and the rules of the default policy that "
        "give them. Another policy may have others.",
        "conflicts": "Conflicts",
        "rules": "Rules for conflicts, from the top; the first that fits decides:",
        "rule_heads": ("Kind", "Classes", "Condition", "Baseline", "Severity", "Measures"),
        "candidates": "Candidates",
        "candidate_rules": "Sources of candidates, from the top; the first that fits sets source and tier:",
        "candidate_heads": ("Source", "Tier", "Classes", "Condition", "Measures"),
        "problems": "Data problems",
        "problem_heads": ("Kind", "Title", "Message", "Remedy"),
        "value_heads": ("Column", "Value", "Name"),
    },
    "zh": {
        "generated": "本页由 `make docs` 根据 docs/columns.yaml、resources 和代码生成，请勿直接修改。",
        "join": "、",
        "yes": "必需",
        "fields": "字段和图层",
        "fields_about": "各图层必需和可用的字段。字段按标准名称或任一别名识别，不区分大小写；参数“字段对应”优先。",
        "parcels": "国土调查图斑",
        "field_heads": ("字段", "含义", "类型", "是否必需", "别名"),
        "text": "文本",
        "real": "数值",
        "integer": "整数",
        "roles": "分区图层",
        "roles_about": "分区图层是什么（角色），按图层名识别：与下列名称相同，或其中之一独立地出现在图层名中；图层名看"
        "不出时按字段识别。不明确的不作猜测，请在“分区图层角色”中用角色代码指明，或写入单位配置。",
        "role_heads": ("角色", "含义", "可识别的图层名", "特征字段", "带入碎块的属性"),
        "units": "行政区",
        "units_about": "带代码和名称的面图层。级别由代码长度确定。",
        "unit_heads": ("项目", "名称"),
        "unit_code": "代码字段",
        "unit_name": "名称字段",
        "digits": "{}：{} 位",
        "personal": "个人信息字段",
        "personal_about": "名称与下列之一相同或包含其中之一的字段（如 `ZRRZJHM_1`、`YJJBNTTB_LXDH`），以及符合规则的"
        "字段（`resources/survey/fields.yaml`，举例如下），不读取，不进入任何成果，除非打开“成果中保留个人信息字段”。单位可在单位"
        "配置中补充。",
        "pattern_heads": ("规则可识别", "不识别"),
        "columns": "成果字段",
        "columns_about": "`farmland_redline.gpkg` 中各表的字段，单个算法的输出与之相同。`_m2` 为平方米，`_mu` 为亩"
        "（1 亩 = 2000/3 平方米）。",
        "column_heads": ("字段", "含义", "工作簿中的表头"),
        "values": "取值和规则",
        "values_about": "成果中出现的代码及其名称，以及默认政策文件中得出这些代码的规则。"
        "换用其他政策文件时以该文件为准。",
        "conflicts": "占用冲突",
        "rules": "占用冲突判定规则，自上而下取最先符合的一条：",
        "rule_heads": ("冲突类型", "地类", "条件", "基期状况", "严重程度", "对应举措"),
        "candidates": "恢复潜力地块",
        "candidate_rules": "潜力来源，自上而下，最先符合的一条决定来源和恢复难易：",
        "candidate_heads": ("潜力来源", "恢复难易", "地类", "条件", "对应举措"),
        "problems": "数据问题",
        "problem_heads": ("类型", "标题", "说明", "处理建议"),
        "value_heads": ("字段", "取值", "名称"),
    },
}
# Which columns hold the ids of which table of the policy's terms, by section.
TERMS = {
    "conflicts": (("kind", "kinds"), ("severity", "severities"), ("origin", "origins")),
    "candidates": (("source", "sources"), ("tier", "tiers"), ("deferred", "deferred")),
}
REASONS, FLAGS = "reasons", "flags"


def pages(language: str) -> dict[str, str]:
    """Return the pages by name."""
    return {"fields": fields(language), "columns": columns(language), "values": values(language)}


def entries(language: str) -> list[tuple[str, str, str]]:
    """Name, title and first words of each page."""
    words = WORDS[language]
    return [(name, words[name], words[f"{name}_about"]) for name in ("fields", "columns", "values")]


def described() -> dict[str, dict]:
    """Read docs/columns.yaml."""
    return yaml.safe_load((ROOT / "docs" / "columns.yaml").read_text(encoding="utf-8"))


def fields(language: str) -> str:
    """Fields of the layers that are read, and roles of zone layers."""
    words, survey, english = WORDS[language], load_survey(), described()["fields"]
    lines = [f"# {words['fields']}", "", words["fields_about"], "", f"## {words['parcels']}", ""]
    lines += table(
        words["field_heads"],
        (
            (
                code(name),
                field.alias if language == "zh" else english[name],
                words[field.kind],
                words["yes"] if field.required else "",
                codes(field.names, words["join"]),
            )
            for name, field in survey.fields.items()
        ),
    )
    lines += [f"## {words['roles']}", "", words["roles_about"], ""]
    lines += table(
        words["role_heads"],
        (
            (
                code(name),
                plain(survey.role_names[language][name]),
                codes(survey.kinds[name].layers, words["join"]),
                codes((" + ".join(sorted(s.columns)) for s in survey.kinds[name].signatures), words["join"]),
                codes((f"{name}_{field}" for field in (*role.carries, *role.shares)), words["join"]),
            )
            for name, role in survey.roles.items()
        ),
    )
    lines += [f"## {words['units']}", "", words["units_about"], ""]
    lines += table(
        words["unit_heads"],
        (
            (words["unit_code"], codes(survey.unit_code, words["join"])),
            (words["unit_name"], codes(survey.unit_name, words["join"])),
        ),
    )
    levels = level_labels(report_language(language))
    lines += [f"- {words['digits'].format(levels[level], size)}" for level, size in survey.levels.items()]
    lines += ["", f"## {words['personal']}", "", words["personal_about"], ""]
    lines += [codes(survey.personal.names, words["join"]), ""]
    patterns = yaml.safe_load((SURVEY / "fields.yaml").read_text(encoding="utf-8"))["personal_patterns"]
    lines += table(
        words["pattern_heads"],
        ((codes(row["finds"], words["join"]), codes(row["leaves"], words["join"])) for row in patterns),
    )
    return whole(lines, words["generated"])


def columns(language: str) -> str:
    """Columns of the results, table by table."""
    words, tr = WORDS[language], report_language(language)
    parcels, summary = labels.parcel_columns(tr), labels.summary_columns(tr)
    headings = {"parcels": parcels, "summary": summary, "zones": {**summary, **parcels, **labels.zone_columns(tr)}}
    lines = [f"# {words['columns']}", "", words["columns_about"], ""]
    for name, layer in described().items():
        if name == "fields":
            continue
        shown = headings.get(layer.get("headings"), {})
        lines += [f"## {layer['title'][language]} {{#{name}}}", "", layer["about"][language], ""]
        rows = [
            (code(column), text[language], plain(shown.get(column, ""))) for column, text in layer["columns"].items()
        ]
        heads = words["column_heads"]
        lines += table(heads if shown else heads[:2], rows if shown else (cells[:2] for cells in rows))
    return whole(lines, words["generated"])


def values(language: str) -> str:
    """Ids of the results with their names, the rules that give them, and the problems that can be found."""
    words = WORDS[language]
    policy = yaml.safe_load(DEFAULT_POLICY.read_text(encoding="utf-8"))
    names = {key: {row["id"]: row[f"name_{language}"] for row in rows} for key, rows in policy["terms"].items()}
    lines = [f"# {words['values']}", "", words["values_about"], ""]
    lines += [f"## {words['conflicts']} {{#conflicts}}", ""]
    flags = (*(row["flag"] for row in policy["conflict_flags"]), *(row.get("flag") for row in policy["severity_caps"]))
    lines += _terms(words, names, TERMS["conflicts"], {"flags": (FLAGS, flags)})
    lines += [
        words["rules"],
        "",
        *table(words["rule_heads"], (_rule(row, names, words) for row in policy["conflicts"])),
    ]
    lines += [f"## {words['candidates']} {{#candidates}}", ""]
    reasons = {
        "excluded": (REASONS, [row["reason"] for row in policy["exclusions"]]),
        "reason": (REASONS, [row["reason"] for row in policy["deferrals"]]),
        "flags": (FLAGS, [row["flag"] for row in policy["candidate_flags"]]),
    }
    lines += _terms(words, names, TERMS["candidates"], reasons)
    rules = (_source(row, names, words) for row in policy["candidates"])
    lines += [words["candidate_rules"], "", *table(words["candidate_heads"], rules)]
    lines += [f"## {words['problems']} {{#problems}}", ""]
    problems = problem_texts(report_language(language)).items()
    lines += table(words["problem_heads"], ((code(kind), *map(_with_gaps, texts)) for kind, texts in problems))
    return whole(lines, words["generated"])


def _terms(
    words: Mapping[str, object],
    names: Mapping[str, Mapping[str, str]],
    complete: Iterable[tuple[str, str]],
    chosen: Mapping[str, tuple[str, Iterable[str | None]]],
) -> list[str]:
    """Columns with their ids: all of a table of terms, or the chosen ones."""
    rows = [(column, key, names[key]) for column, key in complete]
    rows += [(column, key, list(dict.fromkeys(filter(None, ids)))) for column, (key, ids) in chosen.items()]
    return table(
        words["value_heads"],
        ((code(column), code(i), plain(str(names[key][i]))) for column, key, ids in rows for i in ids),
    )


def _rule(row: Mapping[str, object], names: Mapping[str, Mapping[str, str]], words: Mapping) -> Sequence[str]:
    return (
        f"{plain(names['kinds'][row['kind']])}<br>{code(row['kind'])}",
        codes(row.get("classes", ()), " "),
        _condition(row.get("when")),
        codes(row.get("origin", ()), " "),
        str(row["severity"]),
        words["join"].join(map(str, row["measures"])),
    )


def _source(row: Mapping[str, object], names: Mapping[str, Mapping[str, str]], words: Mapping) -> Sequence[str]:
    return (
        f"{plain(names['sources'][row['source_id']])}<br>{code(row['source_id'])}",
        code(row["tier"]),
        codes(row.get("classes", ()), " "),
        _condition(row.get("when")),
        words["join"].join(map(str, row["measures"])),
    )


def _condition(when: object) -> str:
    """Write a condition as the policy does."""
    if when is None:
        return ""
    return code(yaml.safe_dump(when, allow_unicode=True, default_flow_style=True, width=1000, sort_keys=False).strip())


def _with_gaps(text: str) -> str:
    """Return a message with an ellipsis for each fact that a row puts in."""
    return plain(re.sub(r"\{\w+\}", "…", text))
