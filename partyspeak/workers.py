"""Tagging on several cores: a tagger in each process, the rows in the order of the texts.

Threads would gain nothing, and a pickled automaton leaks, so each process builds its tagger once from
the lexicon.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ProcessPoolExecutor, ThreadPoolExecutor
from multiprocessing.connection import Connection

from partyspeak.automaton import EngineChoice
from partyspeak.dates import PartialDate
from partyspeak.errors import PartyspeakError
from partyspeak.lexicon import Lexicon
from partyspeak.pieces import batches
from partyspeak.tagged import Tagged, joined
from partyspeak.tagger import EdgeChoice, Tagger

__all__ = ["tag_in_processes"]

_CHUNK_CHARACTERS = 4_000_000

_tagger: Tagger | None = None  # of this process, when it is a worker


def tag_in_processes(
    tagger: Tagger,
    texts: Sequence[str],
    dates: Sequence[PartialDate | None],
    workers: int,
    keep_rejected: bool = False,
    progress: Callable[[int], object] | None = None,
) -> Tagged:
    """The same as :meth:`partyspeak.Tagger.tag`, by so many processes.

    Raises
    ------
    PartyspeakError
        When ``workers`` is not 1 or more.
    """
    if workers < 1:
        raise PartyspeakError(f"workers={workers} must be 1 or more")
    characters = sum(map(len, texts))
    chunks = list(batches(texts, min(_CHUNK_CHARACTERS, characters // workers + 1)))
    if workers == 1 or len(chunks) < 2:
        return tagger.tag(texts, dates, keep_rejected=keep_rejected, progress=progress)
    context = multiprocessing.get_context("spawn")
    held_by_worker, lifeline = context.Pipe(duplex=False)
    choices = (held_by_worker, tagger.lexicon, tagger.edges, tagger.engine, tagger.spelled_out)
    parts = []

    def hand_out(pool: ProcessPoolExecutor) -> list[Future[Tagged]]:
        return [pool.submit(_tag, texts[a:b], dates[a:b], a, keep_rejected) for a, b in chunks]

    with ProcessPoolExecutor(min(workers, len(chunks)), context, _build, choices) as pool:
        try:
            # A signal interrupts the main thread only; a process that is half launched would wait for ever.
            with ThreadPoolExecutor(1) as launcher:
                jobs = launcher.submit(hand_out, pool).result()
            for job, (_, stop) in zip(jobs, chunks, strict=True):
                parts.append(job.result())
                if progress is not None:
                    progress(stop)
        except BaseException:
            # The pool would wait for all the work that it was given.
            lifeline.close()
            raise
    return joined(parts)


def _build(lifeline: Connection, lexicon: Lexicon, edges: EdgeChoice, engine: EngineChoice, spelled_out: bool) -> None:
    global _tagger
    # Ctrl-C reaches every process of a terminal; the one that was called decides what it means.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=[lifeline], daemon=True).start()
    _tagger = Tagger(lexicon, edges=edges, engine=engine, spelled_out=spelled_out)


def _end_with(lifeline: Connection) -> None:
    """End this process when the other end is closed, also by the death of the process that holds it."""
    try:
        lifeline.recv()
    except (EOFError, OSError):
        os._exit(1)


def _tag(texts: Sequence[str], dates: Sequence[PartialDate | None], first: int, keep_rejected: bool) -> Tagged:
    if _tagger is None:
        raise PartyspeakError("this process is no worker of partyspeak")
    return _tagger.tag(texts, dates, keep_rejected=keep_rejected).counted_from(first)
