"""The spaCy component ``partyspeak``: mentions as spans of a ``Doc``.

``nlp.add_pipe("partyspeak")`` works in any pipeline, with no import: spaCy finds this file by its entry
point. What the tagger finds is decided by the text alone; tokens only carry the answer. Two things
follow from tokens all the same:

* A mention that begins or ends inside a token is given the whole token, since a ``Span`` cannot be
  less. ``span._.party_expanded`` says so, and ``doc._.party_mentions`` has the exact places.
* Where the tokens of a Chinese pipeline are words (``segmenter = "pkuseg"`` or ``"jieba"``), they are
  evidence: an edge that a dictionary word straddles stands when a token on its far side is itself a
  word of the dictionary. Tokens never speak against a mention.
"""

# Annotations are not postponed here: spaCy reads those of the factory when a pipeline is made.

import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache, cached_property
from itertools import islice
from pathlib import Path
from typing import Any, Final, Literal

import spacy
from spacy import util
from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc, Span, SpanGroup
from spacy.training import Example

from partyspeak import segmenter, stored
from partyspeak.dates import PartialDate, parse
from partyspeak.errors import PartyspeakError
from partyspeak.lexicon import Lexicon, Phrase
from partyspeak.tagged import Mention
from partyspeak.tagger import Tagger

__all__ = ["PartyPhrases", "spacy_blank"]

_KEY: Final = "partyspeak"
_COLUMNS: Final = ("phrase", "form", "lang", "start", "end", "sure", "nested")
_LONGEST_WORD: Final = 6

_lexicons: dict[str, Lexicon] = {}
"""The lexicons used in this process, by version. A document outlives its pipeline, and its spans ask here."""


class PartyPhrases:
    """The component; made by ``nlp.add_pipe("partyspeak", config={…})``.

    Parameters
    ----------
    nlp : Language
    name : str
    lexicon : str, list of str or None
        The curated lexicon when None; else files or folders as for :meth:`partyspeak.Lexicon.load`,
        where ``"default"`` stands for the curated one and the later wins. It is read at first use, so that
        a pipeline loaded from disk, which brings its lexicon along, does not need the files.
    edges : {"auto", "pkuseg", "dictionary", "off"}
        As for :class:`partyspeak.Tagger`.
    spelled_out : bool
        As for :class:`partyspeak.Tagger`.
    spans_key : str
        Where in ``doc.spans`` the mentions go.
    nested : bool
        Whether mentions inside longer ones of other phrases are given too.
    annotate_ents : bool
        Add the mentions to ``doc.ents`` too, the longest first, where no entity stands yet.
    overwrite : bool
        Put the spans in place of those that are under the key already; else add to them.

    Examples
    --------
    >>> nlp = spacy.blank("zh")
    >>> _ = nlp.add_pipe("partyspeak")
    >>> doc = nlp("加快双循环和乡村振兴")
    >>> [(span.text, span.label_) for span in doc.spans["partyspeak"]]
    [('双循环', 'dual-circulation'), ('乡村振兴', 'rural-revitalization')]
    >>> doc.spans["partyspeak"][0]._.party_phrase.en
    'dual circulation'
    >>> doc._.party_mentions[1].start
    6
    """

    def __init__(
        self,
        nlp: Language,
        name: str = _KEY,
        *,
        lexicon: str | list[str] | None = None,
        edges: Literal["auto", "pkuseg", "dictionary", "off"] = "auto",
        spelled_out: bool = True,
        spans_key: str = _KEY,
        nested: bool = True,
        annotate_ents: bool = False,
        overwrite: bool = True,
    ) -> None:
        self.name = name
        self.spans_key = spans_key
        self.nested = nested
        self.annotate_ents = annotate_ents
        self.overwrite = overwrite
        self._paths = lexicon
        self._settings: dict[str, Any] = {"edges": edges, "spelled_out": spelled_out}
        self._tokens_are_words = getattr(nlp.tokenizer, "segmenter", None) in ("pkuseg", "jieba")

    @cached_property
    def tagger(self) -> Tagger:
        """What finds the mentions."""
        tagger = Tagger(_load(self._paths), **self._settings)
        self._use(tagger)
        return tagger

    @property
    def lexicon(self) -> Lexicon:
        """The phrases looked for; another :class:`~partyspeak.Lexicon` may be set."""
        return self.tagger.lexicon

    @lexicon.setter
    def lexicon(self, lexicon: Lexicon) -> None:
        self.tagger = Tagger(lexicon, **self._settings)
        self._use(self.tagger)

    @property
    def labels(self) -> tuple[str, ...]:
        """The ids of all phrases; none while the lexicon's files are not there and nothing is loaded yet."""
        return self.tagger.phrases if "tagger" in vars(self) or _are_there(self._paths) else ()

    def __call__(self, doc: Doc) -> Doc:
        """Set the mentions of one document."""
        self.set_annotations(doc, self.match([doc])[0])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """Set the mentions of many documents; the same as one by one, and faster."""
        stream = iter(stream)
        while docs := list(islice(stream, batch_size)):
            for doc, mentions in zip(docs, self.match(docs), strict=True):
                self.set_annotations(doc, mentions)
            yield from docs

    def match(self, docs: Sequence[Doc]) -> list[list[Mention]]:
        """The mentions of each document; nothing is set.

        Raises
        ------
        DateError
            When ``doc._.party_date`` is no date.
        """
        word_edge = _Words(docs).is_edge if self._tokens_are_words else None
        dates = [_date(doc) for doc in docs]
        found = self.tagger.mentions_in_each([doc.text for doc in docs], dates, word_edge)
        return found if self.nested else [[mention for mention in each if not mention.nested] for each in found]

    def set_annotations(self, doc: Doc, mentions: Sequence[Mention]) -> None:
        """Write mentions into a document."""
        spans = [_span(doc, mention) for mention in mentions]
        record = {
            "lexicon": self.lexicon.version,
            "mentions": [[getattr(mention, name) for name in _COLUMNS] for mention in mentions],
        }
        kept = () if self.overwrite or self.spans_key not in doc.spans else doc.spans[self.spans_key]
        # The attributes go with the group wherever it goes: to disk, through DocBin, between processes.
        doc.spans[self.spans_key] = SpanGroup(doc, name=self.spans_key, attrs={_KEY: record}, spans=[*kept, *spans])
        if self.annotate_ents:
            doc.set_ents(_with_room(doc.ents, spans), default="unmodified")

    def score(self, examples: Iterable[Example], **options: Any) -> dict[str, Any]:
        """Precision, recall and F of the spans against those of reference documents, for ``nlp.evaluate``."""
        return Scorer.score_spans(
            examples,
            f"spans_{self.spans_key}",
            getter=lambda doc, _: doc.spans.get(self.spans_key, []),
            has_annotation=lambda doc: self.spans_key in doc.spans,
            labeled=True,
            allow_overlap=True,
        )

    def to_bytes(self, *, exclude: Iterable[str] = ()) -> bytes:
        """The lexicon; the settings are in the pipeline's config."""
        return stored.to_bytes(self.lexicon)

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> "PartyPhrases":
        """Use the lexicon that was stored."""
        self.lexicon = stored.from_bytes(data)
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Write the lexicon into a folder."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "lexicon.json").write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "PartyPhrases":
        """Use the lexicon that was written into a folder."""
        file = Path(path) / "lexicon.json"
        self.lexicon = stored.from_bytes(file.read_bytes(), str(file))
        return self

    def __getstate__(self) -> dict[str, Any]:
        """A tagger is cheaper to make anew than to send to another process."""
        return {name: value for name, value in vars(self).items() if name != "tagger"} | {"lexicon": self.lexicon}

    def __setstate__(self, state: dict[str, Any]) -> None:
        lexicon = state.pop("lexicon")
        vars(self).update(state)
        self.lexicon = lexicon

    def _use(self, tagger: Tagger) -> None:
        _lexicons[tagger.lexicon.version] = tagger.lexicon
        if not tagger.phrases:
            warnings.warn(f"the lexicon of {self.name!r} has no phrases, so that it finds nothing", stacklevel=4)


