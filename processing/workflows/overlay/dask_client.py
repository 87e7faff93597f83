"""Partitions of a survey overlaid on other machines, by way of a Dask scheduler; `distributed` is optional."""

from __future__ import annotations

import importlib.util
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import CancelledError
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from time import sleep
from typing import TYPE_CHECKING, Any

from ...analysis.overlay.partitions import OverlayTask, PartitionResult
from ...analysis.waiting import NoAnswerError, call_within
from ...bridge.crs.datums import is_cgcs2000
from ...bridge.errors import InputError
from ...bridge.i18n import tr
from ...bridge.io.datasets import GEOPACKAGE
from ...bridge.io.file_state import FileFingerprint, fingerprint
from ...bridge.io.parcel_layers import ParcelLayer, ParcelLayers
from ...bridge.io.sources import File
from ...bridge.progress import FeedbackProgress
from ...bridge.survey.normalisation import Normaliser
from .dask_security import check_scheduler, security_of
from .dask_worker import (
    Chosen,
    Installation,
    Job,
    ParcelFile,
    installation,
    overlay_rows,
    release,
)
from .settings import Patience, load_patience
from .worker_watch import WorkerWatch

if TYPE_CHECKING:
    from distributed import Client, Future, Security

_PAUSE = 0.02  # seconds between two looks at a part
_RETRIES = 2  # of a part that fails; one whose worker dies is done again whatever this says


@contextmanager
def connected(address: str, progress: FeedbackProgress, certificates: str = "") -> Iterator[Cluster | None]:
    """Connect to the workers of a scheduler; give None where no address is given.

    Args:
        address: of the scheduler, as the user gives it.
        progress: its feedback receives warnings.
        certificates: the folder of certificates for an address of TLS.

    Raises:
        InputError: `distributed` is missing, nobody answers, there are no workers, or they lack the plugin or have
            another version of it.

    """
    if not address.strip():
        yield None
        return
    if importlib.util.find_spec("distributed") is None:
        raise InputError(
            tr(
                "A Dask scheduler is given, but the Python library distributed is missing. Install python3-distributed "
                "with apt, or distributed with pip; or leave “Dask scheduler” empty."
            )
        )
    check_scheduler(address.strip(), certificates, progress)
    patience = load_patience()
    client = _connect(address, security_of(certificates), patience, progress)
    try:
        cluster = Cluster(client, address, patience)
        cluster.check_workers(progress)
        yield cluster
    finally:
        with suppress(NoAnswerError):
            call_within(patience.connect, client.close)


def _connect(address: str, security: Security, patience: Patience, progress: FeedbackProgress) -> Client:
    """Return a client of a scheduler; arguments and errors as for `connected`."""
    import distributed  # noqa: PLC0415  it is optional

    def connect() -> Client:
        return distributed.Client(address.strip(), timeout=patience.connect, set_as_default=False, security=security)

    try:
        return call_within(patience.connect + patience.answer, connect, progress.check)
    except (OSError, ValueError, distributed.TimeoutError, NoAnswerError) as error:
        raise InputError(
            tr(
                "No Dask scheduler answers at “{address}” ({reason}). The address has the form tcp://10.0.0.5:8786; "
                "the scheduler prints it when it starts."
            ).format(address=address, reason=str(error) or tr("no answer"))
        ) from error


class _GivenAnewError(Exception):
    """Parts have been given to other workers."""


@dataclass
class _Part:
    """Parcels that workers overlay, and what is to come of them."""

    chosen: Chosen
    future: Future
    workers: frozenset[str]


@dataclass
class _Division:
    """An overlay under way.

    Attributes:
        job: all that workers need beside the rows.
        sent: it, at the workers.
        waiting: parts under way, in their order.
        silent: workers that had gone silent when the parts were last given.
        former: what was sent before, which finished parts came from.

    """

    job: Job
    sent: Future
    waiting: deque[_Part] = field(default_factory=deque)
    silent: frozenset[str] = frozenset()
    former: list[Future] = field(default_factory=list)


