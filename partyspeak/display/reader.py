"""The annotated reader: one document, or two side by side, with every phrase marked and explained."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Final

from markupsafe import Markup

from partyspeak.dates import PartialDate, parse
from partyspeak.display.alignment import aligned
from partyspeak.display.cards import DETAILS, cards
from partyspeak.display.interface_text import Language, need_language, words_of
from partyspeak.display.marking import Marked, mark
from partyspeak.display.page import data_block, framed, page, render, shown
from partyspeak.errors import DateError, PartyspeakError, SourceError
from partyspeak.io import OneDocument, ReadingRecord, as_path, read_document
from partyspeak.lexicon.lexicon import Lexicon
from partyspeak.lexicon.model import DOMAINS
from partyspeak.matching.compiler import SPELLED_OUT
from partyspeak.matching.mentions import Mention
from partyspeak.matching.tagger import Tagger

if TYPE_CHECKING:
    import pandas as pd

__all__ = ["Document", "Reading", "read"]

_UNSURE, _NESTED, _SPELLED_OUT = 1, 2, 4

MOST_BESIDE_THE_TEXT: Final = 149_000
"""How large a page may be beside its text, in bytes, before its cards say less."""


@dataclass(frozen=True)
class Document:
    """A document in the reader.

    Attributes
    ----------
    title : str
    text : str
    date : PartialDate or None
    mentions : tuple of Mention
        By place, the longer one first.
    """

    title: str
    text: str
    date: PartialDate | None
    mentions: tuple[Mention, ...]


@dataclass(frozen=True)
class Reading:
    """The result of :func:`read`. A notebook displays it.

    Attributes
    ----------
    documents : tuple of one or two Document
    lexicon : Lexicon
    settings : dict
        What decided the mentions: versions, edges.
    language : {"en", "zh"}
        Of the page's own text.
    """

    documents: tuple[Document, ...]
    lexicon: Lexicon
    settings: dict[str, str]
    language: Language = "en"

    @cached_property
    def phrases(self) -> tuple[str, ...]:
        """The ids of the phrases found, in order of first mention."""
        found = (mention.phrase for document in self.documents for mention in document.mentions)
        return tuple(dict.fromkeys(found))

    def to_frame(self) -> pd.DataFrame:
        """How often each phrase occurs.

        Returns
        -------
        pandas.DataFrame
            One row per phrase, in order of first mention: ``phrase, zh, en, domain, mentions``; for two
            documents ``mentions`` and ``other_mentions``, of which one is 0 where a phrase is missing there.
        """
        import pandas as pd

        counts = [Counter(mention.phrase for mention in document.mentions) for document in self.documents]
        columns = ["phrase", "zh", "en", "domain", "mentions", "other_mentions"][: 4 + len(counts)]
        rows = [
            (id, phrase.zh, phrase.en, phrase.domain, *(count[id] for count in counts))
            for id, phrase in ((id, self.lexicon[id]) for id in self.phrases)
        ]
        return pd.DataFrame(rows, columns=columns)

    def pairs(self) -> pd.DataFrame:
        """Corresponding mentions of two documents, as the page aligns them.

        Returns
        -------
        pandas.DataFrame
            One row per pair, by place: ``phrase``; ``text, start, end`` of the mention in the one document,
            ``other_text, other_start, other_end`` in the other. A mention that no pair holds has no answer, or has
            one in another order.

        Raises
        ------
        PartyspeakError
            When one document only was read.

        Examples
        --------
        >>> read("加快构建双循环", "Foster dual circulation.").pairs()[["text", "other_text"]].values.tolist()
        [['双循环', 'dual circulation']]
        """
        if not self.other:
            raise PartyspeakError("one document was read, and pairs are of two: partyspeak.read(text, other)")
        import pandas as pd

        one, other = (document.mentions for document in self.documents)
        pairs = [(one[row], other[column]) for row, column in aligned(one, other)]
        rows = [(a.phrase, a.text, a.start, a.end, b.text, b.start, b.end) for a, b in pairs]
        columns = ["phrase", "text", "start", "end", "other_text", "other_start", "other_end"]
        return pd.DataFrame(rows, columns=columns)

    def to_html(self) -> str:
        """One self-contained page that needs no other file and no network.

        Beside the text it stays under 150 kB: where many phrases occur, the cards say less, and the page
        says so.
        """
        marked = [mark(document.text, document.mentions) for document in self.documents]
        titles = [document.title for document in self.documents]
        room = MOST_BESIDE_THE_TEXT + sum(len(document.text.encode("utf-8", "replace")) for document in self.documents)
        whole = ""
        for detail in DETAILS:
            whole = page("reader", " · ".join(titles), self._body(titles, marked, detail), self.language)
            if len(whole.encode("utf-8")) <= room:
                break
        return whole

    def _body(self, titles: list[str], marked: list[Marked], detail: str) -> Markup:
        return render(
            "reader.html",
            titles=titles,
            facts=self._facts(),
            say=self._say,
            texts=list(zip(titles, marked, strict=True)),
            made_by=self._made_by(),
            shorter=detail != DETAILS[0],
            data=data_block("data", self._data(marked, detail)),
        )

    def _data(self, marked: list[Marked], detail: str) -> dict[str, object]:
        """What the page's script needs."""
        number = {id: place for place, id in enumerate(self.phrases)}
        return {
            "words": {key: entry[self.language] for key, entry in words_of("reader").table.items()},
            "domains": [self._say(f"domain_{domain}") for domain in (*DOMAINS, "other")],
            "phrases": cards(self.phrases, self.lexicon, detail, self.language),
            "documents": [
                {
                    "title": shown(document.title),
                    "phrase": [number[mention.phrase] for mention in document.mentions],
                    "flags": [_flags(mention) for mention in document.mentions],
                    "first": _steps(each.first),
                    "more": [last - first for first, last in zip(each.first, each.last, strict=True)],
                    "gap": each.gap,
                    "length": each.length,
                }
                for document, each in zip(self.documents, marked, strict=True)
            ],
            "aligned": aligned(*(document.mentions for document in self.documents)) if self.other else [],
        }

    def save(self, path: str | Path) -> Path:
        """Write the page into a file.

        Returns
        -------
        Path
            The file written.

        Raises
        ------
        SourceError
            When it cannot be written.
        """
        path = Path(path)
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(self.to_html(), encoding="utf-8")
        except OSError as error:
            raise SourceError(f"{path}: cannot be written ({error.strerror or error})") from None
        return path

    @property
    def other(self) -> bool:
        """Whether two documents are read side by side."""
        return len(self.documents) > 1

    def _facts(self) -> list[str]:
        """The length of each document and what was found in it."""
        lines = []
        for document in self.documents:
            phrases = len({mention.phrase for mention in document.mentions})
            unsure = sum(not mention.sure for mention in document.mentions)
            parts = [
                str(document.date or ""),
                self._say("characters", n=len(document.text)),
                self._say("phrase_count", n=phrases),
                self._say(
                    "mention_count_unsure" if unsure else "mention_count", n=len(document.mentions), unsure=unsure
                ),
            ]
            lines.append(" · ".join(filter(None, parts)))
        return lines

    def _made_by(self) -> str:
        version, lexicon = self.settings["partyspeak"], self.settings["lexicon"]
        edges = self._say(f"edges_{self.settings['edges']}")
        return self._say("made_by", version=version, lexicon=lexicon, edges=edges)

    def _say(self, key: str, **values: object) -> str:
        return words_of("reader").text(key, self.language, **values)

    def _repr_html_(self) -> str:
        return framed(self.to_html(), self._say("frame", title=self.documents[0].title))

    def __repr__(self) -> str:
        found = " and ".join(f"{len(document.mentions):,} mentions" for document in self.documents)
        return f"<Reading: {found} of {len(self.phrases):,} phrases>"