@Language.factory(
    _KEY,
    assigns=["doc.spans", "doc._.party_mentions", "span._.party_phrase", "span._.party_expanded"],
    default_config={
        "lexicon": None,
        "edges": "auto",
        "spelled_out": True,
        "spans_key": _KEY,
        "nested": True,
        "annotate_ents": False,
        "overwrite": True,
    },
)
def create_component(
    nlp: Language,
    name: str,
    lexicon: str | list[str] | None,
    edges: Literal["auto", "pkuseg", "dictionary", "off"],
    spelled_out: bool,
    spans_key: str,
    nested: bool,
    annotate_ents: bool,
    overwrite: bool,
) -> PartyPhrases:
    """What ``nlp.add_pipe("partyspeak")`` calls."""
    return PartyPhrases(
        nlp, name, lexicon=lexicon, edges=edges, spelled_out=spelled_out, spans_key=spans_key,
        nested=nested, annotate_ents=annotate_ents, overwrite=overwrite,
    )  # fmt: skip


def spacy_blank(lang: Literal["zh", "en"]) -> Language:
    """A spaCy pipeline with good words and sentences, to which components are added.

    Parameters
    ----------
    lang : {"zh", "en"}
        Chinese is cut into words by pkuseg with the installed model; English by spaCy's own rules.

    Returns
    -------
    spacy.language.Language
        With a ``sentencizer``.

    Raises
    ------
    ModelMissing
        For Chinese, when the model is not installed.

    Examples
    --------
    >>> nlp = spacy_blank("en")
    >>> _ = nlp.add_pipe("partyspeak")
    >>> doc = nlp("The dual circulation strategy.")
    >>> [span.label_ for span in doc.spans["partyspeak"]]
    ['dual-circulation']
    """
    if lang == "zh":
        model = segmenter.need_model()
        nlp = spacy.blank("zh", config={"nlp": {"tokenizer": {"segmenter": "pkuseg"}}})
        tokenizer: Any = nlp.tokenizer
        tokenizer.initialize(pkuseg_model=str(model), pkuseg_user_dict="default")
        weights = tokenizer.pkuseg_seg.model
        weights.w = weights.w.astype("float64")  # stored as 32 bits; spacy_pkuseg's own code reads 64
    elif lang == "en":
        nlp = spacy.blank("en")
    else:
        raise PartyspeakError(f"lang={lang!r} is neither 'zh' nor 'en'; for others use spacy.blank")
    nlp.add_pipe("sentencizer")
    return nlp


