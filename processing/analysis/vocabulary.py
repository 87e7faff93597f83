"""The closed word lists: what columns and parameters may say. Their labels are in `bridge.vocabulary`.

A member compares, formats and prints as its value. Frames, files and parameters hold the values themselves (`.value`,
`values()`), never members: what reads them back finds plain text and numbers.
"""

from __future__ import annotations

from enum import Enum, IntEnum


class Word(str, Enum):
    """Base of word lists whose values are text.

    >>> f"candidates_{Tier.AT_ONCE}_mu", str(Tier.OTHER), Tier.OTHER == "other"
    ('candidates_at_once_mu', 'other', True)

    """

    def __str__(self) -> str:
        return str.__str__(self)

    def __format__(self, format_spec: str) -> str:
        return str.__format__(self, format_spec)

    @classmethod
    def values(cls) -> tuple[str, ...]:
        """Return the values as plain text, in their order.

        >>> Origin.values()
        ('lost', 'legacy', 'changed', 'unknown')

        """
        return tuple(word.value for word in cls)


class Verdict(Word):
    """What a person decides on a finding; only persons do.

    What is rejected, or turns out to be an approved use, is no finding after the review.

    >>> Verdict.values()
    ('confirmed', 'rejected', 'approved', 'deferred', 'illegal')

    """

    CONFIRMED = "confirmed"
    REJECTED = "rejected"
    APPROVED = "approved"
    DEFERRED = "deferred"
    ILLEGAL = "illegal"


UNDECIDED = "undecided"  # stands for a verdict where nobody has decided


class Listed(Word):
    """Which findings a list for others names after a review: those that stand, the confirmed ones alone, or all."""

    STANDING = "standing"
    CONFIRMED = "confirmed"
    ALL = "all"


class Measure(Word):
    """What `run_batch` answers of the notice beside conflicts and candidates, by the algorithm that does it alone."""

    TRACK_CHANGES = "track_changes"
    ASSESS_USE = "assess_use"
    REVIEW_RESERVES = "review_reserves"
    MATCH_PATCHES = "match_patches"
    ASSESS_WARNINGS = "assess_warnings"
    REPORT_PERIOD = "report_period"
    VERIFY_SUPPLEMENTS = "verify_supplements"
    SET_CEILING = "set_ceiling"
    KEEP_LEDGER = "keep_ledger"
    COMPUTE_COMPENSATION = "compute_compensation"
    BUNDLE_CANDIDATES = "bundle_candidates"
    PLAN_RESTORATION = "plan_restoration"
    PAIR_SWAPS = "pair_swaps"
    SELF_CHECK = "self_check"


class EarlierRole(Word):
    """What an earlier survey is: that of the year before, or the base survey since which restored land counts."""

    LAST_YEAR = "last_year"
    BASE = "base"


class Restored(Word):
    """What counts as restored since the base survey (annex 3): a choice of the policy, `restored_counts`.

    `net` is inflow less outflow, `inflow` the inflow alone, `listed` the inflow inside registered restored land.
    """

    NET = "net"
    INFLOW = "inflow"
    LISTED = "listed"


class Direction(Word):
    """Where cultivated land went between two surveys: lost, gained, measured anew, or gained over a boundary.

    >>> Direction.values()
    ('out', 'in', 'adjust', 'boundary_in')

    """

    OUT = "out"
    IN = "in"
    ADJUST = "adjust"
    BOUNDARY_IN = "boundary_in"


class CheckState(Word):
    """How a line of the self-check of the assessment stands; nobody's figure is never met.

    >>> CheckState.values()
    ('met', 'missed', 'no_data', 'by_hand')

    """

    MET = "met"
    MISSED = "missed"
    NO_DATA = "no_data"
    BY_HAND = "by_hand"


class SharedBy(Word):
    """What decided a unit's share of a target: the notice, a given share, a least share, or the basis.

    >>> SharedBy.values()
    ('issued', 'fixed', 'floor', 'basis')

    """

    ISSUED = "issued"
    FIXED = "fixed"
    FLOOR = "floor"
    BASIS = "basis"


