"""Targets of counties broken down to townships and villages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterNumber,
    QgsProcessingParameterString,
    QgsProcessingParameterVectorDestination,
)

from ..analysis.vocabulary import Level
from ..base_algorithm import WORKBOOK, RedlineAlgorithm
from ..bridge.compat import VECTOR
from ..bridge.dependencies import Feature
from ..bridge.i18n import tr
from ..bridge.io.sources import Parameters
from ..bridge.policy.years import YEARS
from ..bridge.progress import FeedbackProgress
from ..parameters import OUTPUT, SUMMARY, add_input_table, add_policy, add_workbook, enumeration, several

ITEMS, YEAR, LEVEL, BASIS, COLUMN = "ITEMS", "YEAR", "LEVEL", "BASIS", "COLUMN"
SHARES = "SHARES"
WORST_CLOSURE = "WORST_CLOSURE"
_ITEMS = ("holding_target", "pbf_target", "gap", "task")
_BASES = ("policy", "net_now", "pbf_registered", "candidates", "candidates_free", "column")
_LEVELS = (Level.TOWNSHIP.value, Level.VILLAGE.value)


class AllocateTargets(RedlineAlgorithm):
    """Each county's targets divided among its townships and villages, adding up exactly."""

    ID = "allocate_targets"
    GROUP = "report"
    TAGS = ("target", "allocate", "break down", "目标分解", "指标分解", "分解下达", "mubiaofenjie", "mbfj")

    FEATURES = (Feature.WORKBOOK,)

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Allocate targets")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "Breaks each county's targets down to townships and villages, so that they add up exactly (measure 3).\n"
            "Cultivated land goes by the net area now, permanent basic farmland by what is registered, gap and yearly "
            "task by the restoration potential, or by what you choose. Shares are whole mu by largest remainder, of "
            "equal remainders the smaller code first. Shares that are settled, and least shares, come from a table; "
            "what is left is divided by the basis. The rows of city and counties stay as issued, even where they do "
            "not add up; a negative gap is a surplus and is not divided."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        self.add(
            QgsProcessingParameterFeatureSource(SUMMARY, tr("Summary by unit"), [VECTOR]),
            tr(
                "The output of “Summarise by unit” or “Run everything”, down to the lowest level wanted: its targets "
                "are broken down, and its areas are what they are divided by (measure 3)."
            ),
        )
        add_policy(self)
        self.add(
            several(ITEMS, tr("Targets"), _ITEMS),
            tr("Which targets of annexes 2 and 3 are broken down; what the summary lacks is said and left out."),
        )
        self.add(
            QgsProcessingParameterNumber(
                YEAR, tr("Year of the task"), optional=True, minValue=YEARS[0], maxValue=YEARS[1]
            ),
            tr("The last year for which the summary has a task if none is given."),
        )
        self.add(
            enumeration(LEVEL, tr("Lowest level"), _LEVELS),
            tr("Townships, or townships and then villages, each from the share of the township."),
        )
        add_input_table(self, SHARES, tr("Given shares"), "shares", optional=True)
        self.add(
            enumeration(BASIS, tr("Divide by"), _BASES),
            tr(
                "As the policy says (policy: its options allocation_basis_...), or for all targets alike: cultivated "
                "land now, net (net_now), PBF as registered (pbf_registered), restoration potential (candidates), the "
                "free part of it (candidates_free), a column of the summary (column)."
            ),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterString(COLUMN, tr("Column to divide by"), optional=True),
            tr("With “column”: the name of a column of the summary with a number of 0 or more for each unit."),
            advanced=True,
        )
        self.add(
            QgsProcessingParameterVectorDestination(OUTPUT, tr("Targets of units"), VECTOR),
            tr("One row a unit and target, in mu: the share by the basis alone, the share, and what decided it."),
        )
        add_workbook(self)
        self.addOutput(QgsProcessingOutputNumber(WORST_CLOSURE, tr("Worst closure (mu)")))

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Read the summary, divide, write."""
        from ..bridge.errors import InputError
        from ..bridge.io.provenance import Provenance, read_provenance
        from ..bridge.io.reading import read_table_source
        from ..bridge.io.result_tables import check_result_table
        from ..bridge.policy.reader import load_classes
        from ..outputs import Outputs, report_allocation, user_names
        from ..parameter_values import read_input_table, read_policy
        from ..parameters import given_parameters
        from ..result_workbook import write_result_workbook
        from ..workflows.targets import allocate_targets, left_over

        outputs = Outputs(self, parameters, context, {OUTPUT: "allocation"}, (WORKBOOK,))
        provenance = Provenance(self.ID, given_parameters(parameters, self))
        provenance.add_lacks(self.lacks)
        policy = read_policy(self, parameters, context, provenance, progress)
        source = self.sources[SUMMARY][0]
        data = read_table_source(source, progress.part(0.0, 0.4))
        data = replace(data, frame=check_result_table(data.frame, "summary", data.name))
        provenance.add_input(SUMMARY, data, source.provider)
        if data.path is not None:
            provenance.extend(read_provenance(data.path))
        shares = read_input_table(self, SHARES, "shares", policy, progress, provenance)
        self.check_reading()
        basis = self.parameterAsEnumString(parameters, BASIS, context)
        column = self.parameterAsString(parameters, COLUMN, context).strip()
        if basis == "column" and column not in data.frame:
            text = tr("Layer “{layer}” has no column “{column}” to divide by. Give the name of one of its columns.")
            raise InputError(text.format(layer=data.name, column=column))
        lowest = self.parameterAsEnumString(parameters, LEVEL, context)
        levels = _LEVELS[: _LEVELS.index(lowest) + 1]
        items = self.parameterAsEnumStrings(parameters, ITEMS, context)
        year = self.parameterAsInt(parameters, YEAR, context) or None
        table = allocate_targets(
            data.frame,
            items,
            levels,
            policy,
            year,
            basis,
            column,
            None if shares is None else shares.frame,
            progress.feedback.pushWarning,
        )
        for row in left_over(data.frame, levels).itertuples():
            text = tr("{area:.2f} mu of {parent} are in parcels that name no {level}: they get no share.")
            words = {Level.TOWNSHIP.value: tr("township"), Level.VILLAGE.value: tr("village")}
            progress.feedback.pushWarning(
                text.format(area=row.holding_mu, parent=row.parent or tr("unit unknown"), level=words[row.level])
            )
        report_allocation(progress, table)
        frames = {OUTPUT: table}
        with outputs.staged(progress) as place:
            names = user_names(self, load_classes(), policy)
            written = outputs.write(frames, provenance, progress.part(0.6, 1.0), place, names)
            written |= write_result_workbook(self, outputs, frames, provenance, policy, progress, place)
        return {WORST_CLOSURE: float(table["closure_mu"].abs().max()), **written}
