"""Tagging on several cores: a tagger in each process, the rows in the order of the texts.

Threads would gain nothing, and a pickled automaton leaks, so each process builds its tagger once from
the lexicon, and keeps it for all the work of a run.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Final

from partyspeak.automaton import EngineChoice
from partyspeak.dates import PartialDate
from partyspeak.errors import PartyspeakError
from partyspeak.lexicon import Lexicon
from partyspeak.pieces import batches
from partyspeak.tagged import Tagged, joined
from partyspeak.tagger import EdgeChoice, Tagger

__all__ = ["Job", "Workers"]

_CHUNK_CHARACTERS: Final = 4_000_000

_tagger: Tagger | None = None  # of this process, when it is a worker


class Job:
    """Texts to be tagged; :meth:`result` waits for the answer."""

    def __init__(
        self, tagger: Tagger, texts: Sequence[str], dates: Sequence[PartialDate | None], keep_rejected: bool
    ) -> None:
        self._tagger = tagger
        self.work = texts, dates, keep_rejected
        self.future: Future[Tagged] | None = None
        self.done_here = False

    def result(self) -> Tagged:
        """The answer, from a worker, or made here and now where none was given the work.

        Raises
        ------
        PartyspeakError
            When a worker ended before its work was done.
        """
        if self.future is None:
            self.done_here = True
            texts, dates, keep_rejected = self.work
            return self._tagger.tag(texts, dates, keep_rejected=keep_rejected)
        try:
            return self.future.result()
        except BrokenProcessPool:
            raise PartyspeakError(
                "a worker ended before its work was done: it was killed, perhaps for want of memory (use fewer "
                'workers), or the script that calls partyspeak does not do so under `if __name__ == "__main__":`'
            ) from None


class Workers:
    """Processes that tag, kept for all the jobs of a run, as a context that ends them.

    They are started with the second job that is begun before the first one's result is asked for: one job alone
    is sooner done here. They end with this process, in whatever way it ends.

    Parameters
    ----------
    tagger : Tagger
        Each worker builds one like it.
    count : int
        With 1, everything is done in this process.

    Raises
    ------
    PartyspeakError
        When ``count`` is not 1 or more.
    """

    def __init__(self, tagger: Tagger, count: int) -> None:
        if count < 1:
            raise PartyspeakError(f"workers={count} must be 1 or more")
        self.count = count
        self._tagger = tagger
        self._held: list[Job] = []
        self._pool: ProcessPoolExecutor | None = None
        self._lifeline: Connection | None = None

    def begin(self, texts: Sequence[str], dates: Sequence[PartialDate | None], keep_rejected: bool = False) -> Job:
        """Have texts tagged; whoever begins several jobs has them done at once."""
        job = Job(self._tagger, texts, dates, keep_rejected)
        if self.count > 1:
            self._held = [*(held for held in self._held if not held.done_here), job]
            if self._pool is not None or len(self._held) > 1:
                # A signal interrupts the main thread only; a process that is half launched would wait for ever.
                with ThreadPoolExecutor(1) as launcher:
                    launcher.submit(self._hand_out).result()
        return job

    def tag(
        self,
        texts: Sequence[str],
        dates: Sequence[PartialDate | None],
        keep_rejected: bool = False,
        progress: Callable[[int], object] | None = None,
    ) -> Tagged:
        """The same as :meth:`partyspeak.Tagger.tag`."""
        characters = sum(map(len, texts))
        chunks = list(batches(texts, min(_CHUNK_CHARACTERS, characters // self.count + 1)))
        if self.count == 1 or len(chunks) < 2:
            return self._tagger.tag(texts, dates, keep_rejected=keep_rejected, progress=progress)
        jobs = [self.begin(texts[first:stop], dates[first:stop], keep_rejected) for first, stop in chunks]
        parts = []
        for job, (first, stop) in zip(jobs, chunks, strict=True):
            parts.append(job.result().counted_from(first))
            if progress is not None:
                progress(stop)
        return joined(parts)

    def _hand_out(self) -> None:
        pool = self._pool or self._started()
        for job in self._held:
            job.future = pool.submit(_tag, *job.work)
        self._held = []

    def _started(self) -> ProcessPoolExecutor:
        context = multiprocessing.get_context("spawn")
        held_by_worker, self._lifeline = context.Pipe(duplex=False)
        tagger = self._tagger
        choices = (held_by_worker, tagger.lexicon, tagger.edges, tagger.engine, tagger.spelled_out)
        self._pool = ProcessPoolExecutor(self.count, context, _build, choices)
        return self._pool

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, place: TracebackType | None
    ) -> None:
        if self._lifeline is not None and error is not None:
            # The pool would wait for all the work that it was given.
            self._lifeline.close()
        if self._pool is not None:
            self._pool.shutdown()
        if self._lifeline is not None:
            self._lifeline.close()


def _build(lifeline: Connection, lexicon: Lexicon, edges: EdgeChoice, engine: EngineChoice, spelled_out: bool) -> None:
    global _tagger
    # Ctrl-C reaches every process of a terminal, and an order to stop every one of a service; the one that was
    # called decides what it means.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=[lifeline], daemon=True).start()
    _tagger = Tagger(lexicon, edges=edges, engine=engine, spelled_out=spelled_out)


def _end_with(lifeline: Connection) -> None:
    """End this process when the other end is closed, also by the death of the process that holds it."""
    try:
        lifeline.recv()
    except (EOFError, OSError):
        os._exit(1)


def _tag(texts: Sequence[str], dates: Sequence[PartialDate | None], keep_rejected: bool) -> Tagged:
    if _tagger is None:
        raise PartyspeakError("this process is no worker of partyspeak")
    return _tagger.tag(texts, dates, keep_rejected=keep_rejected)
