"""Styles of the result layers: renderers made from data, for maps and for layers loaded into QGIS."""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from typing import Any, cast

import pandas as pd
from qgis.core import (
    QgsCategorizedSymbolRenderer,
    QgsEditorWidgetSetup,
    QgsFillSymbol,
    QgsLinePatternFillSymbolLayer,
    QgsLineSymbol,
    QgsMarkerSymbol,
    QgsRendererCategory,
    QgsRuleBasedRenderer,
    QgsSimpleFillSymbolLayer,
    QgsSymbol,
    QgsVectorLayer,
    QgsVectorLayerUtils,
)
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QColor

from ...analysis.review import DISMISSED, VERDICT, is_reviewed
from ...analysis.vocabulary import Verdict
from ...bridge.errors import InputError
from ...bridge.io.sql import literal
from ...bridge.plain_text import shown_text, without_expressions
from ...bridge.policy.reader import load_classes
from ...bridge.problem_messages import kind_titles
from ...bridge.vocabulary import (
    problem_severity_labels,
    verdict_labels,
    yes_no_labels,
)
from ..balance_labels import PROJECT_STATES, SUPPLEMENT_STATES
from ..block_labels import BLOCKS, PLAN, SWAPS
from ..case_labels import PATCHES
from ..changes import CHANGES
from ..column_names import ABANDONED, LOSSES, PROBLEMS, column_headings, column_words, heading_of
from ..labels import (
    Translate,
)
from ..measure_labels import RESERVE_PIECES, USE_FINDINGS, measure_columns, measure_words
from ..names import Names
from ..site_labels import COMPARISON, SITE_PARTS, SITES, SUPPLEMENTS
from .style_files import STANDARD, style_data

PIECES, CONFLICTS, CANDIDATES = "pieces", "conflicts", "candidates"
STYLED = (
    *(CONFLICTS, CANDIDATES, PIECES, PROBLEMS, CHANGES, PATCHES, BLOCKS, PLAN, SWAPS, COMPARISON, SITES, SITE_PARTS),
    *(SUPPLEMENTS, SUPPLEMENT_STATES, PROJECT_STATES, LOSSES, ABANDONED, USE_FINDINGS, RESERVE_PIECES),
)
_BY_CLASS = (PIECES, SITE_PARTS)  # drawn by the land class
_AREAS = ("_mu", "_m2")
# The groups that name what styles distinguish; tables of measures have words of their own.
_STYLE_GROUPS = {CONFLICTS: "severities", CANDIDATES: "tiers", CHANGES: "directions", LOSSES: "losses"}
# Suffixes of the survey's codes for parts of a class (K 可调整, A third level), drawn and named as the class itself.
_VARIANTS = ("K", "A")


# What findings are drawn by after a review: the field of their style, marked where they are confirmed, or the verdict
# that dismissed them. A function reads it, so that layers without the column are drawn as well.
_REVIEWED = (
    "CASE WHEN attribute('{verdict}') IN ({dismissed}) THEN attribute('{verdict}') "
    "WHEN attribute('{verdict}') IN ({confirmed}) THEN to_string(\"{field}\") || '{mark}' "
    'ELSE to_string("{field}") END'
)
_CONFIRMED, _MARK = (Verdict.CONFIRMED.value, Verdict.ILLEGAL.value), " confirmed"
_REVIEWABLE = (CONFLICTS, CANDIDATES, LOSSES, ABANDONED)


# Pens by the names that the data gives them.
PENS = {
    "solid": Qt.PenStyle.SolidLine,
    "dash": Qt.PenStyle.DashLine,
    "dot": Qt.PenStyle.DotLine,
    "dash dot": Qt.PenStyle.DashDotLine,
}


class StyleError(InputError):
    """A style cannot be made; the message says which file or kind is at fault."""


def fade_of(kind: str, style: str) -> float:
    """Return how pale a run's layer of a kind is in a style: pieces are, below the findings."""
    return float(style_data(style)[PIECES]["fade"]) if kind == PIECES else 0.0


