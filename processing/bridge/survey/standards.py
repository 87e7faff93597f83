"""Standards of the checks: fields, codes, thresholds and attribute rules from `resources/survey`."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ...analysis.problems import ERROR, NOTE, WARNING
from ...analysis.quality.fields import FieldStandard
from ...analysis.quality.geometries import ShapeStandard
from ...analysis.rules.evaluation import DATE
from ...analysis.rules.policy import AttributeRule, AttributeRules, Condition, Rule, SurveyClasses
from ..code_tables import SURVEY2, code_tables
from ..i18n import tr
from ..located_yaml import LocatedMap, PolicyError, parse_located
from ..paths import SURVEY
from ..policy.reader import load_classes
from ..policy.rule_tables import Row, TableReader
from ..yaml_files import load_data
from .schema import load_survey

ATTRIBUTE_RULES = SURVEY / "attribute_rules.yaml"
_CHECKS = SURVEY / "checks.yaml"
_DRAFT = "_2019"


@dataclass(frozen=True)
class Standards:
    """The standards that data are checked against.

    Attributes:
        fields: of the survey's parcels.
        classes: of the third survey.
        survey2: classes of the second survey, with their names.
        shapes: of geometries.
        rules: of attributes.
        unit_area: difference (m²) between a unit's control area and its parcels that is tolerated.
        unit_area_field: the field with the control area.
        pbf_areas: columns of gross, ridge and net areas of PBF zones.
        told_once_from: number of features from which on a problem of all of them is reported once.

    """

    fields: tuple[FieldStandard, ...]
    classes: SurveyClasses
    survey2: Mapping[str, str]
    shapes: ShapeStandard
    rules: AttributeRules
    unit_area: float
    unit_area_field: str
    pbf_areas: Mapping[str, str]
    told_once_from: int


@lru_cache(maxsize=2)
def load_standards(language: str) -> Standards:
    """Load the standards, with names of codes in a language (`zh`, `en`).

    Raises:
        PolicyError: listing every mistake in the attribute rules.

    """
    data = load_data(_CHECKS)
    classes, codes = load_classes(), code_tables(language)
    limits = data["thresholds"]
    return Standards(
        fields=tuple(_field(name, data["fields"].get(name, {}), codes) for name in load_survey().fields),
        classes=classes,
        survey2=codes[SURVEY2],
        shapes=ShapeStandard(
            narrow_index=limits["narrow_index"],
            fragment_area=limits["fragment_area"],
            spike_angle=limits["spike_angle"],
            spike_length=limits["spike_length"],
            minimum_areas=tuple((_minimum(row), float(row["value"])) for row in data["minimum_areas"]),
        ),
        rules=load_attribute_rules(ATTRIBUTE_RULES, classes),
        unit_area=limits["unit_area"],
        unit_area_field=data["unit_area_field"],
        pbf_areas=data["pbf_areas"],
        told_once_from=limits["told_once_from"],
    )


def _field(name: str, row: Mapping[str, Any], codes: Mapping[str, Mapping[str, str]]) -> FieldStandard:
    """Return the standard of a field from its row of `checks.yaml`."""
    known = load_survey().fields[name]
    table = row.get("codes", "")
    return FieldStandard(
        name=name,
        kind=known.kind,
        need=row.get("need", ""),
        width=row.get("width", 0),
        digits=row.get("digits", 0),
        decimals=row.get("decimals"),
        codes=frozenset(codes[table]) if table else frozenset(),
        outdated=codes.get(table + _DRAFT, {}),
    )


def _minimum(row: Mapping[str, Any]) -> Rule:
    """Return the rule that selects the classes of a minimum area."""
    return Rule("", "", classes=tuple(row.get("classes", ())), major=tuple(row.get("major", ())))


def load_attribute_rules(path: Path, classes: SurveyClasses) -> AttributeRules:
    """Read a file of attribute rules, whose head describes the format.

    Raises:
        PolicyError: listing every mistake.

    """
    reader = _RulesReader(path.name, classes)
    made = reader.rules(parse_located(path))
    if reader.mistakes:
        raise PolicyError(reader.mistakes)
    return made


class _RulesReader(TableReader):
    """Reads a file of attribute rules, collecting mistakes."""

    def rules(self, root: LocatedMap) -> AttributeRules:
        """Read the rules, with the groups of classes that they name."""
        self.read_thresholds(root)
        self.read_groups(root)
        return AttributeRules(tuple(self.each(root, "attribute_rules", self._rule)), self.groups)

    def _rule(self, row: Row) -> AttributeRule:
        """Read one rule; note what it must not contain."""
        base = row.base(row.text("rule"))
        groups = row.when(required=True, key="must")
        must = tuple(condition for group in groups for condition in group)
        if any(len(group) != 1 for group in groups) or len({condition.column for condition in must}) > 1:
            row.mistake(tr("`must` speaks of several columns. Write a row for each."))
        for condition in (*must, *(c for group in base["when"] for c in group)):
            self._without_date(row, condition)
        return AttributeRule(
            **base,
            column=must[0].column if must else "",
            must=must,
            severity=row.choice("severity", (ERROR, WARNING, NOTE)),
            problem=row.choice("problem", ("wide_road",), ""),
        )

    def _without_date(self, row: Row, condition: Condition) -> None:
        """Note a condition on the reference date, which these rules do not have."""
        if condition.operand == DATE:
            row.mistake(
                tr("`{column}` is compared with `date`, but these rules know no date."), column=condition.column
            )
