"""Recognition of zone layers: by the user's statement, else by name, else by fields; an unclear layer is an error."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from ..errors import ErrorCollector, InputError
from ..i18n import tr, user_language
from .schema import LayerKind, Signature, Survey

_SHOWN = 12  # columns that a message lists


class UnclearLayerError(InputError):
    """A zone layer that is not recognised.

    Attributes:
        reason: why; the message adds the remedy.

    """

    def __init__(self, reason: str, remedy: str) -> None:
        """Join the reason and the remedy into one message."""
        self.reason = reason
        super().__init__(f"{reason} {remedy}")


@dataclass(frozen=True)
class Recognised:
    """A recognised layer.

    Attributes:
        role: its zone role.
        why: the reason, for the provenance: `parameter`, or `profile`, `name` or `fields` with what was found.
        doubt: a warning for the user that its fields are those of another kind; may be empty.

    """

    role: str
    why: str
    doubt: str = ""


@dataclass(frozen=True)
class _Match:
    """A name of a kind of layer, found in a layer's name.

    Attributes:
        kind: the kind.
        name: its name.
        start, end: where it stands in the layer's name.
        own: whether it comes from the office's profile.

    """

    kind: str
    name: str
    start: int
    end: int
    own: bool


def recognise_layers(
    layers: Sequence[tuple[str, Collection[str]]], given: Mapping[str, str], survey: Survey
) -> list[Recognised]:
    """Recognise zone layers.

    Args:
        layers: name and columns of each.
        given: roles by layer, as given by the user.
        survey: the roles, with the names of the office's profile.

    Raises:
        InputError: naming every unclear layer, with candidates and remedy.

    """
    found, errors = [], ErrorCollector()
    for layer, columns in layers:
        with errors.collect():
            found.append(recognise(layer, columns, given, survey))
    errors.check()
    return found


def recognise(layer: str, columns: Collection[str], given: Mapping[str, str], survey: Survey) -> Recognised:
    """Recognise one zone layer; arguments and errors as in `recognise_layers`."""
    if layer in given:
        role = given[layer]
        if role not in survey.roles:
            raise InputError(
                tr("Layer “{layer}”: there is no role “{role}”. Roles: {roles}.").format(
                    layer=layer, role=role, roles=list_kinds(survey.roles, survey)
                )
            )
        return Recognised(role, "parameter", find_doubt(layer, role, columns, survey))
    found = recognise_kind(layer, columns, survey)
    if found.role not in survey.roles:
        raise _no_zone_layer(layer, survey.kinds[found.role], survey)
    return found


def recognise_kind(layer: str, columns: Collection[str], survey: Survey) -> Recognised:
    """Recognise what a layer is, of all kinds: its `role` may be one that is no zone role, such as `parcels`.

    Args:
        layer: its name.
        columns: its columns.
        survey: the kinds, with the names of the office's profile.

    Raises:
        UnclearLayerError: it is of no kind, or may be of several.

    """
    matches = _by_name(layer, survey)
    kinds = sorted({match.kind for match in matches})
    if len(kinds) > 1:
        text = tr("Layer “{layer}”: its name fits {candidates}.").format(
            layer=layer, candidates=list_kinds(kinds, survey)
        )
        raise _unclear(text, layer, survey, kinds)
    whole = [match for match in matches if match.own or match.end - match.start == len(layer)]
    made = next((word for word in survey.derived if word in layer), None)
    if made and not whole:
        text = tr("Layer “{layer}”: the word “{word}” in its name says that it was made from another layer.")
        raise _unclear(text.format(layer=layer, word=made), layer, survey, kinds)
    if kinds:
        kind, own = kinds[0], any(match.own for match in matches)
        why = f"{'profile' if own else 'name'}: {matches[0].name}"
        doubt = find_doubt(layer, kind, columns, survey)
        if doubt and not own:
            raise _unclear(doubt, layer, survey, kinds)
    else:
        kind, why = _by_fields_alone(layer, columns, survey)
        doubt = ""
    return Recognised(kind, why, doubt)


def known_by_name(layer: str, survey: Survey) -> bool:
    """Return whether a layer's name contains that of any kind of layer."""
    return bool(_by_name(layer, survey))


def find_doubt(layer: str, kind: str, columns: Collection[str], survey: Survey) -> str:
    """Return a warning that a layer's fields are clearly those of another kind; empty if they are not."""
    sure = {name: signature for name, signature in _by_fields(columns, survey).items() if not signature.hint}
    if len(sure) != 1 or kind in sure or set(sure) & set(survey.kinds[kind].resembles):
        return ""
    ((other, signature),) = sure.items()
    return tr("Layer “{layer}” is taken for {kind}, but its fields ({fields}) are those of {other}.").format(
        layer=layer, kind=list_kinds([kind], survey), fields=_sorted(signature), other=list_kinds([other], survey)
    )


