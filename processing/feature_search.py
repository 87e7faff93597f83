"""Parcels, units and findings of the open project by what people call them: number, code, id or name."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from qgis.core import (
    QgsExpression,
    QgsFeature,
    QgsFeatureRequest,
    QgsFeedback,
    QgsProject,
    QgsVectorLayer,
    QgsVectorLayerFeatureSource,
)

from .bridge.compat import WITHOUT_GEOMETRY
from .bridge.io.decisions import identifier_among
from .bridge.survey.schema import Survey
from .recognised_inputs import PARCEL_KIND, UNIT_KIND, recognise_project

_SHORTEST_END = 4  # of a text that may be the end of an id: shorter ones end too many
_MOST = 15  # hits of a layer for each way of looking
# Columns with ids of results that have a place, beside those of findings.
_RESULTS = ("block_id", "use_id", "reserve_piece_id", "supplement_id", "part_id")
_NUMBERS, _PLACE = ("BSM", "TBBH"), "ZLDWMC"
_EXACT, _BEGINS, _WITHIN = 1.0, 0.6, 0.3  # how well a hit fits, at least
_CLOSER = 0.2  # and how much better where the text is all but the whole value


@dataclass(frozen=True)
class SearchedLayer:
    """A layer to look in, with a source of its features that any thread may read.

    Attributes:
        layer: its id in the project.
        title: its name in the project.
        source: of its features.
        identifiers: columns with ids, codes and numbers.
        names: columns with names.
        told: columns that tell a hit apart, beside those.

    """

    layer: str
    title: str
    source: QgsVectorLayerFeatureSource
    identifiers: tuple[str, ...]
    names: tuple[str, ...]
    told: tuple[str, ...]


@dataclass(frozen=True)
class Hit:
    """A feature that was found.

    Attributes:
        layer: the id of its layer in the project.
        title: the layer's name.
        feature: its id in the layer.
        name: what it is called.
        about: what else tells it apart.
        score: how well it fits, up to 1.

    """

    layer: str
    title: str
    feature: int
    name: str
    about: str
    score: float


def searched_layers(project: QgsProject, survey: Survey) -> list[SearchedLayer]:
    """Return the layers to look in: findings, units, and parcels as recognised; in the thread where layers live."""
    kinds = {one.layer: one.kind for one in recognise_project(project, survey)}
    found = []
    for layer in project.mapLayers().values():
        if isinstance(layer, QgsVectorLayer) and layer.isValid():
            made = _searched(layer, kinds.get(layer.id(), ""), survey)
            found += [made] if made is not None else []
    return found


def find_features(layer: SearchedLayer, text: str, feedback: QgsFeedback) -> Iterator[Hit]:
    """Yield the features of a layer that a text names, the best first; in any thread.

    Args:
        layer: to look in.
        text: a number, code, id or name, or part of it.
        feedback: stops the search.

    """
    text, seen = text.strip(), set()
    if not text:
        return
    for way in _ways(layer, text):
        request = QgsFeatureRequest()
        request.setFilterExpression(way.filter)
        request.setFlags(WITHOUT_GEOMETRY)
        request.setFeedback(feedback)
        hits = 0
        for feature in layer.source.getFeatures(request):
            if feedback.isCanceled():
                return
            values = [value for value in (_text(feature[column]) for column in way.columns) if way.fits(value)]
            if values and feature.id() not in seen:
                seen.add(feature.id())
                hits += 1
                closer = 0.0 if way.score == _EXACT else _CLOSER * len(text) / min(map(len, values))
                yield _hit(layer, feature, way.score + closer)
            if hits == _MOST:
                break


def _searched(layer: QgsVectorLayer, kind: str, survey: Survey) -> SearchedLayer | None:
    """Return how to look in a layer; None where it has nothing that people name."""
    columns = layer.fields().names()

    def present(names: Iterable[str]) -> tuple[str, ...]:
        """Return the columns that a layer has of some, by whatever name of the survey."""
        return tuple(filter(None, (_column(columns, name, survey) for name in names)))

    finding = identifier_among(columns)
    own = (finding,) if finding else present(_RESULTS) if layer.isSpatial() else ()
    names: tuple[str, ...] = ()
    told: tuple[str, ...] = ()
    if own or kind == PARCEL_KIND:
        identifiers, told = (*own, *present(_NUMBERS)), present(("DLMC", _PLACE))
    elif kind == UNIT_KIND:
        identifiers, names = _first(columns, survey.unit_code), _first(columns, survey.unit_name)
    else:
        return None
    if not identifiers and not names:
        return None
    return SearchedLayer(layer.id(), layer.name(), QgsVectorLayerFeatureSource(layer), identifiers, names, told)


def _column(columns: Sequence[str], name: str, survey: Survey) -> str:
    """Return the column under which a layer has a field, by its names in the survey; empty where it has none."""
    field = survey.fields.get(name)
    names = (name,) if field is None else (name, field.alias, *field.names)
    return next(iter(_first(columns, names)), "")


def _first(columns: Sequence[str], names: Iterable[str]) -> tuple[str, ...]:
    """Return the first of some names that columns have, in whatever case."""
    present = {column.casefold(): column for column in columns}
    return tuple(present[name.casefold()] for name in names if name.casefold() in present)[:1]


@dataclass(frozen=True)
class _Way:
    """A way to look for a text in columns.

    Attributes:
        score: how well its hits fit.
        columns: to look in.
        filter: what the layer's provider answers quickly; it may let more pass.
        fits: whether a value is a hit.

    """

    score: float
    columns: tuple[str, ...]
    filter: str
    fits: Callable[[str], bool]


def _ways(layer: SearchedLayer, text: str) -> Iterator[_Way]:
    """Yield the ways to look for a text, the closest first."""
    sought = text.casefold()
    # Providers do not agree on what escapes a sign of LIKE, so such a sign stands for any character here.
    pattern = text.replace("\\", "_")

    def way(score: float, columns: tuple[str, ...], test: str, fits: Callable[[str], bool]) -> Iterator[_Way]:
        tests = (f"{QgsExpression.quotedColumnRef(column)} {test}" for column in columns)
        if columns:
            yield _Way(score, columns, " OR ".join(tests), fits)

    exact = f"= {_quoted(text)}"
    yield from way(_EXACT, (*layer.identifiers, *layer.names), exact, lambda value: value.casefold() == sought)
    within = f"ILIKE {_quoted(f'%{pattern}%')}"
    if layer.names:
        begins = f"LIKE {_quoted(f'{pattern}%')}"
        yield from way(_BEGINS, layer.identifiers, begins, lambda value: value.casefold().startswith(sought))
        yield from way(_WITHIN, layer.names, within, lambda value: sought in value.casefold())
    elif len(text) >= _SHORTEST_END:
        yield from way(_WITHIN, layer.identifiers, within, lambda value: sought in value.casefold())


def _text(value: object) -> str:
    """Return a value as text, empty for null."""
    return str(value) if isinstance(value, (str, int, float)) else ""


def _quoted(text: str) -> str:
    return str(QgsExpression.quotedString(text))


def _hit(layer: SearchedLayer, feature: QgsFeature, score: float) -> Hit:
    """Return a feature with what it is called."""

    def told(columns: Iterable[str]) -> list[str]:
        return list(filter(None, (_text(feature[column]) for column in columns)))

    called = told((*layer.names, *layer.identifiers))
    return Hit(layer.layer, layer.title, feature.id(), called[0], " · ".join((*called[1:], *told(layer.told))), score)