def name_fields(
    layer: QgsVectorLayer,
    kind: str,
    tr: Translate,
    names: Names,
    others: Mapping[str, str],
    joined: Mapping[str, Iterable[str]] | None = None,
) -> None:
    """Have QGIS show a result layer's columns and ids under their names; stored values stay as they are.

    Args:
        layer: the layer.
        kind: 'pieces', 'conflicts', 'candidates', 'changes', 'flows', 'summary', 'problems', or a table of a measure.
        tr: translates.
        names: labels of ids.
        others: names of columns that are not the reports' own.
        joined: values of columns that hold several ids, by column (see `joined_values`).
    """
    headings = column_headings(kind, tr, names, others)
    words = column_words(kind, tr, names, joined or {})
    for index, name in enumerate(layer.fields().names()):
        layer.setFieldAlias(index, heading_of(name, headings, tr))
        config = [{label: value} for value, label in words.get(name, {}).items()]
        if config:
            layer.setEditorWidgetSetup(index, QgsEditorWidgetSetup("ValueMap", {"map": config}))


def style_layer(
    layer: QgsVectorLayer,
    kind: str,
    tr: Translate,
    names: Names | None = None,
    present: Iterable[object] | None = None,
    fade: float = 0.0,
    boundaries: bool = True,
    style: str = STANDARD,
    reviewed: bool | None = None,
) -> None:
    """Give a result layer its renderer.

    Args:
        layer: the layer; it needs the field that the style's data names (DLBM, severity, tier).
        kind: one of `STYLED`.
        tr: translates the words that are neither the policy's nor the survey's.
        names: labels of classes, severities and tiers; without them the ids show.
        present: values that occur (see `style_values`), which alone get a category; all by default.
        fade: share of white (0 to 1) mixed into the land classes' fills.
        boundaries: whether features show their boundaries in a colour of their own.
        style: name of a style (see `style_files`).
        reviewed: whether findings show what a review has decided; by default where the layer says it.

    Raises:
        StyleError: no style for this kind.
    """
    names = names or Names()
    if reviewed is None:
        reviewed = kind in _REVIEWABLE and layer.fields().indexOf(VERDICT) >= 0
    data = style_data(style)
    found = None if present is None else {str(value) for value in present}
    if kind == PROBLEMS:
        layer.setRenderer(_problem_renderer(data[kind], tr, found or set()))
        return
    if kind in _BY_CLASS:
        categories = _piece_categories(data[kind], names, tr, found, fade, boundaries)
    elif kind in STYLED:
        categories = _result_categories(data, kind, names, tr, found, boundaries, reviewed)
    else:
        raise StyleError(tr("There is no style for layers of the kind {kind}.").format(kind=kind))
    renderer = QgsCategorizedSymbolRenderer(drawn_by(kind, reviewed), categories)
    if kind == CONFLICTS:
        _draw_severe_last(renderer)
    layer.setRenderer(renderer)


def generalise_classes(layer: QgsVectorLayer, names: Names, fade: float, style: str = STANDARD) -> None:
    """Have a styled layer of pieces show first-level land classes, for sheets whose legend cannot hold all classes.

    Args:
        layer: the pieces, as `style_layer` left them.
        names: labels of the classes.
        fade: share of white (0 to 1) mixed into the fills.
        style: name of a style, whose data gives the fill of each first-level class.
    """
    classes, fills = load_classes().by_code, style_data(style)[PIECES]["first_level"]
    renderer = cast(QgsCategorizedSymbolRenderer, layer.renderer())
    levels: dict[str, list[str]] = {}
    symbols: dict[str, QgsSymbol] = {}
    others = []
    for category in renderer.categories():
        value = category.value()
        codes = [str(code) for code in (value if isinstance(value, list) else [value])]
        level = classes[codes[0]].level1 if codes[0] in classes else ""
        if level in fills:
            levels.setdefault(level, []).extend(codes)
            symbols.setdefault(level, cast(QgsSymbol, cast(QgsSymbol, category.symbol()).clone()))
        else:
            others.append(category)
    categories = []
    for level, codes in sorted(levels.items()):
        symbols[level].setColor(_lighten(QColor(fills[level]), fade))
        value = codes if len(codes) > 1 else codes[0]
        categories.append(QgsRendererCategory(value, symbols[level], f"{level} {names.land_class(level)}"))
    layer.setRenderer(QgsCategorizedSymbolRenderer(renderer.classAttribute(), [*categories, *others]))


