"""An office's profile: its names of fields, layers and units that differ from `resources/survey`, and its letters.

A profile is edited by hand, so all mistakes in it are reported at once, with their lines and the remedies.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path

from ...analysis.vocabulary import AreaUnit
from ..i18n import tr
from ..located_yaml import FileError, LocatedMap, OddNumber, parse_located, shorten
from .letter_settings import KEYS as LETTER_KEYS
from .letter_settings import LetterSettings, read_letter_settings
from .schema import Survey

FORMAT = 1
_TABLES = ("format", "parcels", "units", "levels", "zones", "record_unit", "roles", "personal", "letters")
_MOST_DIGITS = 19  # of a unit code (TD/T 1057)


class ProfileError(FileError):
    """A profile that cannot be used."""


@dataclass(frozen=True)
class RoleNames:
    """An office's names of a zone role.

    Attributes:
        layers: names of layers.
        columns: names of columns, by the attribute that pieces receive from them.

    """

    layers: tuple[str, ...] = ()
    columns: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Profile:
    """An office's own names; each takes precedence over those of `resources/survey`.

    Attributes:
        fields: columns of the parcels, by the survey's field.
        unit_code, unit_name: columns of units.
        zone_id, zone_code: columns of zones with their identifier and unit code.
        levels: digits of a unit code by level, where they differ from the survey's.
        record_unit: the `AreaUnit` of the PBF layer's records; empty for the survey's.
        roles: names of layers and columns by zone role.
        personal: further columns with personal data.
        letters: what the office's letters bear.

    """

    fields: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    unit_code: tuple[str, ...] = ()
    unit_name: tuple[str, ...] = ()
    zone_id: tuple[str, ...] = ()
    zone_code: tuple[str, ...] = ()
    levels: Mapping[str, int] = field(default_factory=dict)
    record_unit: str = ""
    roles: Mapping[str, RoleNames] = field(default_factory=dict)
    personal: tuple[str, ...] = ()
    letters: LetterSettings = field(default_factory=LetterSettings)


def load_profile(path: str | Path, survey: Survey) -> Profile:
    """Read and check a profile.

    Args:
        path: YAML file, UTF-8; the file that “Save office profile” writes describes the format.
        survey: the fields and roles that a profile may name.

    Raises:
        ProfileError: listing every mistake.

    """
    path = Path(path)
    root = parse_located(path, "parcels", ProfileError)
    return _Reader(path.name, survey).profile(root)


def with_profile(survey: Survey, profile: Profile) -> Survey:
    """Return the survey with an office's names before its own."""
    roles = {}
    for name, role in survey.roles.items():
        own = profile.roles.get(name, RoleNames())
        roles[name] = replace(
            role,
            carries={key: (*own.columns.get(key, ()), *columns) for key, columns in role.carries.items()},
            shares={key: (*own.columns.get(key, ()), *columns) for key, columns in role.shares.items()},
            id_names=(*profile.zone_id, *role.id_names),
            code_names=(*profile.zone_code, *role.code_names),
        )
    return replace(
        survey,
        fields={name: replace(row, own=profile.fields.get(name, ())) for name, row in survey.fields.items()},
        unit_code=(*profile.unit_code, *survey.unit_code),
        unit_name=(*profile.unit_name, *survey.unit_name),
        levels={**survey.levels, **profile.levels},
        record_unit=profile.record_unit or survey.record_unit,
        personal=survey.personal.with_names(profile.personal),
        roles=roles,
        kinds={
            name: replace(kind, own=profile.roles[name].layers) if name in profile.roles else kind
            for name, kind in survey.kinds.items()
        },
    )