class SiteVerdict(Word):
    """Whether a project may be built on a site: not at all, on conditions, or as it is; or the data does not tell.

    >>> SiteVerdict.values()
    ('forbidden', 'conditional', 'clear', 'unchecked')

    """

    FORBIDDEN = "forbidden"
    CONDITIONAL = "conditional"
    CLEAR = "clear"
    UNCHECKED = "unchecked"


class Checked(Word):
    """What came of a rule on a site: it covers a part, might if a value could be read, or its layer was not given."""

    APPLIES = "applies"
    UNKNOWN = "unknown"
    NOT_CHECKED = "not_checked"


class SupplementTier(Word):
    """Where land lies that can replace PBF, in the order of choice."""

    RESERVE = "reserve"
    ADJOINING = "adjoining"
    SAME_VILLAGE = "same_village"
    SAME_TOWNSHIP = "same_township"
    SAME_COUNTY = "same_county"
    ELSEWHERE = "elsewhere"


class SupplementStatus(Word):
    """What became of land that was accepted as supplemented, the best first.

    >>> SupplementStatus.values()
    ('kept', 'fallow', 'unplanted', 'shrunk', 'lost', 'never', 'not_cultivated', 'no_data')

    """

    KEPT = "kept"
    FALLOW = "fallow"
    UNPLANTED = "unplanted"
    SHRUNK = "shrunk"
    LOST = "lost"
    NEVER = "never"
    NOT_CULTIVATED = "not_cultivated"
    NO_DATA = "no_data"


class ProjectVerdict(Word):
    """Whether cultivated land inside a project came out even.

    >>> ProjectVerdict.values()
    ('balanced', 'not_balanced', 'no_before', 'not_built', 'unknown')

    """

    BALANCED = "balanced"
    NOT_BALANCED = "not_balanced"
    NO_BEFORE = "no_before"
    NOT_BUILT = "not_built"
    UNKNOWN = "unknown"


class EntryKind(Word):
    """What an entry does.

    >>> EntryKind.values()[:3]
    ('opening', 'supply', 'use')

    """

    OPENING = "opening"
    SUPPLY = "supply"
    USE = "use"
    FREEZE = "freeze"
    RELEASE = "release"
    LEGALISE = "legalise"
    SELL = "sell"
    BUY = "buy"
    CORRECT = "correct"


class CompensationItem(Word):
    """What earns, and what takes all of it back, in the order of the statement; what is deducted, the policy names.

    >>> CompensationItem.values()
    ('pbf', 'other', 'restored', 'withheld')

    """

    PBF = "pbf"
    OTHER = "other"
    RESTORED = "restored"
    WITHHELD = "withheld"


class Preliminary(Word):
    """The preliminary verdict on a patch, in the order in which they are tried."""

    COVERED = "covered"
    PARTLY = "partly"
    TEMPORARY = "temporary"
    RECLAIM = "reclaim"
    OVERDUE = "overdue"
    FACILITY = "facility"
    NO_CHANGE = "no_change"
    NO_NEWER_SURVEY = "no_newer_survey"
    NOT_CULTIVATED = "not_cultivated"
    UNKNOWN = "unknown"
    SUSPECTED = "suspected"


class WarningLevel(Word):
    """The level of a warning, the mildest first."""

    NONE = "none"
    GENERAL = "general"
    KEY = "key"


class PeriodKind(Word):
    """How long a period is."""

    WEEK = "week"
    MONTH = "month"
    QUARTER = "quarter"
    HALF_YEAR = "half_year"
    YEAR = "year"


class Severity(IntEnum):
    """How severe a conflict is. The policy says which conflict is how severe.

    >>> Severity.SEVERE > Severity.COUNTED, str(Severity.COUNTED), f"{Severity.SEVERE}"
    (True, '1', '3')

    """

    NOTE = 0
    TO_VERIFY = 1
    FORBIDDEN = 2
    SEVERE = 3
    COUNTED = TO_VERIFY  # conflicts count from here on

    def __str__(self) -> str:
        return str(self.value)

    def __format__(self, format_spec: str) -> str:
        return format(self.value, format_spec)


