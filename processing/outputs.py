"""What algorithms report and write at their end; imported when an algorithm runs."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING

import pandas as pd
from qgis.core import QgsProcessingContext

from .analysis.encoding import EncodedFrame
from .analysis.rules.policy import Policy, SurveyClasses
from .base_algorithm import RedlineAlgorithm
from .bridge.choices import choice_labels
from .bridge.i18n import tr, user_language
from .bridge.io.database_inputs import check_table_apart
from .bridge.io.database_tables import DatabaseTable, replaced_together
from .bridge.io.destinations import (
    Destination,
    FileOutput,
    check_destination,
    open_output,
    parse_destination,
    write_destination,
)
from .bridge.io.output_places import check_distinct, titled
from .bridge.io.provenance import LAYER as PROVENANCE
from .bridge.io.provenance import Provenance
from .bridge.io.sink_output import SinkOutput
from .bridge.io.sources import Parameters
from .bridge.io.staging import stage_together
from .bridge.problem_messages import problem_count_text
from .bridge.progress import FeedbackProgress
from .bridge.survey.schema import load_survey
from .bridge.vocabulary import problem_severity_labels, site_verdict_labels
from .parameters import LANGUAGE
from .project_layers import ShownValues, open_layers, style_output
from .reports.names import Names
from .reports.number_format import printed_wan_mu
from .workflows.report import report_names

if TYPE_CHECKING:
    from .workflows.sites import CheckedSites


class Outputs:
    """The vector outputs of a run: checked before the work, written after it."""

    def __init__(
        self,
        algorithm: RedlineAlgorithm,
        parameters: Parameters,
        context: QgsProcessingContext,
        layers: Mapping[str, str],
        files: Iterable[str] = (),
    ) -> None:
        """Check what layers would be replaced; that inputs are not, was checked before the run (`check_outputs`).

        Args:
            algorithm: whose outputs they are.
            parameters: as given.
            context: the run's.
            layers: the name of the layer by the output's parameter; kept as an attribute.
            files: parameters of other files; the attribute `files` has the wanted ones, `language` that of reports.

        Raises:
            InputError: an output cannot be written, or would take the place of other layers.

        """
        self._algorithm = algorithm
        self._context = context
        self.layers = layers
        self.language = user_language()
        if algorithm.parameterDefinition(LANGUAGE) is not None:
            self.language = algorithm.parameterAsEnumString(parameters, LANGUAGE, context)
        self._targets: dict[str, Destination] = {}
        self._streamed: dict[str, tuple[FileOutput | SinkOutput, ShownValues]] = {}
        self._tables: list[DatabaseTable] = []
        self.files: dict[str, Path] = {}
        self._since = dict(algorithm.looked_at)
        for name in files:
            text = algorithm.parameterAsFileOutput(parameters, name, context)
            if text:
                self.files[name] = Path(text)
        for name, layer in layers.items():
            text = algorithm.parameterAsOutputLayer(parameters, name, context)
            if text:
                self._targets[name] = parse_destination(text, layer)
        check_distinct(titled(algorithm, self._targets))
        for target in self._targets.values():
            if target.path is None:
                check_table_apart(target.text, chain.from_iterable(algorithm.sources.values()))
            same = [other.layer for other in self._targets.values() if other.path == target.path]
            now = check_destination(target, (*same, PROVENANCE))
            if target.path is not None and now is not None:
                self._since.setdefault(target.path.parent, now)

    def write(
        self,
        frames: Mapping[str, pd.DataFrame],
        provenance: Provenance,
        progress: FeedbackProgress,
        place: Callable[[Path], Path],
        names: Names | None = None,
    ) -> dict[str, str]:
        """Write the wanted outputs with their provenance, and return them as the algorithm's results.

        Args:
            frames: what is written, by the output's parameter; streamed outputs left out.
            provenance: of the run.
            progress: receives the fraction done; may cancel.
            place: where a file is to be made (`staged`).
            names: labels in the user's language; with them, the desktop shows the outputs styled.

        Raises:
            InputError: a file that was read is not as it was, or an output cannot be written.

        """
        self._algorithm.check_inputs()
        provenance.add_given(self._algorithm.sources)
        results = {}
        # Last those that stand in their places at once, when all that can still fail or be cancelled is done.
        targets = sorted(self._targets.items(), key=lambda item: item[1].path is None)
        for number, (name, target) in enumerate(targets):
            progress.check()
            part = progress.part(number / len(self._targets), (number + 1) / len(self._targets))
            extra, kind = {PROVENANCE: provenance.table()}, self.layers[name]
            if name in self._streamed:
                output, values = self._streamed[name]
                results[name] = output.finish(extra, part)
            else:
                results[name] = write_destination(target, frames[name], extra, self._context, part, place, self._tables)
                values = ShownValues.of(kind, frames[name])
            if names is not None:
                style_output(self._context, target.text, results[name], values, names)
        if all(target.path is not None for target in self._targets.values()):
            progress.check()  # the last moment: files get their places next
        return results

    @contextmanager
    def staged(self, progress: FeedbackProgress) -> Iterator[Callable[[Path], Path]]:
        """Yield the function by which files find their places; at the end all outputs stand in theirs, or none."""
        store = self._context.temporaryLayerStore()
        with (
            stage_together(progress.feedback.pushWarning, store, self._since) as place,
            replaced_together(self._tables),
        ):
            yield place
        open_layers(self._context)

    def wants(self, name: str) -> bool:
        """Return whether the output of this parameter is wanted."""
        return name in self._targets

    @contextmanager
    def stream(
        self, name: str, place: Callable[[Path], Path]
    ) -> Iterator[Callable[[pd.DataFrame | EncodedFrame], None]]:
        """Yield a function that appends frames to an output; `write` finishes it.

        Args:
            name: the output's parameter.
            place: as in `write`.

        """
        values = ShownValues(self.layers[name])
        with open_output(self._targets[name], self._context, place, self._tables) as output:

            def take(frame: pd.DataFrame | EncodedFrame) -> None:
                output.append(frame)
                values.add(frame.attributes if isinstance(frame, EncodedFrame) else frame)

            yield take
        self._streamed[name] = output, values


def user_names(algorithm: RedlineAlgorithm, classes: SurveyClasses, policy: Policy | None = None) -> Names:
    """Return the names of the ids that layers show, in the user's language.

    Args:
        algorithm: whose dialogs name the parameters.
        classes: the survey's land classes.
        policy: names its own ids; None where there is none.

    """
    language = user_language()
    return report_names(policy, classes, language, algorithm.dialog_titles(language))


def report_closure(progress: FeedbackProgress, parcels: int, pieces: int, worst: float) -> None:
    """Log the numbers of parcels and pieces, and the worst closure (m²)."""
    progress.feedback.pushInfo(
        tr("{parcels} parcels, {pieces} pieces, worst closure {worst:.2f} m²").format(
            parcels=parcels, pieces=pieces, worst=worst
        )
    )


def report_check(progress: FeedbackProgress, problems: pd.DataFrame, layers: int) -> None:
    """Log the problems by kind, and their numbers in all `layers`."""
    report_problems(progress, problems)
    count = problems["severity"].value_counts()
    progress.feedback.pushInfo(
        tr("{layers} layers checked: {errors} errors, {warnings} warnings, {notes} notes").format(
            layers=layers, errors=count.get("error", 0), warnings=count.get("warning", 0), notes=count.get("note", 0)
        )
    )


def report_problems(progress: FeedbackProgress, problems: pd.DataFrame) -> None:
    """Log the number of problems of each kind and the first of them; errors and warnings as warnings."""
    severities, roles = problem_severity_labels(tr), load_survey().role_names[user_language()]
    for (severity, kind), rows in problems.groupby(["severity", "kind"], sort=True):
        first = rows.iloc[0]
        head = problem_count_text(len(rows), kind, severities[severity])
        if severity == "note":
            progress.feedback.pushInfo(f"{head}: {first['message']}")
        else:
            layers = {**roles, "parcels": tr("parcels")}
            place = f"{layers.get(first['layer'], first['layer'])} {first['feature']}".strip()
            progress.feedback.pushWarning(f"{head}: {place}: {first['message']}")


def report_targets(progress: FeedbackProgress, summary: pd.DataFrame) -> None:
    """Log the cities and counties against their targets, in 10,000 mu, as a table."""
    heads = [tr("Unit"), tr("Holding"), tr("Target"), tr("Difference"), tr("PBF"), tr("Target"), tr("Difference")]
    heads += [tr("Gap left"), tr("Free potential"), tr("Conflicts")]
    rows = [heads]
    for row in summary[summary["level"].isin(("city", "county"))].itertuples():
        name, nothing = str(row.name or row.code), "–" if row.parcels else tr("no data")
        if row.children_with_data < row.children:
            text = tr("{unit} ({count} of {all} counties)")
            name = text.format(unit=name, count=int(row.children_with_data), all=int(row.children))
        left = _wan(row.gap_left_mu)
        if pd.isna(row.gap_left_mu) and pd.notna(row.gap_at_most_mu):
            left = tr("at most {area}").format(area=_wan(row.gap_at_most_mu))
        cells = [name]
        cells += [_wan(row.holding_mu, nothing), _wan(row.holding_target_mu), _wan(row.holding_surplus_mu)]
        cells += [_wan(row.pbf_delimited_mu, nothing), _wan(row.pbf_target_mu), _wan(row.pbf_surplus_mu)]
        rows.append([*cells, left, _wan(row.candidates_free_mu, nothing), _wan(row.conflicts_mu, nothing)])
    widths = [max(_width(row[i]) for row in rows) for i in range(len(heads))]
    progress.feedback.pushInfo(tr("Areas in 10,000 mu:"))
    for row in rows:
        cells = [" " * (width - _width(cell)) + cell for cell, width in zip(row[1:], widths[1:])]
        progress.feedback.pushInfo("  ".join([row[0] + " " * (widths[0] - _width(row[0])), *cells]))


def report_allocation(progress: FeedbackProgress, allocation: pd.DataFrame) -> None:
    """Log for each target of a county, and of a unit below that is divided, its parts and the closure, in mu."""
    identity = tr("{unit}, {item}: target {target:,.2f} mu = {parts:,.2f} mu of the units below; closure {closure:.2f}")
    items = choice_labels("ITEMS", tr)
    for row in allocation[allocation["children_mu"].notna()].itertuples():
        progress.feedback.pushInfo(
            identity.format(
                unit=row.name or row.code,
                item=items[row.item],
                target=row.target_mu,
                parts=row.children_mu,
                closure=row.closure_mu,
            )
        )


def report_sites(progress: FeedbackProgress, checked: CheckedSites) -> None:
    """Log the alternatives in their order, and that the lines of each add up to its area of record."""
    verdicts = site_verdict_labels(tr)
    text = tr(
        "{rank}. {site}: {verdict}; {area:,.2f} m², of it cultivated {cultivated:,.2f} m² net, in PBF {pbf} m²; lines "
        "add up but for {closure:.2f} m²"
    )
    for row in checked.comparison.itertuples():
        progress.feedback.pushInfo(
            text.format(
                rank=row.rank,
                site=row.site,
                verdict=verdicts[row.verdict],
                area=row.area_m2,
                cultivated=row.cultivated_m2,
                pbf="–" if row.pbf_m2 is None or pd.isna(row.pbf_m2) else f"{row.pbf_m2:,.2f}",
                closure=checked.closure,
            )
        )


def _wan(mu: float, nothing: str = "–") -> str:
    """Return mu as 10,000 mu with the four decimals of the notice; `nothing` where it is not known."""
    return nothing if pd.isna(mu) else printed_wan_mu(mu, tr=tr)


def _width(text: str) -> int:
    """Return the columns that a text takes on a terminal; Chinese characters take two."""
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else 1 for c in text)
