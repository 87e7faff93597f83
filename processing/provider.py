"""The toolbox provider: an explicit list of algorithms."""

from __future__ import annotations

from qgis.core import QgsProcessingProvider
from qgis.PyQt.QtGui import QIcon

from .algorithms.allocate_targets import AllocateTargets
from .algorithms.assess_use import AssessUse
from .algorithms.assess_warnings import AssessWarnings
from .algorithms.bundle_candidates import BundleCandidates
from .algorithms.check_layers import CheckLayers
from .algorithms.check_project_site import CheckProjectSite
from .algorithms.compare_policies import ComparePolicies
from .algorithms.compare_results import CompareResults
from .algorithms.compute_compensation import ComputeCompensation
from .algorithms.export_conflict_atlas import ExportConflictAtlas
from .algorithms.export_county_letters import ExportCountyLetters
from .algorithms.export_county_maps import ExportCountyMaps
from .algorithms.export_unit_map import ExportUnitMap
from .algorithms.find_restoration_candidates import FindRestorationCandidates
from .algorithms.find_supplements import FindSupplements
from .algorithms.flag_conflicts import FlagConflicts
from .algorithms.import_patrol import ImportPatrol
from .algorithms.import_targets import ImportTargets
from .algorithms.keep_ledger import KeepLedger
from .algorithms.make_field_sheets import MakeFieldSheets
from .algorithms.make_patrol_lists import MakePatrolLists
from .algorithms.match_patches import MatchPatches
from .algorithms.measure_zones import MeasureZones
from .algorithms.overlay_parcels import OverlayParcels
from .algorithms.pair_swaps import PairSwaps
from .algorithms.plan_restoration import PlanRestoration
from .algorithms.record_decisions import RecordDecisions
from .algorithms.report_period import ReportPeriod
from .algorithms.review_reserves import ReviewReserves
from .algorithms.run_batch import RunBatch
from .algorithms.run_folder import RunFolder
from .algorithms.save_profile import SaveProfile
from .algorithms.self_check import SelfCheck
from .algorithms.set_ceiling import SetCeiling
from .algorithms.summarise_by_unit import SummariseByUnit
from .algorithms.track_changes import TrackChanges
from .algorithms.verify_supplements import VerifySupplements
from .algorithms.write_templates import WriteTemplates
from .base_algorithm import icon_path
from .bridge.i18n import tr
from .bridge.version import plugin_version

ALGORITHMS = (
    CheckLayers,
    OverlayParcels,
    MeasureZones,
    FlagConflicts,
    FindRestorationCandidates,
    BundleCandidates,
    PlanRestoration,
    PairSwaps,
    SummariseByUnit,
    AllocateTargets,
    SelfCheck,
    TrackChanges,
    CheckProjectSite,
    FindSupplements,
    SetCeiling,
    VerifySupplements,
    AssessUse,
    ReviewReserves,
    KeepLedger,
    ComputeCompensation,
    MatchPatches,
    AssessWarnings,
    CompareResults,
    ExportCountyMaps,
    ExportUnitMap,
    ExportConflictAtlas,
    ExportCountyLetters,
    MakeFieldSheets,
    MakePatrolLists,
    ImportPatrol,
    RecordDecisions,
    ReportPeriod,
    RunBatch,
    RunFolder,
    SaveProfile,
    ImportTargets,
    ComparePolicies,
    WriteTemplates,
)


class FarmlandRedlineProvider(QgsProcessingProvider):
    """The provider of Farmland Redline in the toolbox."""

    def id(self) -> str:
        """Return the stable identifier."""
        return "farmland_redline"

    def name(self) -> str:
        """Return the name in the toolbox."""
        return tr("Farmland Redline")

    def longName(self) -> str:
        """Return the name with an explanation."""
        return tr("Farmland Redline: cultivated-land protection by county")

    def versionInfo(self) -> str:
        """Return the plugin's version, which QGIS writes into its logs."""
        return plugin_version()

    def helpId(self) -> str:
        """Return nothing: QGIS's own site, where the help button would lead without bundled help, has no such page."""
        return ""

    def icon(self) -> QIcon:
        """Return the icon in the toolbox."""
        return QIcon(icon_path("farmland_redline"))

    def svgIconPath(self) -> str:
        """Return the icon as a file."""
        return icon_path("farmland_redline")

    def loadAlgorithms(self) -> None:
        """Register the algorithms."""
        for algorithm in ALGORITHMS:
            self.addAlgorithm(algorithm())