def set_map_tips(layer: QgsVectorLayer, kind: str) -> None:
    """Give a result layer map tips, with its columns under the names that they have by now."""
    tip = style_data().get(kind, {}).get("tip")
    if not tip:
        return
    parts = []
    for name in tip:
        index = layer.fields().lookupField(name)
        if index >= 0:
            heading = without_expressions(html.escape(layer.attributeDisplayName(index)))
            parts.append(f"<b>{heading}</b> [% {_tip_value(name)} %]")
    layer.setMapTipTemplate("<br>".join(parts))
    layer.setDisplayExpression(f'"{tip[0]}"')


def _tip_value(name: str) -> str:
    """Return the expression of a column's value in a map tip, which QGIS shows as HTML, with scripts and pictures."""
    if name.endswith(_AREAS):
        return f'format_number("{name}", 2)'
    value = f"represent_value(\"{name}\", '{name}')"
    for sign, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        value = f"replace({value}, '{sign}', '{entity}')"
    return value


def drawn_by(kind: str, reviewed: bool) -> str:
    """Return what a result layer's style goes by: the field of its data, or an expression for reviewed findings."""
    field: str = style_data()[kind]["field"]
    if not reviewed:
        return field
    dismissed, confirmed = (", ".join(map(literal, words)) for words in (DISMISSED, _CONFIRMED))
    return _REVIEWED.format(verdict=VERDICT, field=field, mark=_MARK, dismissed=dismissed, confirmed=confirmed)


def style_values(kind: str, frame: pd.DataFrame) -> list[str]:
    """Return the values of a result layer that its style distinguishes; of problems `severity/kind`."""
    if kind == PROBLEMS:
        return (frame["severity"] + "/" + frame["kind"]).unique().tolist()
    values = frame[style_data()[kind]["field"]].dropna()
    if kind in _REVIEWABLE and is_reviewed(frame):
        verdict, values = frame.loc[values.index, VERDICT], values.astype(str)
        values = values.where(~verdict.isin(_CONFIRMED), values + _MARK).where(~verdict.isin(DISMISSED), verdict)
    return [str(value) for value in values.unique()]


def drawn_values(layer: QgsVectorLayer, kind: str) -> list[str]:
    """Return the values of a layer that its style distinguishes (see `style_values`), as it is in its file."""
    reviewed = kind in _REVIEWABLE and layer.fields().indexOf(VERDICT) >= 0
    return values_drawn_by(layer, drawn_by(kind, reviewed))


def values_drawn_by(layer: QgsVectorLayer, attribute: str) -> list[str]:
    """Return the values, as text, of the field or expression that a renderer goes by."""
    index = layer.fields().indexOf(attribute)
    if index >= 0:
        return sorted(map(str, layer.uniqueValues(index)))
    values, _ = QgsVectorLayerUtils.getValues(layer, attribute)
    return sorted({str(value) for value in values if value is not None})


def shows_review(values: Iterable[str]) -> bool:
    """Return whether values that a style distinguishes (`style_values`) tell of a review."""
    return any(value in DISMISSED or value.endswith(_MARK) for value in values)


def unfilled_symbol(line: str, width: float, pen: str = "solid") -> QgsFillSymbol:
    """Return a boundary without fill: a line of a colour, width (mm) and pen (see `PENS`)."""
    symbol = _fill(None, line, width)
    cast(QgsSimpleFillSymbolLayer, symbol.symbolLayer(0)).setStrokeStyle(PENS[pen])
    return symbol