class Use(Word):
    """The group of use of a kind of conflict, from the highest severity that the policy's rows give the kind.

    >>> Use.of(Severity.SEVERE), Use.of(0)
    (<Use.NON_AGRICULTURAL: 'non_agricultural'>, <Use.NOTE: 'note'>)

    """

    NON_AGRICULTURAL = "non_agricultural"
    AGRICULTURAL = "agricultural"
    TO_VERIFY = "to_verify"
    NOTE = "note"

    @classmethod
    def of(cls, severity: int) -> Use:
        """Return the group of use of a severity.

        >>> Use.of(2).value
        'agricultural'

        """
        return {
            Severity.SEVERE: cls.NON_AGRICULTURAL,
            Severity.FORBIDDEN: cls.AGRICULTURAL,
            Severity.TO_VERIFY: cls.TO_VERIFY,
            Severity.NOTE: cls.NOTE,
        }[Severity(severity)]


class Origin(Word):
    """What the land under a conflict was at the baseline.

    Cultivated (`lost`), of the same group of use as today (`legacy`), of another group that is not cultivated
    (`changed`), or not known.
    """

    LOST = "lost"
    LEGACY = "legacy"
    CHANGED = "changed"
    UNKNOWN = "unknown"


class Tier(Word):
    """How land can be restored (恢复属性), the nearest first."""

    AT_ONCE = "at_once"
    WITH_WORKS = "with_works"
    OTHER = "other"


class Deferral(Word):
    """Whether a candidate has to wait for what grows on it."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


class Potential(Word):
    """How far a candidate may be set against the gap: only what is `free` may."""

    FREE = "free"
    TO_CONFIRM = "to_confirm"
    BARRED = "barred"
    EXCLUDED = "excluded"


class Kept(Word):
    """Why candidates make a block: it is large enough, or lies beside cultivated land."""

    SIZE = "size"
    ADJOINING = "adjoining"


class Side(Word):
    """Which side of a swap land is on: fields on hills that go, land in valleys that comes."""

    UP = "up"
    DOWN = "down"


class PlanReason(Word):
    """Why a plan of restoration takes a block, or does not."""

    AT_ONCE = "at_once"
    CHEAPEST = "cheapest"
    NEEDED = "needed"
    NOT_NEEDED = "not_needed"
    BARRED = "barred"
    TO_CONFIRM = "to_confirm"
    NO_TASK = "no_task"


class Level(Word):
    """Levels of administrative units, the largest first."""

    CITY = "city"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"


# Levels whose codes pieces carry, each in the column of its name.
UNIT_LEVELS = tuple(level.value for level in (Level.COUNTY, Level.TOWNSHIP, Level.VILLAGE))


def levels_down_to(lowest: str) -> tuple[str, ...]:
    """Return the levels of `UNIT_LEVELS` from counties down to one of them.

    >>> levels_down_to("township")
    ('county', 'township')

    """
    return UNIT_LEVELS[: UNIT_LEVELS.index(lowest) + 1]


class AreaMethod(Word):
    """How areas are measured: by the national formula, along geodesics, or on the map plane."""

    NATIONAL = "national"
    GEODESIC = "geodesic"
    PLANAR = "planar"


class AreaUnit(Word):
    """Units in which a layer may record areas: square metres, mu, hectares."""

    M2 = "m2"
    MU = "mu"
    HA = "ha"


class UnitSource(Word):
    """What says in which unit a parcel lies: its location code, or the boundaries of the units."""

    CODE = "code"
    BOUNDARY = "boundary"


class Change(Word):
    """What became of a finding from one run to the next."""

    NEW = "new"
    GONE = "gone"
    CHANGED = "changed"


class CheckOutcome(Word):
    """What became of what somebody found in the field: why it is a decision now, or is not."""

    TAKEN = "taken"
    AGREED = "agreed"
    DIFFERS = "differs"
    SUPERSEDED = "superseded"
    UNKNOWN = "unknown"
    UNDECIDED = "undecided"


class ProblemSeverity(Word):
    """How severe a problem of the data is, the worst first."""

    ERROR = "error"
    WARNING = "warning"
    NOTE = "note"