class _Reader:
    """Reads the tables of one file into a `Profile`, collecting mistakes."""

    def __init__(self, file: str, survey: Survey) -> None:
        """Start without mistakes; `file` is the name for messages."""
        self.file, self.survey = file, survey
        self.personal = survey.personal
        self.mistakes: list[tuple[int, str]] = []

    def profile(self, root: LocatedMap) -> Profile:
        """Read all tables.

        Raises:
            ProfileError: with all mistakes, in the order of their lines.

        """
        self.check_keys(root, _TABLES)
        if root.get("format", FORMAT) != FORMAT:
            self.mistake(
                root.lines["format"],
                tr("`format` is {value}. This version of the plugin reads format {format}.").format(
                    value=shorten(root["format"]), format=FORMAT
                ),
            )
        personal = self.names(root, "personal")
        self.personal = self.survey.personal.with_names(personal)
        parcels, units = self.table(root, "parcels", self.survey.fields), self.table(root, "units", ("code", "name"))
        zones = self.table(root, "zones", ("id", "code"))
        made = Profile(
            fields={name: self.columns(parcels, name) for name in self.survey.fields if name in parcels},
            unit_code=self.columns(units, "code"),
            unit_name=self.columns(units, "name"),
            zone_id=self.columns(zones, "id"),
            zone_code=self.columns(zones, "code"),
            levels=self.levels(root),
            record_unit=self.record_unit(root),
            roles=self.roles(root),
            personal=personal,
            letters=read_letter_settings(self.table(root, "letters", LETTER_KEYS), self.mistake),
        )
        if self.mistakes:
            lines = sorted(dict.fromkeys(self.mistakes), key=lambda mistake: mistake[0])
            where = tr("{file}, line {line}: ")
            raise ProfileError(where.format(file=self.file, line=line) + text for line, text in lines)
        return made

    def mistake(self, line: int, text: str) -> None:
        """Note a mistake of a line."""
        self.mistakes.append((line, text))

    def check_keys(self, table: LocatedMap, known: Collection[str]) -> None:
        """Note unknown and repeated keys of a table."""
        for key in table:
            if key not in known:
                self.mistake(
                    table.lines[key],
                    tr("unknown key `{key}`. Use only: {known}.").format(key=shorten(key), known=", ".join(known)),
                )
        for key in table.repeated:
            self.mistake(
                table.lines.get(key, table.line), tr("the key `{key}` stands twice. Remove one.").format(key=key)
            )

    def table(self, parent: LocatedMap, key: str, known: Collection[str]) -> LocatedMap:
        """Return the table under a key, empty if there is none; note its unknown keys."""
        value = parent.get(key)
        if value is None:
            return LocatedMap()
        if not isinstance(value, LocatedMap):
            self.mistake(
                parent.lines[key],
                tr("`{key}` is {value}, not a table. Write its entries below it, indented: `{example}: ...`.").format(
                    key=key, value=shorten(value), example=next(iter(known))
                ),
            )
            return LocatedMap()
        self.check_keys(value, known)
        return value

    def names(self, table: LocatedMap, key: str) -> tuple[str, ...]:
        """Return the name or the list of names under a key; empty if there is no such key."""
        if key not in table:
            return ()
        value, line = table[key], table.lines[key]
        if value is None or value == []:
            self.mistake(line, tr("`{key}` is empty. Fill it in, or remove it.").format(key=key))
            return ()
        values = value if isinstance(value, list) else [value]
        for name in values:
            if not isinstance(name, str) or not name.strip():
                self.mistake(
                    line,
                    tr('`{key}` holds {value}, which YAML does not read as a text. Write it in quotes: "...".').format(
                        key=key, value=shorten(name)
                    ),
                )
        names = [name.strip() for name in values if isinstance(name, str)]
        seen: set[str] = set()
        for name in names:
            if name.upper() in seen:
                self.mistake(line, tr("`{key}` names “{name}” twice. Remove one.").format(key=key, name=shorten(name)))
            seen.add(name.upper())
        return tuple(names)

    def columns(self, table: LocatedMap, key: str) -> tuple[str, ...]:
        """Return the names of columns under a key; note those with personal data."""
        names = self.names(table, key)
        for name in names:
            if name in self.personal:
                self.mistake(
                    table.lines[key],
                    tr("`{key}` names the column “{name}”, which counts as personal data. Use another column.").format(
                        key=key, name=shorten(name)
                    ),
                )
        return names

    def levels(self, root: LocatedMap) -> dict[str, int]:
        """Return the digits of unit codes by level where they differ from the survey's; each level must have more."""
        table = self.table(root, "levels", self.survey.levels)
        made: dict[str, int] = {}
        for level in self.survey.levels:
            value = table.get(level, self.survey.levels[level])
            least = max(made.values(), default=0) + 1
            if isinstance(value, (bool, OddNumber)) or not isinstance(value, int) or not least <= value <= _MOST_DIGITS:
                self.mistake(
                    table.lines.get(level, table.line),
                    tr("`{key}` is {value}. Use a whole number from {low} to {high}.").format(
                        key=level, value=shorten(value), low=least, high=_MOST_DIGITS
                    ),
                )
                continue
            made[level] = value
        return {level: digits for level, digits in made.items() if digits != self.survey.levels[level]}

    def record_unit(self, root: LocatedMap) -> str:
        """Return the unit of the PBF layer's records; empty if there is none."""
        value = root.get("record_unit", "")
        if "record_unit" in root and value not in AreaUnit.values():
            text = tr("`record_unit` is {value}. Use one of: {known}.")
            self.mistake(
                root.lines["record_unit"], text.format(value=shorten(value), known=", ".join(AreaUnit.values()))
            )
            return ""
        return str(value)

    def roles(self, root: LocatedMap) -> dict[str, RoleNames]:
        """Return the names by role; note layers that are named under several roles."""
        table = self.table(root, "roles", self.survey.roles)
        made: dict[str, RoleNames] = {}
        role_of: dict[str, str] = {}
        for name, role in self.survey.roles.items():
            row = self.table(table, name, ("layers", "columns") if role.columns else ("layers",))
            layers = self.names(row, "layers")
            for layer in layers:
                other = role_of.setdefault(layer.upper(), name)
                if other != name:
                    self.mistake(
                        row.lines["layers"],
                        tr("layer “{layer}” stands under {role} already. Remove one.").format(layer=layer, role=other),
                    )
            columns = self.table(row, "columns", role.columns) if role.columns else LocatedMap()
            if row:
                made[name] = RoleNames(layers, {key: self.columns(columns, key) for key in map(str, columns)})
        return made