def filled_symbol(style: Mapping[str, Any]) -> QgsFillSymbol:
    """Return a symbol with the fill, line and hatching of a style's data."""
    symbol = _fill(QColor(style["fill"]), style["line"], style["line_width"])
    hatch = style.get("hatch")
    if hatch:
        lines = QgsLinePatternFillSymbolLayer()
        lines.setLineAngle(hatch["angle"])
        lines.setDistance(hatch["distance"])
        lines.setSubSymbol(QgsLineSymbol.createSimple({"color": hatch["line"], "width": str(hatch["width"])}))
        symbol.appendSymbolLayer(lines)
    return symbol


def haloed_symbol(data: Mapping[str, Any]) -> QgsFillSymbol:
    """Return a boundary without fill: a line in a halo, with the colours and widths of a style's data."""
    symbol = _fill(None, data["halo"], data["halo_width"])
    line = _fill(None, data["line"], data["line_width"])  # kept: its layers die with it
    symbol.appendSymbolLayer(line.symbolLayer(0).clone())
    return symbol


def _piece_categories(
    data: Mapping[str, Any], names: Names, tr: Translate, found: set[str] | None, fade: float, boundaries: bool
) -> list[QgsRendererCategory]:
    """Return the categories of the land classes; variants of a class share its category.

    Args:
        data: the style of pieces.
        names: labels of the classes.
        tr: translates.
        found: codes that occur; None for all.
        fade: share of white in the fills.
        boundaries: whether parcels show their boundaries.
    """
    classes = load_classes().by_code
    variants: dict[str, list[str]] = {}
    for code in classes:
        base = code[:-1] if code.endswith(_VARIANTS) and code[:-1] in classes else code
        variants.setdefault(base, []).append(code)
    categories = []
    known: set[str] = set()
    for base, codes in sorted(variants.items()):
        shown = [code for code in codes if found is None or code in found]
        if not classes[base].fill_rgb or not shown:
            continue
        known.update(shown)
        fill = QColor(*(int(part) for part in classes[base].fill_rgb.split(",")))
        symbol = _fill(_lighten(fill, fade), data["line"] if boundaries else None, data["line_width"])
        value = shown if len(shown) > 1 else shown[0]
        categories.append(QgsRendererCategory(value, symbol, shown_text(f"{base} {names.land_class(base)}")))
    if found is None or found - known:
        symbol = _fill(
            _lighten(QColor(data["fallback"]), fade), data["line"] if boundaries else None, data["line_width"]
        )
        categories.append(QgsRendererCategory("", symbol, tr("Other or unknown class")))
    return categories


def _result_categories(
    data: Mapping[str, Any],
    kind: str,
    names: Names,
    tr: Translate,
    found: set[str] | None,
    boundaries: bool,
    reviewed: bool,
) -> list[QgsRendererCategory]:
    """Return the categories of a layer; after a review of findings, of confirmed and of dismissed ones as well.

    Args:
        data: the style.
        kind: of the layer.
        names: the labels.
        tr: translates the words of the review.
        found: values that occur (`style_values`); None for all.
        boundaries: whether features show their boundaries.
        reviewed: whether the layer is drawn by its review.
    """
    own = data[kind]["categories"]
    categories, labels = [], _value_labels(kind, data[kind]["field"], names, tr) if own else {}
    words, review = verdict_labels(tr), data["reviewed"]
    for row in own:
        label = labels.get(str(row["id"]), str(row["id"]))
        if found is None or str(row["id"]) in found:
            # A line in the fill's own colour keeps the smallest pieces visible without darkening them; what is hatched
            # is known by its boundary.
            bare = not boundaries and "hatch" not in row
            symbol = filled_symbol({**row, "line": row["fill"]} if bare else row)
            categories.append(QgsRendererCategory(row["id"], symbol, shown_text(label)))
        confirmed = f"{row['id']}{_MARK}"
        if reviewed and (found is None or confirmed in found):
            title = tr("{one}, {another}").format(one=label, another=words[Verdict.CONFIRMED.value])
            symbol = filled_symbol({**row, **review["confirmed"]})
            categories.append(QgsRendererCategory(confirmed, symbol, shown_text(title)))
    for row in review["dismissed"] if reviewed else ():
        if found is None or row["id"] in found:
            categories.append(QgsRendererCategory(row["id"], filled_symbol(row), words[row["id"]]))
    if "fallback" in data[kind]:
        title = tr("Other") if own else tr("Abandoned land")  # the one list without kinds
        categories.append(QgsRendererCategory("", filled_symbol(data[kind]["fallback"]), title))
    return categories