class Cluster:
    """Workers, reached by way of their scheduler."""

    def __init__(self, client: Client, address: str, patience: Patience) -> None:
        """Keep the connection."""
        self._client = client
        self._address = address
        self._patience = patience
        self._watch = WorkerWatch(client, address, patience)
        self._files: dict[str, FileFingerprint] = {}

    def check_workers(self, progress: FeedbackProgress) -> None:
        """Raise `InputError` unless there are workers, all with this version of the plugin; warn of other libraries."""
        here = installation()
        found = {
            worker: self._watch.ask_worker(worker, installation, progress=progress)
            for worker in sorted(self._watch.found(progress))
        }
        if not found:
            raise InputError(
                tr("The Dask scheduler at “{address}” has no workers. Start some.").format(address=self._address)
            )
        for worker, there in found.items():
            fault = _fault_of(worker, there, here)
            if fault:
                raise InputError(fault)
        known = [there for there in found.values() if isinstance(there, Installation)]
        others = sorted({there.geos for there in known} - {here.geos})
        if others:
            progress.feedback.pushWarning(
                tr(
                    "Workers have GEOS {there}, QGIS has {here}: cuts may differ from those of a run without workers "
                    "in the last digits of coordinates."
                ).format(there=", ".join(others), here=here.geos)
            )
        versions: Any = self._watch.ask(self._client.get_versions, progress)
        of_scheduler = release(str(versions["scheduler"]["packages"]["distributed"]))
        others = sorted({of_scheduler, *(there.distributed for there in known)} - {here.distributed})
        if others:
            progress.feedback.pushWarning(
                tr(
                    "The scheduler or workers have the library distributed {there}, QGIS has {here}; they may not "
                    "understand each other. If the run stops or gets stuck, install one version on all machines."
                ).format(there=", ".join(others), here=here.distributed)
            )
        progress.feedback.pushInfo(tr("Workers: {count}").format(count=len(found)))

    def check_parcels(self, parcels: ParcelLayers, progress: FeedbackProgress) -> None:
        """Raise `InputError` unless workers can read the parcels, and all see the same files."""
        for layer in parcels.layers:
            if layer.file is None or layer.file.path.suffix.lower() != GEOPACKAGE:
                raise InputError(
                    tr(
                        "Layer “{layer}”: workers read parcels from a GeoPackage only, all of it, without curves. "
                        "Export the layer to one on a drive that every worker sees; or leave “Dask scheduler” empty."
                    ).format(layer=layer.name)
                )
        paths = dict.fromkeys(str(file.path) for file in map(_file_of, parcels.layers))
        self._files = {path: fingerprint(path) for path in paths}
        for worker in sorted(self._watch.found(progress)):
            fault = self._file_fault(worker, progress)
            if fault:
                raise InputError(fault)

    def _file_fault(self, worker: str, progress: FeedbackProgress) -> str:
        """Return which file of the parcels a worker does not see as QGIS does, and why; empty if it sees all."""
        for path, here in self._files.items():
            there = self._watch.ask_worker(worker, fingerprint, path, progress=progress)
            if there != here:
                reason = getattr(there, "fault", str(there)) or tr("another file")
                return tr(
                    "Worker {worker} does not see the file “{path}” as QGIS does ({reason}). It must lie on a "
                    "drive that every machine has under the same path."
                ).format(worker=worker, path=path, reason=reason)
        return ""

    def overlay(
        self,
        parcels: ParcelLayers,
        normalisers: Sequence[Normaliser],
        task: OverlayTask,
        rows: Iterable[Chosen],
        progress: FeedbackProgress,
    ) -> Generator[PartitionResult, None, None]:
        """Yield what workers make of partitions, in their order; only a few are made ahead of who takes them.

        Args:
            parcels: layers that `check_parcels` has found good.
            normalisers: how the parcels of each are normalised.
            task: by what they are divided, and how; it is sent to every worker once.
            rows: the parts.
            progress: may cancel.

        Raises:
            InputError: the workers are lost or give no sign of life, or what a worker says of the input.

        """
        import distributed  # noqa: PLC0415

        for layer, normaliser in zip(parcels.layers, normalisers):
            if normaliser.transformer is not None and not is_cgcs2000(layer.crs):
                raise InputError(
                    tr(
                        "Layer “{layer}” is not in a system of CGCS2000; workers do not transform it. Export it to "
                        "one, or leave “Dask scheduler” empty."
                    ).format(layer=layer.name)
                )
        files = [
            ParcelFile(str(file.path), fingerprint(str(file.path)), file.layer, layer.columns, normaliser)
            for layer, normaliser, file in zip(parcels.layers, normalisers, map(_file_of, parcels.layers))
        ]
        job = Job(installation().plugin, files, task)
        self._look(progress)
        division = _Division(job, self._send(job, progress))
        waiting, ahead = division.waiting, 2 * self._watch.threads
        try:
            for chosen in rows:
                waiting.append(self._submit(division.sent, chosen))
                if len(waiting) > ahead:
                    yield self._result(division, progress)
            while waiting:
                yield self._result(division, progress)
        except (distributed.CancelledError, CancelledError) as error:
            raise self._watch.lost() from error
        finally:
            everything = [division.sent, *division.former, *(part.future for part in waiting)]
            # Where the scheduler is lost nobody needs to know.
            with suppress(OSError, NoAnswerError):
                call_within(self._patience.connect, lambda: self._client.cancel(everything, force=True))

    def _send(self, job: Job, progress: FeedbackProgress) -> Future:
        """Send the job to each of the workers that are used, by the client and not by workers that may be silent."""
        workers = self._watch.usable

        def call() -> Future:
            return self._client.scatter(job, workers=workers, broadcast=True, hash=False)

        return self._watch.ask(call, progress, self._patience.transfer)

    def _submit(self, sent: Future, chosen: Chosen) -> _Part:
        """Give a part to the workers that are used: others that join may lack the plugin or the files."""
        workers = self._watch.usable
        future = self._client.submit(overlay_rows, sent, chosen, pure=False, retries=_RETRIES, workers=workers)
        return _Part(chosen, future, frozenset(workers))

    def _result(self, division: _Division, progress: FeedbackProgress) -> PartitionResult:
        """Take the first of the parts under way and return its outcome; see that all parts have workers meanwhile.

        Where a worker refuses the input, the error says why in the user's language.
        """
        from distributed import KilledWorker  # noqa: PLC0415

        def look() -> None:
            progress.check()
            if self._look(progress) and self._give_anew(division, progress):
                raise _GivenAnewError

        part = division.waiting[0]

        def fetch() -> PartitionResult | InputError | KilledWorker:
            try:
                result: PartitionResult = part.future.result()
            except (InputError, KilledWorker) as error:
                return error  # not to be taken for what `look` raises
            return result

        while True:
            try:
                look()
                if part.future.done():
                    outcome = call_within(self._patience.transfer, fetch, look)
                    break
                sleep(_PAUSE)
            except _GivenAnewError:  # this part or others
                continue
            except NoAnswerError as error:
                raise self._watch.no_answer(self._patience.transfer) from error
        if isinstance(outcome, InputError):
            overlay_rows(division.job, part.chosen)
            raise InputError(
                tr("A worker cannot do what can be done here: {reason}. Look into its log.").format(reason=outcome)
            ) from outcome
        if isinstance(outcome, KilledWorker):
            raise InputError(
                tr(
                    "Workers died one after the other over the same parcels, probably for want of memory. Give each "
                    "more of it, or start fewer on a machine."
                )
            ) from outcome
        division.waiting.popleft()
        return outcome

    def _look(self, progress: FeedbackProgress) -> bool:
        """Look at the workers, if it is time to; return whether it was."""
        here = installation()

        def fault_of(worker: str) -> str:
            there = self._watch.ask_worker(worker, installation, progress=progress)
            return _fault_of(worker, there, here) or self._file_fault(worker, progress)

        return self._watch.look(fault_of, progress)

    def _give_anew(self, division: _Division, progress: FeedbackProgress) -> bool:
        """Give parts anew for which no worker is left, or that may hang on one that has gone silent.

        Returns:
            whether there were any.

        """
        usable, silent, waiting = frozenset(self._watch.usable), self._watch.silent, division.waiting
        is_new = bool(silent - division.silent)
        division.silent = silent
        holders: Mapping[str, Sequence[str]] = {}
        if is_new:
            # Workers fetch what was sent from each other, so any part may hang on the silent one.
            finished = [part.future for part in waiting if part.future.status == "finished"]
            holders = self._watch.ask(lambda: self._client.who_has(finished), progress) if finished else {}
            division.former.append(division.sent)
            division.sent = self._send(division.job, progress)
        old = []
        for part in waiting:
            if part.future.status == "finished":
                is_lost = is_new and not usable & set(holders.get(part.future.key, ()))
            else:
                is_lost = part.future.status == "pending" and (is_new or not part.workers & usable)
            if is_lost:
                old.append(part.future)
                new = self._submit(division.sent, part.chosen)
                part.future, part.workers = new.future, new.workers
        if old:
            self._watch.ask(lambda: self._client.cancel(old, force=True), progress)
        return bool(old)


def _fault_of(worker: str, there: Installation | Exception, here: Installation) -> str:
    """Return why a worker is of no use, by what it says of its installation; empty if it is of use."""
    if isinstance(there, NoAnswerError):
        return tr(
            "Worker {worker} does not answer ({reason}): it hangs, its machine sleeps, or the network to it is "
            "broken. Stop it or start it anew."
        ).format(worker=worker, reason=there)
    if not isinstance(there, Installation):
        return tr(
            "Worker {worker} cannot use the plugin ({reason}). Install the plugin's wheel, version "
            "{version}, on the scheduler's and every worker's machine."
        ).format(worker=worker, reason=there, version=here.plugin)
    if there.plugin != here.plugin:
        return tr(
            "Worker {worker} has version {there} of the plugin, QGIS has {here}. Install the wheel of this "
            "version on the scheduler's and every worker's machine."
        ).format(worker=worker, there=there.plugin, here=here.plugin)
    return ""


def _file_of(layer: ParcelLayer) -> File:
    """Return the file of a layer that workers can read, as `Cluster.check_parcels` has found it."""
    if layer.file is None:
        raise ValueError(layer.name)
    return layer.file
