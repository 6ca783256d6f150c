"""The lexicon: load, look up, search, merge and export the curated set of phrases."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache, cached_property, partial, reduce
from importlib.resources import files
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup

from partyspeak.errors import ClaimError, Fault, LexiconError, PartyspeakError, SourceError
from partyspeak.lexicon.claims import ClaimsChoice, as_faults, decided, undeclared
from partyspeak.lexicon.model import SOURCES_FILE, Phrase, Source
from partyspeak.lexicon.phrase_names import PhraseNames
from partyspeak.lexicon.pinyin import pinyin, toneless, toneless_pinyin
from partyspeak.text.folding import fold

__all__ = ["Lexicon", "default_folder", "read_each"]

DECIDE_ROWS_OF_PHRASE: Final = ("id", "forms", "not_zh", "not_en", "components")
DECIDE_ROWS_OF_FORM: Final = ("text", "lang", "plain", "case", "shared", "dates", "since", "until")
"""What decides which mentions are found, and how sure they are; everything else explains a phrase."""

_WAY_OUT: Final = (
    'Take each form out of one of the two phrases, or decide: in a.merge(b, claims="mine") the phrases of a keep the '
    'forms and those of b lose them; with claims="both" the forms are shared, and their mentions are unsure where '
    "since, until and the document's date do not decide."
)


class Lexicon(Mapping[str, Phrase]):
    """A set of phrases, by id.

    Parameters
    ----------
    phrases : iterable of Phrase
        The ids must differ.
    sources : iterable of Source, or a function that returns one, optional
        The sources to which the phrases' ``sources`` point. A function is called when the sources are first needed.

    Raises
    ------
    LexiconError
        If two phrases have the same id.

    Examples
    --------
    >>> lexicon = Lexicon.default()
    >>> lexicon["dual-circulation"].zh
    '双循环'
    >>> "dual-circulation" in lexicon.search("shuang xunhuan")
    True
    """

    def __init__(
        self, phrases: Iterable[Phrase], sources: Iterable[Source] | Callable[[], Iterable[Source]] = ()
    ) -> None:
        self._phrases: dict[str, Phrase] = {}
        faults = []
        for phrase in phrases:
            if other := self._phrases.get(phrase.id):
                faults.append(_is_twice(phrase.file, phrase.id, other.file))
            self._phrases[phrase.id] = phrase
        if faults:
            raise LexiconError(faults)
        self._sources = sources if callable(sources) else tuple(sources)

    @cached_property
    def sources(self) -> dict[str, Source]:
        """The sources, by key."""
        return {source.key: source for source in (self._sources() if callable(self._sources) else self._sources)}

    @classmethod
    def default(cls) -> Lexicon:
        """The curated lexicon that comes with the package."""
        return _default()

    @classmethod
    def load(cls, *paths: str | Path) -> Lexicon:
        """Read phrases from TOML folders, TOML files and CSV files.

        Parameters
        ----------
        *paths : str or Path
            A folder means every ``.toml`` file in it; its ``sources.toml`` has the sources.
            A CSV file has the columns ``id, zh, en`` and any other key of an entry (such as ``first``), with list
            items separated by ``;``.

        Returns
        -------
        Lexicon

        Raises
        ------
        LexiconError
            If an entry has the wrong shape (the message lists every fault), if an id occurs twice, or if a phrase of
            one path claims a form of another path's phrase (see :meth:`merge`).
        SourceError
            If a path does not exist or is of an unknown kind.
        """
        return reduce(Lexicon.merge, read_each(paths), Lexicon([]))

    def __getitem__(self, id: str) -> Phrase:
        return self._phrases[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._phrases)

    def __len__(self) -> int:
        return len(self._phrases)

    def __hash__(self) -> int:
        return hash(self.version)

    def __or__(self, other: Lexicon) -> Lexicon:
        """Both lexicons in one, like :meth:`merge` without ``claims``."""
        return self.merge(other) if isinstance(other, Lexicon) else NotImplemented

    def merge(self, other: Lexicon, *, claims: ClaimsChoice | None = None) -> Lexicon:
        """Both lexicons in one.

        If both have an id, the entry of ``other`` replaces the whole entry of this lexicon: forms that only the
        replaced entry had are no longer found. :func:`partyspeak.lexicon.diff.changes` lists what a merge changes.

        Parameters
        ----------
        other : Lexicon
        claims : {"mine", "both"}, optional
            What to do if phrases with different ids claim the same form (the same wording after folding, including
            plurals and both spellings). By default this is an error, unless both say ``shared = true``. ``mine``:
            the phrases of this lexicon keep the forms, and those of ``other`` lose them. ``both``: both keep them,
            marked ``shared``. If ``since``, ``until`` and the document's date do not decide between the two, the
            mentions of both are unsure, and neither is counted.

        Returns
        -------
        Lexicon

        Raises
        ------
        LexiconError
            If ``claims`` is left out and forms are claimed twice (the message lists every one). With ``mine``, if a
            phrase would lose all its forms.

        Examples
        --------
        >>> from partyspeak.lexicon.model import Form, Phrase
        >>> curated = Lexicon.default()
        >>> forms = (Form("双循环", "zh"), Form("two loops", "en"))
        >>> mine = Lexicon([Phrase("two-loops", "双循环", "two loops", forms)])
        >>> curated | mine
        Traceback (most recent call last):
        partyspeak.errors.ClaimError: the lexicons cannot be merged, since 1 form is claimed by two phrases: ...
        >>> [form.text for form in curated.merge(mine, claims="mine")["two-loops"].forms]
        ['two loops']
        """
        if claims not in (None, "mine", "both"):
            raise PartyspeakError(f"claims={claims!r} is neither 'mine' nor 'both'")
        kept = [phrase for phrase in self.values() if phrase.id not in other]
        found = undeclared(list(other.values()), kept)
        if found and claims is None:
            raise ClaimError(as_faults(found), _WAY_OUT)
        changed = decided(found, claims) if claims else {}
        if empty := [phrase for phrase in changed.values() if not phrase.forms]:
            message = "would lose all its forms to other phrases; take the entry out, or choose claims='both'"
            raise LexiconError([Fault(phrase.file, phrase.id, "", message) for phrase in empty])
        merged = self._phrases | other._phrases | changed
        return Lexicon(merged.values(), partial(_sources_of, self, other))

    @cached_property
    def names(self) -> PhraseNames:
        """The resolver of phrase names: ids, Chinese, English and pinyin."""
        return PhraseNames(
            {phrase.id: [phrase.zh, phrase.en, *(form.text for form in phrase.forms)] for phrase in self.values()}
        )

    def phrase(self, name: str) -> Phrase:
        """The phrase with this id, Chinese or English form, or pinyin.

        Raises
        ------
        PartyspeakError
            If no phrase has this name (the message suggests similar ones), or if several phrases have it (the message
            lists their ids).

        Examples
        --------
        >>> Lexicon.default().phrase("shuang xunhuan").id
        'dual-circulation'
        """
        return self._phrases[self.names.resolve(name)]

    def before(self, id: str) -> tuple[str, ...]:
        """The ids of the phrases that came before one, in descent: those that ``precede`` it.

        Examples
        --------
        >>> Lexicon.default().before("new-development-concept")
        ('scientific-outlook-on-development',)
        """
        return tuple(phrase.id for phrase in self.values() if id in phrase.precedes)

    def find(self, form: str) -> list[Phrase]:
        """Phrases that have exactly this form, in any script, case, width or spacing.

        Examples
        --------
        >>> [phrase.id for phrase in Lexicon.default().find("「雙循環」")]
        ['dual-circulation']
        """
        folded = fold(form)
        return [phrase for phrase in self.values() if any(fold(other.text) == folded for other in phrase.forms)]

    def search(self, query: str) -> Lexicon:
        """Phrases that match a query in Chinese, English or pinyin, the best matches first.

        Parameters
        ----------
        query : str
            Part of a form in either language or script, of an id, of the pinyin (with or without tones and spaces),
            or of a gloss.

        Returns
        -------
        Lexicon
            Matches of whole forms first, then of parts of forms, then of pinyin, then of glosses.
        """
        folded = fold(query)
        if not folded:
            return Lexicon([], partial(_sources_of, self))
        ranked = [
            (rank, number)
            for number, phrase in enumerate(self.values())
            if (rank := _rank(phrase, folded, toneless(query))) is not None
        ]
        phrases = list(self.values())
        return Lexicon((phrases[number] for _, number in sorted(ranked)), partial(_sources_of, self))

    @cached_property
    def version(self) -> str:
        """A hash of the whole content, including glosses and sources; report it with a result."""
        return _hash(repr(self._phrases[id]) for id in sorted(self))

    @cached_property
    def fingerprint(self) -> str:
        """A hash of what decides the mentions: two lexicons with the same fingerprint find the same mentions.

        It covers the ids, the forms with their attributes (``plain``, ``case``, ``shared``, ``dates``, ``since``,
        ``until``), the blockers, the components, and a date of first use of grade A. A better gloss or another source
        leaves it as it is.
        """
        return _hash(repr(_deciding(self._phrases[id])) for id in sorted(self))

    def to_frame(self) -> Any:
        """One row per phrase.

        Returns
        -------
        pandas.DataFrame
            ``id, zh, pinyin, en, gloss, domain, era, first, first_grade, first_where, sources, zh_forms, en_forms``;
            dates as text, lists joined by ``; ``. Where ``first_grade`` is C or D, ``first`` is an upper bound.
        """
        import pyarrow  # makes the frame, so that only the analysis layer and above import pandas

        phrases = self.values()
        return pyarrow.table({name: list(map(of, phrases)) for name, of in _FRAME_COLUMNS.items()}).to_pandas()

    def __repr__(self) -> str:
        forms = sum(len(phrase.forms) for phrase in self.values())
        shown = ", ".join(list(self)[:3]) + (", …" if len(self) > 3 else "")
        return f"<Lexicon {self.version}: {len(self)} phrases, {forms} forms: {shown}>"

    def _repr_html_(self) -> str:
        row = Markup("<tr>{}</tr>")
        head = Markup("").join(map(Markup("<th>{}</th>").format, ("id", "中文", "English", "first used", "gloss")))
        lines = [(one.id, one.zh, one.en, first_use(one), one.gloss) for one in list(self.values())[:10]]
        body = Markup("").join(row.format(Markup("").join(map(Markup("<td>{}</td>").format, line))) for line in lines)
        more = Markup("<p>{} phrases in all; <code>.to_frame()</code> gives every one.</p>").format(len(self))
        table = Markup("<table><thead>{}</thead><tbody>{}</tbody></table>").format(row.format(head), body)
        return str(table + (more if len(self) > 10 else ""))


def first_use(phrase: Phrase) -> str:
    """The date of first use as a person reads it, with how far it is known."""
    return "not known" if phrase.first is None else str(phrase.first)


def _rank(phrase: Phrase, folded: str, toneless: str) -> int | None:
    """How well a phrase matches a query, 0 being best; None if it does not match."""
    shapes = [fold(form.text) for form in phrase.forms] + [fold(phrase.id)]
    if folded in shapes:
        return 0
    if any(shape.startswith(folded) for shape in shapes):
        return 1
    if any(folded in shape for shape in shapes):
        return 2
    if toneless:
        sounds = [toneless_pinyin(form.text) for form in phrase.forms if form.lang == "zh"]
        if toneless in sounds:
            return 0
        if len(toneless) > 2 and any(toneless in sound for sound in sounds):
            return 3
    return 4 if folded in fold(phrase.gloss) else None


_FRAME_COLUMNS: Final[dict[str, Callable[[Phrase], object]]] = {
    "id": lambda phrase: phrase.id,
    "zh": lambda phrase: phrase.zh,
    "pinyin": lambda phrase: pinyin(phrase.zh),
    "en": lambda phrase: phrase.en,
    "gloss": lambda phrase: phrase.gloss,
    "domain": lambda phrase: phrase.domain,
    "era": lambda phrase: phrase.era,
    "first": lambda phrase: str(phrase.first.date) if phrase.first else "",
    "first_grade": lambda phrase: phrase.first.grade if phrase.first else "",
    "first_where": lambda phrase: phrase.first.where if phrase.first else "",
    "sources": lambda phrase: "; ".join(dict.fromkeys(one.source for one in phrase.attested if one.source)),
    "zh_forms": lambda phrase: "; ".join(form.text for form in phrase.forms if form.lang == "zh"),
    "en_forms": lambda phrase: "; ".join(form.text for form in phrase.forms if form.lang == "en"),
}


def _hash(lines: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(lines).encode("utf-8", "surrogatepass")).hexdigest()[:12]


def _deciding(phrase: Phrase) -> list[object]:
    values = {name: getattr(phrase, name) for name in DECIDE_ROWS_OF_PHRASE}
    values["forms"] = [[getattr(form, name) for name in DECIDE_ROWS_OF_FORM] for form in phrase.forms]
    first = phrase.first
    return [*values.values(), str(first.date) if first is not None and first.grade == "A" else ""]


def _is_twice(file: str, id: str, other: str) -> Fault:
    where = f"in {other} already" if other != file else "in this file already"
    return Fault(file, id, "id", f"is {where}; rename one, or make them one entry")


def read_each(paths: Iterable[str | Path]) -> list[Lexicon]:
    """Each path as a lexicon of its own, nothing merged; the paths and errors are those of :meth:`Lexicon.load`."""
    from partyspeak.lexicon import entries

    read = [[item for file in _lexicon_files(Path(path)) for item in entries.read(file)] for path in paths]
    faults = [item for items in read for item in items if isinstance(item, Fault)]
    seen: dict[str, str] = {}
    for phrase in (item for items in read for item in items if isinstance(item, Phrase)):
        if phrase.id in seen:
            faults.append(_is_twice(phrase.file, phrase.id, seen[phrase.id]))
        seen[phrase.id] = phrase.file
    if faults:
        raise LexiconError(faults)
    return [
        Lexicon(
            [item for item in items if isinstance(item, Phrase)], [item for item in items if isinstance(item, Source)]
        )
        for items in read
    ]


def _lexicon_files(path: Path) -> list[Path]:
    if path.is_dir():
        found = sorted(path.glob("*.toml"))
        if not any(file.name != SOURCES_FILE for file in found):
            raise SourceError(f"{path}: no .toml file in this folder")
        return found
    if not path.exists():
        raise SourceError(f"{path}: no such file or folder")
    if path.suffix.lower() in (".toml", ".csv"):
        return [path]
    raise SourceError(f"{path}: a lexicon is a folder of .toml files, a .toml file or a .csv file")


def default_folder() -> Path:
    """The folder of the curated lexicon: inside an installed wheel, or next to the package in a checkout."""
    package = Path(str(files("partyspeak")))
    for folder in (package / "_lexicon", package.parent / "lexicon"):
        if (folder / SOURCES_FILE).is_file():
            return folder
    raise SourceError(f"the curated lexicon is not in {package}; reinstall partyspeak")


def _sources_of(*lexicons: Lexicon) -> Iterable[Source]:
    """The sources of all lexicons; for a shared key, that of the last lexicon."""
    return {key: source for lexicon in lexicons for key, source in lexicon.sources.items()}.values()


@cache
def _default() -> Lexicon:
    """The curated lexicon; its sources are a large file that is rarely needed, so they are read on first use."""
    folder = default_folder()
    domains = read_each(file for file in sorted(folder.glob("*.toml")) if file.name != SOURCES_FILE)
    phrases = (phrase for domain in domains for phrase in domain.values())
    return Lexicon(phrases, partial(_read_sources, folder / SOURCES_FILE))


def _read_sources(path: Path) -> list[Source]:
    return list(Lexicon.load(path).sources.values())
