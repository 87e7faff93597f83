"""Reserves of land against the current survey."""

from __future__ import annotations

from collections.abc import Mapping

from qgis.core import (
    QgsProcessingContext,
    QgsProcessingOutputNumber,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterVectorDestination,
)

from ..analysis.vocabulary import Level, levels_down_to
from ..base_algorithm import RedlineAlgorithm
from ..bridge.compat import VECTOR, VECTOR_POLYGON
from ..bridge.i18n import tr
from ..bridge.io.sources import Parameters
from ..bridge.progress import FeedbackProgress
from ..parameters import LEVEL, add_lowest_level, add_rule_inputs, add_units

ZONES_TABLE = "ZONES_TABLE"
RESERVES, RESERVE_SUMS, RESERVE_PIECES = "RESERVES", "RESERVE_SUMS", "RESERVE_PIECES"
WORST_CLOSURE = "WORST_CLOSURE"


class ReviewReserves(RedlineAlgorithm):
    """What lies in each reserve today, and what of it can still be used."""

    ID = "review_reserves"
    GROUP = "analyse"
    TAGS = ("reserve", "储备区", "后备资源", "补充耕地储备", "永农储备", "chubeiqu", "houbeiziyuan", "cbq")

    def title(self) -> str:
        """Return the name shown to users."""
        return tr("Review reserves")

    def summary(self) -> str:
        """Say what it does."""
        return tr(
            "Checks the reserves of land against the current survey (measure 12): supplementary farmland, permanent "
            "basic farmland, and land kept for trees, fruit and tea.\n"
            "For each polygon and unit it says what lies there today (cultivated land net, its ridges, restorable, "
            "other agricultural, unused, construction) and what of it is usable, realised, built on or barred. Stable "
            "cultivated land of the PBF reserve, with paddy apart, is what could supplement permanent basic farmland "
            "today. Land, and states, add up to the gross area inside the survey."
        )

    def initAlgorithm(self, configuration: Mapping[str, object] | None = None) -> None:
        """Declare parameters and outputs."""
        add_rule_inputs(self)
        self.add(
            QgsProcessingParameterFeatureSource(ZONES_TABLE, tr("Table of zones"), [VECTOR], optional=True),
            tr(
                "The table of zones made by “Overlay parcels”: it has the polygons' own areas, and those that no "
                "parcel touches (measure 12)."
            ),
        )
        add_units(self)
        add_lowest_level(self)
        self.add(
            QgsProcessingParameterVectorDestination(RESERVES, tr("Reserves"), VECTOR),
            tr("One row a reserve polygon and role, with its status."),
        )
        self.add(
            QgsProcessingParameterVectorDestination(RESERVE_SUMS, tr("Reserves by unit"), VECTOR),
            tr("One row a unit and role."),
        )
        self.add(
            QgsProcessingParameterVectorDestination(RESERVE_PIECES, tr("Pieces of reserves"), VECTOR_POLYGON),
            tr("One row a piece and role, with its state."),
        )
        self.addOutput(QgsProcessingOutputNumber(WORST_CLOSURE, tr("Worst closure (m²)")))

    def execute(
        self, parameters: Parameters, context: QgsProcessingContext, progress: FeedbackProgress
    ) -> dict[str, object]:
        """Read the pieces, review, write."""
        from ..analysis.measures.reserves import ROLES, review_reserves
        from ..bridge.errors import InputError
        from ..bridge.io.provenance import Provenance
        from ..bridge.policy.reader import load_classes
        from ..outputs import Outputs, user_names
        from ..parameter_values import (
            check_date,
            read_date,
            read_names_of_units,
            read_pieces,
            read_policy,
            read_result_table,
            read_survey,
        )
        from ..parameters import given_parameters
        from ..workflows.land_checks import reserve_lines

        layers = {RESERVES: "reserves", RESERVE_SUMS: "reserve_sums", RESERVE_PIECES: "reserve_pieces"}
        outputs = Outputs(self, parameters, context, layers)
        provenance = Provenance(self.ID, given_parameters(parameters, self))
        policy = read_policy(self, parameters, context, provenance, progress)
        day = read_date(self, parameters, context, policy, provenance)
        pieces = read_pieces(self, progress.part(0.0, 0.4), provenance)
        if not set(ROLES) & set(pieces.columns):
            raise InputError(
                tr(
                    "The pieces lie in no reserve: none was given to “Overlay parcels”. Run it with one of "
                    "the roles {roles}."
                ).format(roles=", ".join(ROLES))
            )
        zones = read_result_table(self, ZONES_TABLE, "zones", policy, progress, provenance)
        survey = read_survey(self, parameters, context, provenance)
        names = {**read_names_of_units(self, survey, progress, provenance), **policy.unit_names()}
        self.check_reading()
        check_date(day, pieces, provenance, progress)
        lowest = self.parameterAsEnumString(parameters, LEVEL, context)
        levels = (Level.CITY.value, *levels_down_to(lowest))
        classes = load_classes()
        progress.set(0.4)
        found = review_reserves(pieces, zones, policy, classes, levels, names, day)
        for line in reserve_lines(found.units):
            progress.feedback.pushInfo(line)
        frames = {RESERVES: found.reserves, RESERVE_SUMS: found.units, RESERVE_PIECES: found.pieces}
        with outputs.staged(progress) as place:
            shown = user_names(self, classes, policy)
            written = outputs.write(frames, provenance, progress.part(0.7, 1.0), place, shown)
        closure = max(float(table["closure_m2"].max()) for table in (found.reserves, found.units))
        return {WORST_CLOSURE: closure, **written}