def read(
    text: str | Path,
    other: str | Path | None = None,
    *,
    tagger: Tagger | None = None,
    date: str | PartialDate | None = None,
    other_date: str | PartialDate | None = None,
    title: str | None = None,
    other_title: str | None = None,
    row: str | int | None = None,
    other_row: str | int | None = None,
    text_column: str = "text",
    id_column: str | None = None,
    language: Language = "en",
    record: ReadingRecord | None = None,
) -> Reading:
    """Read a document with every phrase marked and explained, or two side by side.

    Two documents, such as a text and its translation or two drafts, are aligned by the phrases that
    they share: the longest chain of mentions that come in the same order in both, rare phrases counting
    more than frequent ones.

    Parameters
    ----------
    text, other : str or Path
        A text, or the path of a file of any kind that :func:`partyspeak.tag` reads. A text that is the path of a file
        that is there is a path.
    tagger : Tagger, optional
        With the curated lexicon when left out.
    date, other_date : str or PartialDate, optional
        The documents' dates, which decide which phrase is meant where two share a wording; else the one that the file
        or its name gives.
    title, other_title : str, optional
        What to call them; else the file's own title, else its name.
    row, other_row : str or int, optional
        Which document of a table: its id, or its number below the header.
    text_column, id_column : str, optional
        A table's columns of the texts and of the ids, as ``text`` and ``id`` of :func:`partyspeak.tag`.
    language : {"en", "zh"}
        Of the page's own text: labels, switches, hints. Glosses are in English, as the lexicon has them.
    record : ReadingRecord, optional
        For files: what was left out or is to be noted is recorded there; without it, a warning reports that.

    Returns
    -------
    Reading

    Raises
    ------
    SourceError
        For a file that cannot be read or is not there, and for a table of several documents without ``row``.

    Examples
    --------
    >>> reading = read("加快构建双循环", "Foster dual circulation.")
    >>> reading.to_frame()[["phrase", "mentions", "other_mentions"]].values.tolist()
    [['dual-circulation', 1, 1]]
    """
    tagger = Tagger.default() if tagger is None else tagger
    need_language(language)
    names = [words_of("reader").text(key, language) for key in ("a_document", "another_document")]
    kept = ReadingRecord() if record is None else record
    columns = text_column, id_column
    documents = [_document(_read(text, row, columns, kept), title, names[0], date, tagger)]
    if other is not None:
        documents.append(_document(_read(other, other_row, columns, kept), other_title, names[1], other_date, tagger))
    if record is None:
        kept.warn()
    return Reading(tuple(documents), tagger.lexicon, dict(tagger.settings), language)


