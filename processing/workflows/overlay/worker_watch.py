"""Which workers of a Dask scheduler a run may count on: those that have been asked, and that give signs of life.

Every question to the scheduler or to workers has a bound: a process that is stopped, a machine that sleeps and a broken
network answer nothing, and keep their connections for minutes or for ever.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import TYPE_CHECKING, TypeVar

from ...analysis.waiting import NoAnswerError, call_within
from ...bridge.errors import InputError
from ...bridge.i18n import tr
from ...bridge.progress import FeedbackProgress
from .settings import Patience

if TYPE_CHECKING:
    from distributed import Client

_Answer = TypeVar("_Answer")
# What a client raises where the connection is gone; before Python 3.11 the last is no error of the system.
_GONE = (OSError, ValueError, asyncio.TimeoutError)


@dataclass
class _Member:
    """A worker that has been asked.

    Attributes:
        threads: how many it has.
        fault: why it is not used; empty if it is.
        sign: the time of its last sign of life, by the scheduler's clock.
        seen: when that was new, by this machine's.

    """

    threads: int
    fault: str
    sign: object
    seen: float


class WorkerWatch:
    """The workers of a scheduler, looked at again and again."""

    def __init__(self, client: Client, address: str, patience: Patience) -> None:
        """Start with no worker known.

        Args:
            client: of the scheduler.
            address: of the scheduler, for messages.
            patience: how long is waited.

        """
        self._client = client
        self._address = address
        self._patience = patience
        self._members: dict[str, _Member] = {}
        self._looked = -float("inf")

    @property
    def usable(self) -> list[str]:
        """Return the addresses of the workers to which parts may be given, as last looked at."""
        return sorted(a for a, member in self._members.items() if not member.fault and a not in self.silent)

    @property
    def silent(self) -> frozenset[str]:
        """Return the addresses of the workers that have given no sign of life for too long, as last looked at."""
        latest = self._looked - self._patience.silence
        return frozenset(address for address, member in self._members.items() if member.seen < latest)

    @property
    def threads(self) -> int:
        """Return how many threads all workers have that are used."""
        return sum(self._members[address].threads for address in self.usable)

    def ask(self, call: Callable[[], _Answer], progress: FeedbackProgress, seconds: float | None = None) -> _Answer:
        """Return what the scheduler answers to a call of the client.

        Args:
            call: of the client.
            progress: may cancel.
            seconds: until the answer has to be there; those for questions if not given.

        Raises:
            InputError: it does not answer in time, or is lost.

        """
        seconds = self._patience.answer if seconds is None else seconds
        try:
            return call_within(seconds, call, progress.check)
        except NoAnswerError as error:
            raise self.no_answer(seconds) from error
        except _GONE as error:
            raise self.lost() from error

    def ask_worker(
        self, worker: str, question: Callable[..., _Answer], *arguments: object, progress: FeedbackProgress
    ) -> _Answer | Exception:
        """Return what a worker answers to a question with its arguments, or why it does not."""

        def call() -> _Answer | Exception:
            answers = self._client.run(question, *arguments, workers=[worker], on_error="return")
            answer: _Answer | Exception = answers[worker]
            return answer

        try:
            return call_within(self._patience.answer, call, progress.check)
        except NoAnswerError:
            return NoAnswerError(tr("no answer for {seconds} seconds").format(seconds=round(self._patience.answer)))
        except (*_GONE, KeyError) as error:  # it has just gone
            return error

    def found(self, progress: FeedbackProgress) -> Mapping[str, Mapping[str, object]]:
        """Return what the scheduler knows of its workers, by their addresses."""
        # What the client itself gives out is cut short by newer versions.
        identity = self.ask(lambda: self._client.sync(self._client.scheduler.identity), progress)  # type: ignore[union-attr]  # set once connected
        workers: Mapping[str, Mapping[str, object]] = identity["workers"]
        return workers

    def look(self, fault_of: Callable[[str], str], progress: FeedbackProgress) -> bool:
        """Look at the workers, unless this was done just now.

        Args:
            fault_of: asks a worker that is new, by its address; returns why it is not used, else an empty text.
            progress: may cancel; its feedback receives a warning of a worker that is not used.

        Returns:
            whether they were looked at.

        Raises:
            InputError: no worker is left, none gives a sign of life, or the scheduler does not answer.

        """
        if monotonic() - self._looked < self._patience.look_round:
            return False
        found = self.found(progress)
        for gone in self._members.keys() - found.keys():
            del self._members[gone]
        for address, facts in found.items():
            sign = facts["last_seen"]
            if address not in self._members:
                fault = fault_of(address)
                self._members[address] = _Member(int(str(facts["nthreads"])), fault, sign, monotonic())
                if fault:
                    progress.feedback.pushWarning(fault)
            elif self._members[address].sign != sign:
                self._members[address].sign, self._members[address].seen = sign, monotonic()
        self._looked = monotonic()
        if all(member.fault for member in self._members.values()):
            raise self.lost()
        if not self.usable:
            raise InputError(
                tr(
                    "The workers of “{address}” have given no sign of life for {seconds} seconds: they hang, their "
                    "machines sleep, or the network to them is broken. Start them anew and run again."
                ).format(address=self._address, seconds=round(self._patience.silence))
            )
        return True

    def no_answer(self, seconds: float) -> InputError:
        """Return the error for a scheduler that has not answered for some seconds."""
        return InputError(
            tr(
                "The Dask scheduler at “{address}” has not answered for {seconds} seconds: it hangs, or the network to "
                "it is broken. Start it and its workers anew, and run again."
            ).format(address=self._address, seconds=round(seconds))
        )

    def lost(self) -> InputError:
        """Return the error for workers that are gone."""
        return InputError(
            tr("The workers of “{address}” were lost in the middle of the run. Start them and run again.").format(
                address=self._address
            )
        )
