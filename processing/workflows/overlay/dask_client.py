"""Partitions of a survey overlaid on other machines, by way of a Dask scheduler; `distributed` is optional."""

from __future__ import annotations

import importlib.util
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

from ...analysis.overlay.partitions import OverlayTask, PartitionResult
from ...bridge.crs.datums import is_cgcs2000
from ...bridge.errors import InputError
from ...bridge.i18n import tr
from ...bridge.io.datasets import GEOPACKAGE
from ...bridge.io.file_state import fingerprint
from ...bridge.io.parcel_layers import ParcelLayer, ParcelLayers
from ...bridge.io.sources import File
from ...bridge.progress import FeedbackProgress
from ...bridge.survey.normalisation import Normaliser
from .dask_security import check_scheduler, security_of
from .dask_worker import Chosen, Installation, Job, ParcelFile, installation, overlay_rows

if TYPE_CHECKING:
    from distributed import Client, Future

_PATIENCE = 10  # seconds until a scheduler has to answer
_PAUSE = 0.02  # seconds between two looks at a part
_LOOK_ROUND = 5.0  # seconds between two looks at the workers
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
    import distributed  # noqa: PLC0415  it is optional

    security = security_of(certificates)
    try:
        client = distributed.Client(address.strip(), timeout=_PATIENCE, set_as_default=False, security=security)
    except (OSError, ValueError, distributed.TimeoutError) as error:
        raise InputError(
            tr(
                "No Dask scheduler answers at “{address}” ({reason}). The address has the form tcp://10.0.0.5:8786; "
                "the scheduler prints it when it starts."
            ).format(address=address, reason=error)
        ) from error
    try:
        cluster = Cluster(client, address)
        cluster.check_workers(progress)
        yield cluster
    finally:
        client.close()


class Cluster:
    """Workers, reached by way of their scheduler."""

    def __init__(self, client: Client, address: str) -> None:
        """Keep the connection."""
        self._client = client
        self._address = address

    def check_workers(self, progress: FeedbackProgress) -> None:
        """Raise `InputError` unless there are workers, all with this version of the plugin; warn of another GEOS."""
        here = installation()
        found = self._ask(installation)
        if not found:
            raise InputError(
                tr("The Dask scheduler at “{address}” has no workers. Start some.").format(address=self._address)
            )
        for worker, there in found.items():
            if not isinstance(there, Installation):
                raise InputError(
                    tr(
                        "Worker {worker} cannot use the plugin ({reason}). Install the plugin's wheel, version "
                        "{version}, on the scheduler's and every worker's machine."
                    ).format(worker=worker, reason=there, version=here.plugin)
                )
            if there.plugin != here.plugin:
                raise InputError(
                    tr(
                        "Worker {worker} has version {there} of the plugin, QGIS has {here}. Install the wheel of this "
                        "version on the scheduler's and every worker's machine."
                    ).format(worker=worker, there=there.plugin, here=here.plugin)
                )
        others = sorted({there.geos for there in found.values() if isinstance(there, Installation)} - {here.geos})
        if others:
            progress.feedback.pushWarning(
                tr(
                    "Workers have GEOS {there}, QGIS has {here}: cuts may differ from those of a run without workers "
                    "in the last digits of coordinates."
                ).format(there=", ".join(others), here=here.geos)
            )
        progress.feedback.pushInfo(tr("Workers: {count}").format(count=len(found)))

    def check_parcels(self, parcels: ParcelLayers) -> None:
        """Raise `InputError` unless workers can read the parcels, and all see the same files."""
        for layer in parcels.layers:
            if layer.file is None or layer.file.path.suffix.lower() != GEOPACKAGE:
                raise InputError(
                    tr(
                        "Layer “{layer}”: workers read parcels from a GeoPackage only, all of it, without curves. "
                        "Export the layer to one on a drive that every worker sees; or leave “Dask scheduler” empty."
                    ).format(layer=layer.name)
                )
        for path in dict.fromkeys(str(file.path) for file in map(_file_of, parcels.layers)):
            here = fingerprint(path)
            for worker, there in self._ask(fingerprint, path).items():
                if there != here:
                    reason = getattr(there, "fault", str(there)) or tr("another file")
                    raise InputError(
                        tr(
                            "Worker {worker} does not see the file “{path}” as QGIS does ({reason}). It must lie on a "
                            "drive that every machine has under the same path."
                        ).format(worker=worker, path=path, reason=reason)
                    )

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
            InputError: the workers are lost, or what a worker says of the input.

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
        sent = self._client.scatter(job, broadcast=True, hash=False)
        ahead = 2 * sum(self._client.nthreads().values())
        waiting: deque[tuple[Chosen, Future]] = deque()
        try:
            for chosen in rows:
                future = self._client.submit(overlay_rows, sent, chosen, pure=False, retries=_RETRIES)
                waiting.append((chosen, future))
                if len(waiting) > ahead:
                    yield self._result(job, *waiting.popleft(), progress)
            while waiting:
                yield self._result(job, *waiting.popleft(), progress)
        except distributed.CancelledError as error:
            raise self._lost() from error
        finally:
            with suppress(OSError):  # where the scheduler is lost nobody needs to know
                self._client.cancel([sent, *(future for _, future in waiting)], force=True)

    def _result(self, job: Job, rows: Chosen, future: Future, progress: FeedbackProgress) -> PartitionResult:
        """Return the outcome of a partition; where a worker refuses the input, say why in the user's language."""
        from distributed import KilledWorker  # noqa: PLC0415

        looked = time.monotonic()
        while not future.done():
            progress.check()
            time.sleep(_PAUSE)
            if time.monotonic() - looked > _LOOK_ROUND:
                self._require_workers()
                looked = time.monotonic()
        try:
            return future.result()
        except InputError as error:
            overlay_rows(job, rows)
            raise InputError(
                tr("A worker cannot do what can be done here: {reason}. Look into its log.").format(reason=error)
            ) from error
        except KilledWorker as error:
            raise InputError(
                tr(
                    "Workers died one after the other over the same parcels, probably for want of memory. Give each "
                    "more of it, or start fewer on a machine."
                )
            ) from error

    def _require_workers(self) -> None:
        """Raise `InputError` when no worker is left, and with them all that was sent."""
        try:
            alive = self._client.nthreads()
        except (OSError, ValueError) as error:
            raise self._lost() from error
        if not alive:
            raise self._lost()

    def _lost(self) -> InputError:
        """Return the error for workers that are gone."""
        return InputError(
            tr("The workers of “{address}” were lost in the middle of the run. Start them and run again.").format(
                address=self._address
            )
        )

    def _ask(self, question: object, *arguments: object) -> dict[str, object]:
        """Return what every worker answers; an error where it cannot."""
        return self._client.run(question, *arguments, on_error="return")


def _file_of(layer: ParcelLayer) -> File:
    """Return the file of a layer that workers can read, as `Cluster.check_parcels` has found it."""
    if layer.file is None:
        raise ValueError(layer.name)
    return layer.file