def _read(
    text: str | Path, row: str | int | None, columns: tuple[str, str | None], record: ReadingRecord
) -> OneDocument:
    """The document at a path, or the text itself."""
    path = as_path(text)
    if path is not None:
        return read_document(path, row, text=columns[0], id=columns[1], record=record)
    if row is not None:
        raise PartyspeakError(f"row={row!r} names a document of a table, and a text has none; leave it out")
    return OneDocument("", str(text), None)


def _document(
    found: OneDocument, title: str | None, name: str, date: str | PartialDate | None, tagger: Tagger
) -> Document:
    if date is None:
        day = None if found.date is None else _parsed(found.date, found.title)
    else:
        day = date if isinstance(date, PartialDate) else parse(date)
    return Document(title or found.title or name, found.text, day, tuple(tagger.mentions(found.text, day)))


def _parsed(date: object, title: str) -> PartialDate:
    """The date that a file gives."""
    try:
        return parse(date)
    except DateError as error:
        raise DateError(f"{title}: {error}; give its date with date= (--date)") from None


def _flags(mention: Mention) -> int:
    return _UNSURE * (not mention.sure) + _NESTED * mention.nested + _SPELLED_OUT * (mention.form == SPELLED_OUT)


def _steps(numbers: list[int]) -> list[int]:
    """Each number as its difference from the one before, which compresses better."""
    return [number - before for before, number in pairwise([0, *numbers])]