def _by_fields_alone(layer: str, columns: Collection[str], survey: Survey) -> tuple[str, str]:
    """Return the one kind of layer with these fields, and the reason.

    Raises:
        UnclearLayerError: there is none, or several.

    """
    fields = _by_fields(columns, survey)
    if not fields:
        shown = ", ".join([str(column) for column in columns][:_SHOWN]) + (" …" if len(columns) > _SHOWN else "")
        text = tr("Layer “{layer}” is recognised neither by its name nor by its fields ({columns}).")
        raise _unclear(text.format(layer=layer, columns=shown), layer, survey)
    if len(fields) > 1:
        text = tr("Layer “{layer}”: its name says nothing, and its fields fit {candidates}.")
        candidates = sorted(fields)
        raise _unclear(text.format(layer=layer, candidates=list_kinds(candidates, survey)), layer, survey, candidates)
    ((kind, signature),) = fields.items()
    return kind, f"fields: {_sorted(signature)}"


def _by_fields(columns: Iterable[str], survey: Survey) -> dict[str, Signature]:
    """Return the kinds of layers with these columns; hints count only if nothing else is found."""
    upper = {str(column).upper() for column in columns}
    found = [
        (kind.name, signature)
        for kind in survey.kinds.values()
        for signature in kind.signatures
        if signature.columns <= upper
    ]
    best = [pair for pair in found if not any(pair[1].columns < other.columns for _, other in found)]
    sure = [pair for pair in best if not pair[1].hint]
    return dict(reversed(sure or best))


def _by_name(layer: str, survey: Survey) -> list[_Match]:
    """Return the names found in a layer's name: the whole name, else the longest parts; the office's own first.

    Names of kinds that are no zone layers count only if no role's name is found: 二调地类图斑 is the second survey.
    """
    found = [match for kind in survey.kinds.values() for match in _in_name(layer, kind)]
    whole = [match for match in found if match.end - match.start == len(layer)]
    if whole:
        return [match for match in whole if match.own] or whole
    found = [match for match in found if not any(_hides(other, match) for other in found)]
    return [match for match in found if match.kind in survey.roles] or found


def _in_name(layer: str, kind: LayerKind) -> Iterator[_Match]:
    """Yield a kind's names that occur in a layer's name without splitting a word or a number."""
    folded = layer.casefold()
    for own, names in ((True, kind.own), (False, kind.layers)):
        for name in names:
            if name.casefold() in folded:
                for match in _pattern(name).finditer(layer):
                    yield _Match(kind.name, name, match.start(), match.end(), own)


@cache
def _pattern(name: str) -> re.Pattern[str]:
    """Return the pattern of a name that splits no word and no number."""
    first, last = _edge(name[0]), _edge(name[-1])
    pattern = (f"(?<!{first})" if first else "") + re.escape(name) + (f"(?!{last})" if last else "")
    return re.compile(pattern, re.IGNORECASE)


def _edge(character: str) -> str:
    """Return the pattern of characters not allowed beside this first or last character of a name; may be empty."""
    if character.isdigit():
        return "[0-9]"
    return "[A-Za-z]" if character.isascii() and character.isalpha() else ""


def _hides(one: _Match, other: _Match) -> bool:
    """Return whether one match contains another, or is the office's in the same place."""
    if not (one.start <= other.start and other.end <= one.end):
        return False
    longer = one.end - one.start > other.end - other.start
    return longer or (one.own and not other.own)


def _unclear(text: str, layer: str, survey: Survey, candidates: Iterable[str] = ()) -> UnclearLayerError:
    """Return the error of an unclear layer, with the roles to choose from."""
    roles = [kind for kind in candidates if kind in survey.roles] or survey.roles
    remedy = tr(
        "Say in “Roles of zone layers” what it is, {layer}=ROLE, or in the office's profile, or leave it out. Roles: "
        "{roles}."
    )
    return UnclearLayerError(text, remedy.format(layer=layer, roles=list_kinds(roles, survey)))


def _no_zone_layer(layer: str, kind: LayerKind, survey: Survey) -> UnclearLayerError:
    """Return the error of a layer that is of a kind other than zones, with the parameter that takes it."""
    text = tr("Layer “{layer}” is no zone layer but {kind}.").format(layer=layer, kind=list_kinds([kind.name], survey))
    if kind.parameter:
        text += " " + tr("It belongs to the parameter {parameter}.").format(parameter=kind.parameter)
    return _unclear(text, layer, survey)


def list_kinds(kinds: Iterable[str], survey: Survey) -> str:
    """Return kinds as messages list them: name and title in the user's language."""
    language = user_language()
    return ", ".join(f"{kind} ({survey.kinds[kind].titles[language]})" for kind in kinds)


def _sorted(signature: Signature) -> str:
    """Return a signature's columns as one text, in their order."""
    return ", ".join(sorted(signature.columns))