def _value_labels(kind: str, field: str, names: Names, tr: Translate) -> Mapping[str, str]:
    """Return the labels of the values that a style distinguishes; “yes” alone says nothing without its column."""
    if kind in _STYLE_GROUPS:
        return names.terms.get(_STYLE_GROUPS[kind], {})
    labels = measure_words(kind, tr, names)[field]
    if set(labels) != set(yes_no_labels(tr)):
        return labels
    heading = measure_columns(kind, tr, names)[field]
    return {value: tr("{one}: {another}").format(one=heading, another=label) for value, label in labels.items()}


def _problem_renderer(data: Mapping[str, Any], tr: Translate, found: set[str]) -> QgsRuleBasedRenderer:
    """Return a renderer of severities, and below each the kinds found; the most severe are drawn last."""
    severities, titles = problem_severity_labels(tr), kind_titles(tr)
    root = QgsRuleBasedRenderer.Rule(None)
    for number, row in enumerate(reversed(data["categories"])):
        properties = {
            "name": row["shape"],
            "color": row["fill"],
            "size": str(row["size"]),
            "outline_color": data["line"],
            "outline_width": str(data["line_width"]),
        }
        symbol = cast(QgsMarkerSymbol, QgsMarkerSymbol.createSimple(properties))
        symbol.symbolLayer(0).setRenderingPass(number)
        kinds = [kind for severity, kind in (value.split("/", 1) for value in found) if severity == row["id"]]
        rule = QgsRuleBasedRenderer.Rule(None if kinds else symbol.clone(), 0, 0, f"\"severity\" = '{row['id']}'")
        rule.setLabel(severities[row["id"]])
        for kind in sorted(kinds, key=lambda kind: titles.get(kind, kind)):
            part = QgsRuleBasedRenderer.Rule(symbol.clone(), 0, 0, f'"kind" = {literal(kind)}')
            part.setLabel(shown_text(titles.get(kind, kind)))
            rule.appendChild(part)
        if kinds or not found:
            root.insertChild(0, rule)
    renderer = QgsRuleBasedRenderer(root)
    renderer.setUsingSymbolLevels(True)
    return renderer


def _draw_severe_last(renderer: QgsCategorizedSymbolRenderer) -> None:
    """Draw the categories in reverse, so that a severe conflict is never hidden below a lesser one."""
    renderer.setUsingSymbolLevels(True)
    count = len(renderer.categories())
    for index, category in enumerate(renderer.categories()):
        symbol = cast(QgsSymbol, cast(QgsSymbol, category.symbol()).clone())
        for number in range(symbol.symbolLayerCount()):
            symbol.symbolLayer(number).setRenderingPass(count - index)
        renderer.updateCategorySymbol(index, symbol)


def _lighten(colour: QColor, share: float) -> QColor:
    """Return a colour with a share of white mixed in."""
    return QColor(*(round(part + (255 - part) * share) for part in (colour.red(), colour.green(), colour.blue())))


def _fill(fill: QColor | None, line: str | None, width: float) -> QgsFillSymbol:
    """Return a plain fill symbol; no fill or line where it is None. The width is in mm."""
    properties = {
        "style": "no" if fill is None else "solid",
        "color": "#ffffff" if fill is None else fill.name(),
        "outline_style": "no" if line is None else "solid",
        "outline_color": line or "#000000",
        "outline_width": str(width),
        "joinstyle": "round",
    }
    return cast(QgsFillSymbol, QgsFillSymbol.createSimple(properties))
