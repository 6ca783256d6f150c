"""Tagging on several cores, with one tagger per process and rows in the order of the texts.

Threads would not be faster, and a pickled automaton leaks memory. So each process builds its tagger once from the
lexicon and keeps it for all the work of a run. For each of them, a thread of this process sends work and waits, while
the main thread reads, writes and handles signals.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from types import TracebackType
from typing import Final

from partyspeak.dates import PartialDate
from partyspeak.errors import PartyspeakError
from partyspeak.matching.batching import Progress, batches
from partyspeak.matching.mentions import Tagged, joined
from partyspeak.matching.tagger import Tagger

__all__ = ["Job", "Workers"]

_CHUNK_CHARACTERS: Final = 4_000_000
_GONE: Final = (EOFError, OSError)
"""The errors of reading from or writing to a process that has ended."""

_Work = tuple[Sequence[str], Sequence[PartialDate | None], bool]


class Job:
    """Texts to be tagged."""

    def __init__(self, tagger: Tagger, work: _Work) -> None:
        self.work = work
        self.answer: Future[Tagged] | None = None
        self.done_here = False
        self._tagger = tagger

    def result(self) -> Tagged:
        """Wait for the worker's answer; if no worker has the job, do it in this process now.

        Raises
        ------
        PartyspeakError
            If the worker ended before its work was done.
        """
        if self.answer is not None:
            return self.answer.result()
        self.done_here = True
        texts, dates, keep_rejected = self.work
        return self._tagger.tag(texts, dates, keep_rejected=keep_rejected)


class Workers:
    """Processes that tag, kept for all the jobs of a run; a context manager that ends them.

    The processes start with the second job that is begun before the first job's result is requested, since a single
    job is done faster in this process. They end when this process ends, however it ends.

    Parameters
    ----------
    tagger : Tagger
        Each worker builds a tagger like this one.
    count : int
        The number of workers. With 1, everything is done in this process.

    Raises
    ------
    PartyspeakError
        If ``count`` is less than 1.
    """

    def __init__(self, tagger: Tagger, count: int) -> None:
        if count < 1:
            raise PartyspeakError(f"workers={count} must be 1 or more")
        self.count = count
        self._tagger = tagger
        self._held: list[Job] = []
        self._threads: ThreadPoolExecutor | None = None
        self._of_thread = threading.local()
        self._starting = threading.Lock()
        self._ended = False
        self._processes: list[tuple[SpawnProcess, Connection]] = []

    def begin(self, texts: Sequence[str], dates: Sequence[PartialDate | None], keep_rejected: bool = False) -> Job:
        """Start to tag texts; jobs that are begun together are done in parallel."""
        job = Job(self._tagger, (texts, dates, keep_rejected))
        if self.count > 1:
            self._held = [*(held for held in self._held if not held.done_here), job]
            if self._threads is not None or len(self._held) > 1:
                self._threads = self._threads or ThreadPoolExecutor(self.count)
                for held in self._held:
                    held.answer = self._threads.submit(self._ask, held.work)
                self._held = []
        return job

    def tag(
        self,
        texts: Sequence[str],
        dates: Sequence[PartialDate | None],
        keep_rejected: bool = False,
        progress: Progress | None = None,
    ) -> Tagged:
        """The same as :meth:`partyspeak.Tagger.tag`."""
        lengths = list(map(len, texts))
        chunks = list(batches(lengths, min(_CHUNK_CHARACTERS, sum(lengths) // self.count + 1)))
        if self.count == 1 or len(chunks) < 2:
            return self._tagger.tag(texts, dates, keep_rejected=keep_rejected, progress=progress)
        jobs = [self.begin(texts[first:stop], dates[first:stop], keep_rejected) for first, stop in chunks]
        parts = []
        for job, (first, stop) in zip(jobs, chunks, strict=True):
            parts.append(job.result().counted_from(first))
            if progress is not None:
                progress(stop)
        return joined(parts)

    def _ask(self, work: _Work) -> Tagged:
        """Let the worker of this thread do the work."""
        try:
            if not hasattr(self._of_thread, "worker"):
                self._of_thread.worker = self._started()
            self._of_thread.worker.send(work)
            answer = self._of_thread.worker.recv()
        except _GONE:
            raise PartyspeakError(
                "a worker ended before its work was done: it was killed, perhaps for lack of memory (use fewer "
                'workers), or the script that calls partyspeak does not do so under `if __name__ == "__main__":`'
            ) from None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def _started(self) -> Connection:
        context = multiprocessing.get_context("spawn")
        with self._starting:
            if self._ended:
                raise EOFError
            ours, theirs = context.Pipe()
            process = context.Process(target=_serve, args=[theirs], daemon=True)
            process.start()
            theirs.close()
            self._processes.append((process, ours))
        tagger = self._tagger
        # Not sent as arguments: the process could not be ended before it had read them all.
        ours.send((tagger.lexicon, tagger.edges, tagger.engine, tagger.spelled_out))
        return ours

    def __enter__(self) -> Workers:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, place: TracebackType | None
    ) -> None:
        if self._threads is None:
            return
        if error is not None:
            # Nobody waits for the work that was submitted.
            self._threads.shutdown(wait=False, cancel_futures=True)
            with self._starting:
                self._ended = True
                for process, _ in self._processes:
                    process.kill()
        self._threads.shutdown()
        for process, connection in self._processes:
            connection.close()
            process.join()


def _serve(connection: Connection) -> None:
    """The loop of a worker, which runs until the other end of its connection is closed."""
    # Ctrl-C reaches every process of a terminal, and a stop signal reaches every process of a service. The process
    # that was called decides what to do.
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    try:
        lexicon, edges, engine, spelled_out = connection.recv()
        tagger = Tagger(lexicon, edges=edges, engine=engine, spelled_out=spelled_out)
        while True:
            texts, dates, keep_rejected = connection.recv()
            try:
                answer: Tagged | Exception = tagger.tag(texts, dates, keep_rejected=keep_rejected)
            except Exception as error:
                answer = error
            connection.send(answer)
    except _GONE:
        pass


def _end_with_parent() -> None:
    """End this process at once when the process that started it is gone, even in the middle of work."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
