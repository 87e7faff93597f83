"""Writing an office's profile as the text of its file, with comments on what is left to fill in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import yaml

from ...analysis.vocabulary import AreaUnit
from ..i18n import tr
from ..plain_text import printable
from .layer_recognition import list_kinds
from .letter_settings import KEYS as LETTER_KEYS
from .profile import FORMAT, Profile, RoleNames
from .recognition_reasons import reason_text
from .schema import Survey

ROLE = "ROLE"  # the placeholder of a role
EMPTY = '""'  # a text to fill in


@dataclass(frozen=True)
class Findings:
    """What was found in the layers of a profile, for the comments in its file.

    Attributes:
        parcels: name of the layer of parcels, empty if none was given.
        missing: fields of the survey that the parcels lack.
        unused: columns of the parcels that no field uses.
        recognised: name, role and reason of layers that need no entry.
        unclear: name and reason of layers that were not recognised.
        lacking: role, attribute and layer of columns that pieces would receive, but the layer lacks.
        units: names of layers of units without a code.

    """

    parcels: str = ""
    missing: Sequence[str] = ()
    unused: Sequence[str] = ()
    recognised: Sequence[tuple[str, str, str]] = ()
    unclear: Sequence[tuple[str, str]] = ()
    lacking: Sequence[tuple[str, str, str]] = ()
    units: Sequence[str] = field(default=())


def profile_text(profile: Profile, findings: Findings, survey: Survey) -> str:
    """Return the text of a profile's file (YAML).

    A # followed by a blank begins a remark. Any other # begins an entry to fill in, which is valid without the #.
    """
    head = (
        tr("Office profile of the QGIS plugin Farmland Redline (耕地红线): a YAML file, to be saved as UTF-8."),
        tr("It holds what this office names differently; all else stays as in resources/survey of the plugin."),
        tr("Choose it as “Office profile” in the algorithms."),
        tr("Their parameters “Field mapping” and “Roles of zone layers” come before it."),
        tr('One name: "name"; several: ["first", "second"], of which the first that a layer has is taken.'),
        tr("Upper and lower case are alike."),
        tr("To use an entry that begins with #, take the # away and leave the blanks behind it."),
    )
    lines = "\n".join(
        [
            *(line for sentence in head for line in _remark(sentence)),
            f"format: {FORMAT}",
            "",
            *_parcels(profile, findings, survey),
            "",
            *_units(profile, findings, survey),
            "",
            *_roles(profile, findings, survey),
            "",
            *_personal(profile),
            "",
            *_letters(profile),
            "",
        ]
    )
    # In remarks: what is quoted is escaped.
    return printable(lines)


def _parcels(profile: Profile, findings: Findings, survey: Survey) -> Iterator[str]:
    """Yield the lines on parcels."""
    yield from _remark(tr("Survey parcels. FIELD OF THE SURVEY: column."))
    yield "parcels:"
    yield from _entries(profile.fields, 1)
    if findings.missing:
        yield from _remark(
            tr("“{layer}” has no column that is known for these fields:").format(layer=findings.parcels), 1
        )
        for name in findings.missing:
            yield _to_fill(f'{name}: ""', 1, survey.fields[name].alias)
    if findings.unused:
        text = tr("Columns of “{layer}” that no field uses: {columns}.")
        yield from _remark(text.format(layer=findings.parcels, columns=", ".join(findings.unused)), 1)


def _units(profile: Profile, findings: Findings, survey: Survey) -> Iterator[str]:
    """Yield the lines on units and zones."""
    yield from _remark(tr("Administrative units: columns with their code and name; digits of a code by level."))
    yield "units:"
    yield from _entries({"code": profile.unit_code, "name": profile.unit_name}, 1)
    for layer in findings.units:
        yield from _remark(tr("“{layer}” has no column that is known for the code of a unit:").format(layer=layer), 1)
        yield _to_fill('code: ""', 1)
    levels = {**survey.levels, **profile.levels}
    text = f"levels: {{{', '.join(f'{level}: {digits}' for level, digits in levels.items())}}}"
    yield text if profile.levels else _to_fill(text, 0)
    yield from _remark(
        tr("Unit of the net areas that the PBF layer records: {units}.").format(units=", ".join(AreaUnit.values()))
    )
    text = f"record_unit: {profile.record_unit or survey.record_unit}"
    yield text if profile.record_unit else _to_fill(text, 0)
    if profile.zone_id or profile.zone_code:
        yield from _remark(tr("Zones: columns with their identifier and unit code."))
        yield "zones:"
        yield from _entries({"id": profile.zone_id, "code": profile.zone_code}, 1)


def _roles(profile: Profile, findings: Findings, survey: Survey) -> Iterator[str]:
    """Yield the lines on zone roles."""
    yield from _remark(
        tr(
            "Zone layers by role. layers: their names, or a part of these that stands alone. columns: what the zones "
            "give to the pieces."
        )
    )
    yield "roles:"
    lacking: dict[str, list[tuple[str, str]]] = {}
    for role, attribute, layer in findings.lacking:
        lacking.setdefault(role, []).append((attribute, layer))
    for role in survey.roles:
        own, missing = profile.roles.get(role, RoleNames()), lacking.get(role, [])
        if not (own.layers or own.columns or missing):
            continue
        only_remarks = not (own.layers or own.columns)
        yield _to_fill(f"{role}:", 1) if only_remarks else f"  {role}:"
        yield from _entries({"layers": own.layers}, 2)
        if own.columns:
            yield "    columns:"
            yield from _entries(own.columns, 3)
        elif missing:
            yield _to_fill("columns:", 2)
        for attribute, layer in missing:
            known = ", ".join(survey.roles[role].columns[attribute])
            yield _to_fill(
                f'{attribute}: ""', 3, tr("“{layer}” has none of {columns}").format(layer=layer, columns=known)
            )
    if findings.unclear:
        text = tr("Not recognised: write the role for {word}. If the role stands above, add the name to its layers.")
        yield from _remark(text.format(word=ROLE), 1)
    for layer, reason in findings.unclear:
        yield from _remark(reason, 1)
        yield _to_fill(f"{ROLE}:", 1)
        yield _to_fill(f"layers: {_quoted([layer])}", 2)
    for layer, role, why in findings.recognised:
        text = tr("Recognised without an entry: {layer} = {role}, {why}.")
        yield from _remark(text.format(layer=layer, role=list_kinds([role], survey), why=reason_text(why)), 1)
    yield from _remark(tr("Roles: {roles}.").format(roles=list_kinds(survey.roles, survey)), 1)


def _personal(profile: Profile) -> Iterator[str]:
    """Yield the lines on personal columns."""
    yield from _remark(tr("Further columns with personal data, which reach no output; the usual ones are known."))
    yield f"personal: {_quoted(profile.personal)}" if profile.personal else _to_fill('personal: [""]', 0)


def _letters(profile: Profile) -> Iterator[str]:
    """Yield the lines on letters."""
    yield from _remark(tr("What letters bear. Whatever is not given here is left blank in them, to be filled in."))
    remarks = {
        "letterhead": tr("the office's name above the letter"),
        "number": tr("the document number: braces for the year of the date and the running number"),
        "first_number": tr("running number of the first letter"),
        "sender": tr("the signature"),
        "date": tr("the letter's day"),
        "reply_days": tr("days in which an answer is asked for"),
        "contact": tr("a person to ask, who stands in letters and in no other output"),
        "phone": tr("that person's telephone number"),
    }
    examples = {"number": '"〔{year}〕{number}号"', "first_number": "1", "date": "2025-03-01", "reply_days": "15"}
    yield "letters:"
    for key in LETTER_KEYS:
        value = getattr(profile.letters, key)
        if value in ("", None):
            yield _to_fill(f"{key}: {examples.get(key, EMPTY)}", 1, remarks[key])
        else:
            yield f"  {key}: {_quoted([value]) if isinstance(value, str) else value}"


def _entries(table: Mapping[str, Sequence[str]], depth: int) -> Iterator[str]:
    """Yield an entry for each key that has names, indented by a depth."""
    for key, names in table.items():
        if names:
            yield f"{'  ' * depth}{key}: {_quoted(names)}"


def _quoted(names: Iterable[str]) -> str:
    """Return names as YAML, one name or a list."""
    texts = [yaml.safe_dump(name, default_style='"', allow_unicode=True, width=float("inf")).strip() for name in names]
    return texts[0] if len(texts) == 1 else f"[{', '.join(texts)}]"


def _remark(text: str, depth: int = 0) -> Iterator[str]:
    """Yield the lines of a remark as comments."""
    for line in text.splitlines():
        yield f"{'  ' * depth}# {line.strip()}"


def _to_fill(entry: str, depth: int, remark: str = "") -> str:
    """Return an entry as a comment that is valid once the # is removed."""
    comment = f"  # {' '.join(remark.split())}" if remark else ""
    return f"#{'  ' * depth}{entry}{comment}"