class _Words:
    """Where the words of documents begin and end; looked up only for the few edges in doubt."""

    def __init__(self, docs: Sequence[Doc]) -> None:
        self._docs = docs
        self._places: dict[int, tuple[dict[int, str], dict[int, str]]] = {}

    def is_edge(self, document: int, place: int, begins: bool) -> bool:
        """Whether a word ends before a hit that begins here, or begins after one that ends here."""
        if document not in self._places:
            tokens = [(token.idx, token.text) for token in self._docs[document]]
            by_end = {place + len(text): text for place, text in tokens}
            self._places[document] = by_end, dict(tokens)
        return self._places[document][not begins].get(place, "") in _dictionary()


@cache
def _dictionary() -> frozenset[str]:
    return frozenset(segmenter.word_list())


def _named(paths: str | list[str] | None) -> list[str]:
    return ["default"] if paths is None else [paths] if isinstance(paths, str) else paths


def _are_there(paths: str | list[str] | None) -> bool:
    return all(name == "default" or Path(name).exists() for name in _named(paths))


def _load(paths: str | list[str] | None) -> Lexicon:
    lexicon = Lexicon([])
    for name in _named(paths):
        lexicon = lexicon | (Lexicon.default() if name == "default" else Lexicon.load(name))
    return lexicon


def _date(doc: Doc) -> PartialDate | None:
    given = doc._.party_date
    return given if given is None or isinstance(given, PartialDate) else parse(given)


def _span(doc: Doc, mention: Mention) -> Span:
    span = doc.char_span(
        mention.start, mention.end, label=mention.phrase, kb_id=mention.phrase, alignment_mode="expand"
    )
    if span is None:
        raise PartyspeakError(f"no token of the document stands at {mention.start}:{mention.end} ({mention.text!r})")
    return span


def _with_room(entities: Sequence[Span], spans: Sequence[Span]) -> list[Span]:
    """Of the spans that lie on no entity, the longest that do not lie on one another."""
    taken = {token.i for entity in entities for token in entity}
    return util.filter_spans(span for span in spans if taken.isdisjoint(range(span.start, span.end)))


def _records(doc: Doc) -> Iterator[dict[str, Any]]:
    for group in doc.spans.values():
        if _KEY in group.attrs:
            yield group.attrs[_KEY]


def _mentions(doc: Doc) -> list[Mention]:
    """``doc._.party_mentions``: what the tagger found, at its exact places, by place."""
    text = doc.text
    rows = [dict(zip(_COLUMNS, row, strict=True)) for record in _records(doc) for row in record["mentions"]]
    mentions = [Mention(text=text[row["start"] : row["end"]], **row) for row in rows]
    return sorted(mentions, key=lambda mention: (mention.start, -mention.end))


def _phrase(span: Span) -> Phrase | None:
    """``span._.party_phrase``: the lexicon's phrase, None for a span that is not ours."""
    versions = [record["lexicon"] for record in _records(span.doc)]
    for version in versions:
        lexicon = _lexicons.get(version) or (Lexicon.default() if Lexicon.default().version == version else None)
        if lexicon is not None and span.label_ in lexicon:
            return lexicon[span.label_]
    if versions and not any(version in _lexicons for version in versions):
        raise PartyspeakError(
            f"the lexicon {', '.join(versions)} that named {span.label_!r} is not loaded here; "
            "load the pipeline that made the document"
        )
    return None


def _expanded(span: Span) -> bool:
    """``span._.party_expanded``: the mention is shorter than the tokens that hold it."""
    mine = [mention for mention in _mentions(span.doc) if mention.phrase == span.label_]
    inside = [mention for mention in mine if span.start_char <= mention.start and mention.end <= span.end_char]
    return bool(inside) and not any(
        (mention.start, mention.end) == (span.start_char, span.end_char) for mention in inside
    )


def _register(kind: type[Doc] | type[Span], name: str, **options: Callable[..., Any] | None) -> None:
    kind.set_extension(name, force=True, **options)  # a reload of this file sets them again


_register(Doc, "party_mentions", getter=_mentions)
_register(Doc, "party_date", default=None)
_register(Span, "party_phrase", getter=_phrase)
_register(Span, "party_expanded", getter=_expanded)
