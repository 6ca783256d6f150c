"""The spaCy component: it turns texts into spans, and is saved and loaded with its pipeline."""

# No `from __future__ import annotations` here: spaCy reads the factory's annotations when it makes a pipeline.

import warnings
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import Any, Literal

from spacy import util
from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc, Span, SpanGroup
from spacy.training import Example

from partyspeak.dates import PartialDate, parse
from partyspeak.integrations.spacy.extensions import KEY, record, remember
from partyspeak.integrations.spacy.tokens import Texts, TokenBoundaries, span_of
from partyspeak.lexicon import export
from partyspeak.lexicon.lexicon import Lexicon
from partyspeak.matching.mentions import Mention
from partyspeak.matching.tagger import Tagger

__all__ = ["PartyPhrases", "create_component"]


class PartyPhrases:
    """The spaCy component, created by ``nlp.add_pipe("partyspeak", config={…})``.

    Parameters
    ----------
    nlp : Language
    name : str
    lexicon : str, list of str or None
        None for the curated lexicon; otherwise files or folders as for :meth:`partyspeak.Lexicon.load`, where
        ``"default"`` is the curated lexicon. Entries of later lexicons replace those of earlier ones. A form that
        two phrases claim is an error; :meth:`partyspeak.Lexicon.merge` resolves it, and its result can be assigned to
        ``.lexicon``. The files are read at first use, so a pipeline loaded from disk, which includes its lexicon, does
        not need them.
    edges : {"auto", "pkuseg", "dictionary", "off"}
        As for :class:`partyspeak.Tagger`.
    spelled_out : bool
        As for :class:`partyspeak.Tagger`.
    spans_key : str
        The key in ``doc.spans`` for the mentions.
    nested : bool
        Include mentions inside longer mentions of other phrases.
    annotate_ents : bool
        Add the mentions to ``doc.ents`` too, the longest first, where there is no entity yet.
    overwrite : bool
        Replace spans that are already under the key; otherwise, add to them.

    Examples
    --------
    >>> import spacy
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
        name: str = KEY,
        *,
        lexicon: str | list[str] | None = None,
        edges: Literal["auto", "pkuseg", "dictionary", "off"] = "auto",
        spelled_out: bool = True,
        spans_key: str = KEY,
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
        self._texts = Texts()
        self._tokens_are_words = getattr(nlp.tokenizer, "segmenter", None) in ("pkuseg", "jieba")

    @cached_property
    def tagger(self) -> Tagger:
        """The tagger that finds the mentions."""
        tagger = Tagger(_load(self._paths), **self._settings)
        self._use(tagger)
        return tagger

    @property
    def lexicon(self) -> Lexicon:
        """The lexicon of phrases to find; can be set to another :class:`~partyspeak.Lexicon`."""
        return self.tagger.lexicon

    @lexicon.setter
    def lexicon(self, lexicon: Lexicon) -> None:
        self.tagger = Tagger(lexicon, **self._settings)
        self._use(self.tagger)

    @property
    def labels(self) -> tuple[str, ...]:
        """The ids of all phrases; empty if the lexicon is not loaded yet and its files do not exist."""
        return self.tagger.phrases if "tagger" in vars(self) or _are_there(self._paths) else ()

    def __call__(self, doc: Doc) -> Doc:
        """Set the mentions of one document."""
        self.set_annotations(doc, self.match([doc])[0])
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 128) -> Iterator[Doc]:
        """Set the mentions of many documents, with the same result as one by one, but faster."""
        stream = iter(stream)
        while docs := list(islice(stream, batch_size)):
            for doc, mentions in zip(docs, self.match(docs), strict=True):
                self.set_annotations(doc, mentions)
            yield from docs

    def match(self, docs: Sequence[Doc]) -> list[list[Mention]]:
        """Find the mentions of each document without setting them.

        Raises
        ------
        DateError
            If ``doc._.party_date`` is not a date.
        """
        known = TokenBoundaries(docs).is_known if self._tokens_are_words else None
        dates = [_date(doc) for doc in docs]
        found = self.tagger.mentions_in_each([self._texts.of(doc) for doc in docs], dates, known)
        return found if self.nested else [[mention for mention in each if not mention.nested] for each in found]

    def set_annotations(self, doc: Doc, mentions: Sequence[Mention]) -> None:
        """Set the given mentions on a document."""
        spans = [span_of(doc, mention) for mention in mentions]
        kept = () if self.overwrite or self.spans_key not in doc.spans else doc.spans[self.spans_key]
        # The attributes stay with the group: on disk, in a DocBin, and between processes.
        doc.spans[self.spans_key] = SpanGroup(
            doc, name=self.spans_key, attrs={KEY: record(self.lexicon, mentions)}, spans=[*kept, *spans]
        )
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
        """The lexicon as bytes; the settings are in the pipeline's config."""
        return export.to_bytes(self.lexicon)

    def from_bytes(self, data: bytes, *, exclude: Iterable[str] = ()) -> "PartyPhrases":
        """Load the lexicon from bytes."""
        self.lexicon = export.from_bytes(data)
        return self

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Save the lexicon to a folder."""
        folder = Path(path)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "lexicon.json").write_bytes(self.to_bytes())

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> "PartyPhrases":
        """Load the lexicon from a folder."""
        file = Path(path) / "lexicon.json"
        self.lexicon = export.from_bytes(file.read_bytes(), str(file))
        return self

    def __getstate__(self) -> dict[str, Any]:
        """The state without the tagger, which is cheaper to rebuild than to send to another process."""
        return {name: value for name, value in vars(self).items() if name != "tagger"} | {"lexicon": self.lexicon}

    def __setstate__(self, state: dict[str, Any]) -> None:
        lexicon = state.pop("lexicon")
        vars(self).update(state)
        self.lexicon = lexicon

    def _use(self, tagger: Tagger) -> None:
        remember(tagger.lexicon)
        if not tagger.phrases:
            warnings.warn(f"the lexicon of {self.name!r} has no phrases, so it finds nothing", stacklevel=4)


@Language.factory(
    KEY,
    assigns=["doc.spans", "doc._.party_mentions", "span._.party_phrase", "span._.party_expanded"],
    default_config={
        "lexicon": None,
        "edges": "auto",
        "spelled_out": True,
        "spans_key": KEY,
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
    """Create the component for ``nlp.add_pipe("partyspeak")``."""
    return PartyPhrases(
        nlp, name, lexicon=lexicon, edges=edges, spelled_out=spelled_out, spans_key=spans_key,
        nested=nested, annotate_ents=annotate_ents, overwrite=overwrite,
    )  # fmt: skip


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


def _with_room(entities: Sequence[Span], spans: Sequence[Span]) -> list[Span]:
    """The longest spans that do not overlap an entity or a longer span."""
    taken = {token.i for entity in entities for token in entity}
    return util.filter_spans(span for span in spans if taken.isdisjoint(range(span.start, span.end)))
