"""The command for pipelines: tag documents into a store, or into one file of mentions."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, NamedTuple

import pandas as pd
import typer

from partyspeak.cli.document_commands import tag_sources
from partyspeak.cli.log import Log, say_record
from partyspeak.cli.options import (
    BadDatesChoice,
    Claims,
    DateChoices,
    DateColumnName,
    DateFormat,
    Edges,
    ExtraLexicon,
    IdColumnName,
    Practice,
    Quiet,
    Sources,
    Strict,
    TextColumnName,
    TimeZone,
    Workers,
    chosen_bad_dates,
    chosen_tagger,
    need_one_source,
)
from partyspeak.cli.output import say
from partyspeak.cli.signals import Stop, Stopped
from partyspeak.cli.statuses import FAILED, LOCKED, PARTLY, READ
from partyspeak.corpus.tagging import BadDates
from partyspeak.datasets import samples
from partyspeak.errors import PartyspeakError, StoreLocked
from partyspeak.io import ReadingRecord, stream_documents
from partyspeak.io.writers import write_table, written
from partyspeak.matching.tagger import Tagger
from partyspeak.store import is_store
from partyspeak.store.ingest import Run, tag_to_store
from partyspeak.store.manifest import Manifest, write_sealed

__all__ = ["COMMANDS"]

Retag = Annotated[bool, typer.Option("--retag", help="First tag the store's documents anew, with these settings.")]
KeepTexts = Annotated[bool, typer.Option("--texts/--no-texts", help="Keep the texts in a store that is made now.")]
Wait = Annotated[float, typer.Option("--wait", min=0, help="Seconds to wait for another run on the same store.")]
JsonLog = Annotated[bool, typer.Option("--json-log", help="Say everything as JSON, one object per line.")]


class _Task(NamedTuple):
    """What is to be done, and how."""

    folder: Path
    text: str
    date: str | None
    id: str
    tagger: Tagger
    bad_dates: BadDates
    date_format: str | None
    timezone: str | None
    texts: bool
    retag: bool
    wait: float
    workers: int


def tag(
    sources: Sources = None,
    output: Annotated[
        Path, typer.Option("-o", "--output", help="A store (a folder), or a .parquet, .csv or .jsonl file of mentions.")
    ] = Path("tagged"),
    practice: Practice = False,
    text: TextColumnName = "text",
    date: DateColumnName = "date",
    id: IdColumnName = None,
    bad_dates: BadDatesChoice = "raise",
    date_format: DateFormat = None,
    timezone: TimeZone = None,
    lexicon: ExtraLexicon = None,
    claims: Claims = None,
    edges: Edges = "auto",
    workers: Workers = 1,
    retag: Retag = False,
    strict: Strict = False,
    texts: KeepTexts = True,
    wait: Wait = 0,
    quiet: Quiet = False,
    json_log: JsonLog = False,
) -> None:
    """Find every phrase, and add the documents and mentions to a store.

    Example:  partyspeak tag speeches.csv --date published -o tagged

    Run again, it adds only what is new or changed. The exit status is 0 when all was read, 1 for an error,
    2 for a wrong call, 3 when rows, files or sheets were left out (run.json in the store names them), 4 when
    another run is writing to the store, 130 or 143 when the run was told to stop.
    """
    need_one_source(sources, practice)
    choice = chosen_bad_dates(bad_dates)
    log = Log(quiet, json_log)
    try:
        record = ReadingRecord(strict)
        if output.suffix:
            dates = DateChoices(bad_dates, date_format, timezone)
            corpus = tag_sources(sources, practice, text, date, id, dates, lexicon, edges, record, log, workers=workers)
            write_table(written(corpus.mentions), output)
            log.say("summary", f"{corpus!r} → {output}", {"documents": len(corpus.documents)})
            raise typer.Exit(READ if record.complete else PARTLY)
        tagger = chosen_tagger(lexicon, edges)
        stream = stream_documents(*(sources or ()), text=text, date=date or None, id=id, record=record)
        task = _Task(
            output, text, date or None, id or "id", tagger, choice, date_format, timezone, texts, retag, wait, workers
        )
        status = _into_store([samples.load()] if practice else stream, Run(record), task, log)
    except StoreLocked as error:
        log.say("error", f"partyspeak: {error}", level="error")
        status = LOCKED
    except PartyspeakError as error:
        log.say("error", f"partyspeak: {error}", level="error")
        status = FAILED
    raise typer.Exit(status)


def _into_store(documents: Iterable[pd.DataFrame], run: Run, task: _Task, log: Log) -> int:
    begun = datetime.datetime.now(datetime.UTC)
    stop = Stop()
    status, ended, message = 0, "finished", ""
    try:
        with stop.listening():
            tag_to_store(
                stop.between(documents), task.folder, task.text, task.date, task.id,
                tagger=task.tagger, bad_dates=task.bad_dates, date_format=task.date_format, timezone=task.timezone,
                texts=task.texts, retag=task.retag, wait=task.wait,
                workers=task.workers, progress=log.shows_progress, run=run,
                event=lambda name, facts: _tell(log, name, facts),
            )  # fmt: skip
    except StoreLocked:
        raise
    except PartyspeakError as error:
        status, ended, message = FAILED, "failed", str(error)
    except Stopped as stopped:
        status, ended = stopped.status, "stopped"
        message = f"{stopped}; what was written stays, and the next run continues from there"
    counts = run.counts
    if not status and not run.reading.complete:
        status = PARTLY if counts["read"] else FAILED
    _say_summary(run, task.folder, log)
    if message:
        log.say("error", f"partyspeak: {message}", level="error")
    _write_run(run, task.folder, begun, {"status": ended, "exit_status": status, "error": message or None})
    return status


def _tell(log: Log, name: str, facts: dict[str, object]) -> None:
    if name == "part" and log.shows_progress:
        return  # the bar shows a person more
    told = ", ".join(f"{count:,} {what}" for what, count in facts.items())
    log.say(name, f"tagged anew: {told}" if name == "retag" else f"part written: {told}", facts)


def _say_summary(run: Run, folder: Path, log: Log) -> None:
    for warning in run.warnings:
        log.say("warning", f"partyspeak: {warning}", level="warning")
    say_record(run.reading, log)
    counts = run.counts
    summary = (
        f"documents: {counts['read']:,} read, {counts['tagged']:,} tagged ({counts['replaced']:,} of them replaced), "
        f"{counts['unchanged']:,} unchanged, {counts['skipped']:,} skipped, {counts['undated']:,} undated; "
        f"files: {counts['failed']:,} failed, {run.reading.left:,} not read → {folder}"
    )
    log.say("summary", summary, dict(counts))


def _write_run(run: Run, folder: Path, begun: datetime.datetime, outcome: dict[str, object]) -> None:
    """``run.json``: what the last run did; nothing where there is no store to put it."""
    if not is_store(folder):
        return
    ended = datetime.datetime.now(datetime.UTC)
    manifest = Manifest.load(folder)
    reading = run.reading
    content = {
        **outcome,
        "begun": begun.isoformat(timespec="milliseconds"),
        "ended": ended.isoformat(timespec="milliseconds"),
        "seconds": round((ended - begun).total_seconds(), 3),
        "counts": run.counts,
        "left_out": [skipped._asdict() for skipped in reading.skipped],
        "undated": run.undated,
        "encodings": reading.encodings,
        "ignored": reading.ignored,
        "ignored_kinds": reading.kinds,
        "notes": reading.notes,
        "reading": reading.summary(),
        "warnings": run.warnings,
        "settings": manifest.settings,
        "store": {
            "parts": len(manifest.parts),
            "documents": manifest.documents,
            "mentions": manifest.mentions,
        },
    }
    try:
        write_sealed(folder / "run.json", content, indent=1)
    except OSError as error:
        say(f"partyspeak: {folder / 'run.json'}: cannot be written ({error.strerror})")


COMMANDS = (tag,)
