"""The report as one page, and the method of a corpus that writes it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Unpack

from partyspeak.corpus.choices import Choices
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
    **choices: Unpack[Choices],
) -> Path:
    """Write the page; see :meth:`partyspeak.TaggedCorpus.report`."""
    path = Path(path)
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
    **choices: Unpack[Choices],
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
    picked = corpus.select(**choices)
    lexicon = Lexicon.default() if lexicon is None else lexicon
    known = lexicon if lexicon.version == corpus.settings.get("lexicon") else None
    answers = Answers(picked, known, by or fitting_period(picked.documents), choices)
    words = words_of("report")
    heading = escaped(title) if title else words.both("title", n=len(picked.documents))
    plain = title or words.text("title", language, n=len(picked.documents))
    return page("report", plain, chapters(answers, words, heading, language, most, notes), language)
