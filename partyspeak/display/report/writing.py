"""The report as one page, and the method of a corpus that writes it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from partyspeak.analysis.selection import Phrases, Where, select
from partyspeak.display.interface_text import Language, need_language, words_of
from partyspeak.display.page import escaped, page
from partyspeak.errors import PartyspeakError, SourceError
from partyspeak.lexicon.lexicon import Lexicon

if TYPE_CHECKING:
    from partyspeak.corpus.corpus import TaggedCorpus

__all__ = ["report", "report_page"]

MOST: Final = 2000
"""How many rows the table of first appearances may have."""

_PERIODS: Final = ("year", "month", "day")


def report(
    corpus: TaggedCorpus,
    path: str | Path,
    language: Language = "en",
    title: str | None = None,
    by: str | None = None,
    most: int = MOST,
    lexicon: Lexicon | None = None,
    notes: Sequence[str] = (),
    *,
    phrases: Phrases = None,
    lang: str | None = None,
    sure_only: bool = True,
    nested: bool = True,
    where: Where = None,
) -> Path:
    """Write one page on this corpus, for someone who was not at the keyboard.

    The page is a single file that asks nothing of the network: what was read, first appearances in their
    contexts, use over time, changes of temperature, new and fading phrases, wording, what to check, and how
    every number was made. Its tables sort and search. The choices ``phrases, lang, sure_only, nested, where``
    are those of :func:`partyspeak.analysis.selection.select`.

    Parameters
    ----------
    path : str or Path
        The file to write.
    language : {"en", "zh"}
        Of the page's own text at first; a button in the page changes it.
    title : str, optional
    by : {"year", "month", "day"}, optional
        The period that use is counted by; what fits the corpus when left out.
    most : int
        How many rows the table of first appearances may have; the other tables have a tenth of it. The page says
        how many more there are, and which call gives them.
    lexicon : Lexicon, optional
        The one that the corpus was tagged with, which tells why a mention is unsure; the curated one when left
        out, if it is the same.
    notes : sequence of str
        What else the reader should know, such as warnings from reading the documents.

    Returns
    -------
    Path
        The file written.

    Raises
    ------
    PartyspeakError
        For a choice that is not known.
    SourceError
        When the file cannot be written.

    Examples
    --------
    >>> import tempfile
    >>> from partyspeak import samples, tag
    >>> path = tag(samples.load(), id="id").report(Path(tempfile.mkdtemp()) / "report.html", phrases="new-era")
    >>> path.name
    'report.html'
    """
    path = Path(path)
    choices = {"phrases": phrases, "lang": lang, "sure_only": sure_only, "nested": nested, "where": where}
    whole = report_page(corpus, language, title, by, most, lexicon, notes, **choices)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(whole, encoding="utf-8")
    except OSError as error:
        raise SourceError(f"{path}: cannot be written ({error.strerror or error})") from None
    return path


def report_page(
    corpus: TaggedCorpus,
    language: Language = "en",
    title: str | None = None,
    by: str | None = None,
    most: int = MOST,
    lexicon: Lexicon | None = None,
    notes: Sequence[str] = (),
    **choices: Any,
) -> str:
    """The page that :func:`report` writes, as HTML."""
    # Few who import the library write a report.
    from partyspeak.display.report.chapters import chapters
    from partyspeak.display.report.facts import Answers, fitting_period

    need_language(language)
    if by is not None and by not in _PERIODS:
        raise PartyspeakError(f"by={by!r} is not one of {', '.join(map(repr, _PERIODS))}")
    if most < 1:
        raise PartyspeakError(f"most={most} must be 1 or more")
    choices = {"phrases": None, "lang": None, "sure_only": True, "nested": True, "where": None} | choices
    documents, _ = select(corpus.documents, corpus.mentions, **choices)
    lexicon = Lexicon.default() if lexicon is None else lexicon
    known = lexicon if lexicon.version == corpus.settings.get("lexicon") else None
    answers = Answers(corpus, known, by or fitting_period(documents), choices)
    words = words_of("report")
    heading = escaped(title) if title else words.both("title", n=len(documents))
    plain = title or words.text("title", language, n=len(documents))
    return page("report", plain, chapters(answers, words, heading, language, most, notes), language)
