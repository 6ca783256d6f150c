"""Agreement of a student's marks with the tagger or with a gold set."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import numpy as np
import pandas as pd
from markupsafe import Markup
from numpy.typing import NDArray

from partyspeak.analysis.selection import not_refused
from partyspeak.corpus.corpus import TaggedCorpus
from partyspeak.corpus.tagging import tag
from partyspeak.errors import PartyspeakError
from partyspeak.io import as_path, read_document, read_table
from partyspeak.matching.tagger import Tagger
from partyspeak.seminar.answer_kinds import NotUnderstood
from partyspeak.seminar.answers import PhraseName

__all__ = ["Score", "score"]

Spans = Iterable[Sequence[Any]] | pd.DataFrame | str | Path

_PLACE: Final = ["doc_id", "start", "end"]
_HOW: Final = ("exact", "overlap")


@dataclass(frozen=True, repr=False, eq=False)
class Score:
    """The result of :func:`score`. A notebook displays it in full.

    Attributes
    ----------
    table : pandas.DataFrame
        Two rows, ``exact`` (both ends and, where one was named, the phrase) and ``overlap`` (at least one
        character in common): ``matching, marked`` (marks that count), ``expected`` (mentions to find), ``right,
        precision, recall, f1``. A rate of nothing is missing.
    missed : pandas.DataFrame
        Mentions that no mark touches: ``doc_id, start, end, phrase`` (and ``text``, where it is known).
    wrong : pandas.DataFrame
        Marks that are no mention: ``doc_id, start, end, phrase, why`` (``no phrase here`` or ``another phrase``).
    partial : pandas.DataFrame
        Marks that touch a mention and do not have its ends: ``doc_id, start, end``, then
        ``expected_start, expected_end, phrase`` (and ``text``).
    """

    table: pd.DataFrame
    missed: pd.DataFrame
    wrong: pd.DataFrame
    partial: pd.DataFrame

    def _parts(self) -> dict[str, pd.DataFrame]:
        return {"Missed": self.missed, "Wrong": self.wrong, "Right only in part": self.partial}

    def __repr__(self) -> str:
        parts = [self.table.round(3).to_string(index=False)]
        parts += [f"{name}:\n{frame.to_string(index=False)}" for name, frame in self._parts().items() if len(frame)]
        return "\n\n".join(parts)

    def _repr_html_(self) -> str:
        parts = [self.table.round(3).to_html(index=False)]
        for name, frame in self._parts().items():
            if len(frame):
                parts += [Markup("<p><b>{}</b></p>").format(name), frame.to_html(index=False)]
        return "".join(parts)


def score(
    annotations: Spans,
    against: str | Path | TaggedCorpus | pd.DataFrame,
    *,
    row: str | int | None = None,
    tagger: Tagger | None = None,
    sure_only: bool = True,
    nested: bool = False,
) -> Score:
    """Compare a student's marks with the mentions that the tagger finds, or with those of a gold set.

    Parameters
    ----------
    annotations : list of (start, end) or (start, end, phrase), DataFrame, or path of a CSV file
        Code-point offsets, the end exclusive; a phrase is its id or any of its names, and may be left out. A table
        has the columns ``start, end``, and ``doc_id`` and ``phrase`` where wanted; without ``doc_id`` there is one
        document.
    against : str, Path, TaggedCorpus or DataFrame
        A text, or the path of a file of any kind that :func:`partyspeak.read` reads, which is tagged;
        a tagged corpus; or a gold set with ``doc_id, start, end, phrase``, of which, if it
        has the column ``verdict``, the rows with ``mention`` count. All its documents are asked for: to score some of
        a corpus, give the rows of ``tagged.mentions`` that are theirs.
    row : str or int, optional
        Which document, where ``against`` is the path of a table: its id, or its number below the header.
    tagger : Tagger, optional
        What tags a text; with the curated lexicon when left out.
    sure_only : bool
        Ask for the sure mentions only. A mark on one that is not sure is then neither right nor wrong.
    nested : bool
        Ask for mentions inside longer ones too. If not, a mark on one is neither right nor wrong.

    Returns
    -------
    Score

    Raises
    ------
    PartyspeakError
        For marks without places, of unknown documents, outside a text, or with a phrase that is none.

    Examples
    --------
    >>> result = score([(2, 5, "双循环"), (5, 7)], "加快双循环，推进乡村振兴")
    >>> result.table[["marked", "right", "recall"]].values.tolist()
    [[2.0, 1.0, 0.5], [2.0, 1.0, 0.5]]
    >>> result.missed["text"].tolist()
    ['乡村振兴']
    """
    mentions, lengths = _mentions(_text_of(against, row), tagger)
    asked = np.ones(len(mentions), dtype=bool)
    if sure_only and "sure" in mentions:
        asked &= mentions["sure"].to_numpy(dtype=bool)
    if not nested and "nested" in mentions:
        asked &= ~mentions["nested"].to_numpy(dtype=bool)
    marks = _marks(annotations, mentions, lengths)
    pairs = _pairs(marks, mentions)
    touched = marks.index.isin(pairs["mark"])
    free = _free(marks, pairs, asked)
    marks = marks[~free]
    agreed = pairs[pairs["agrees"] & asked[pairs["mention"]] & ~free[pairs["mark"]]]
    rows = [
        _rates(how, len(marks), int(asked.sum()), _matched(agreed if how == "overlap" else agreed[agreed["exact"]]))
        for how in _HOW
    ]
    extra = ["text"] * ("text" in mentions)
    missed = mentions[asked & ~mentions.index.isin(agreed["mention"])]
    is_wrong = ~marks.index.isin(agreed["mark"])
    wrong = marks[is_wrong].assign(why=np.where(touched[marks.index[is_wrong]], "another phrase", "no phrase here"))
    return Score(
        pd.DataFrame(rows),
        missed[[*_PLACE, "phrase", *extra]].reset_index(drop=True),
        wrong[[*_PLACE, "phrase", "why"]].reset_index(drop=True),
        _partial(marks, mentions, agreed, extra),
    )


def _rates(how: str, marked: int, expected: int, right: int) -> dict[str, Any]:
    precision = right / marked if marked else np.nan
    recall = right / expected if expected else np.nan
    f1 = 2 * right / (marked + expected) if marked + expected else np.nan
    return {
        "matching": how, "marked": marked, "expected": expected, "right": right,
        "precision": precision, "recall": recall, "f1": f1,
    }  # fmt: skip


def _text_of(
    against: str | Path | TaggedCorpus | pd.DataFrame, row: str | int | None
) -> str | TaggedCorpus | pd.DataFrame:
    """The text of a file, where one is named."""
    path = as_path(against) if isinstance(against, (str, Path)) else None
    if path is not None:
        return read_document(path, row).text
    return str(against) if isinstance(against, Path) else against


def _mentions(
    against: str | TaggedCorpus | pd.DataFrame, tagger: Tagger | None
) -> tuple[pd.DataFrame, pd.Series | None]:
    """The mentions to find, and the length of each document if known."""
    lengths = None
    if isinstance(against, str):
        against = tag(pd.Series([against], dtype=object), tagger=tagger)
    if isinstance(against, TaggedCorpus):
        places = against.places
        lengths = None if places is None else places.str.len()
        frame = against.mentions
        if lengths is None:
            lengths = pd.Series(np.iinfo(np.int64).max, index=against.documents["doc_id"])
    else:
        frame = against
        if lacking := [name for name in (*_PLACE, "phrase") if name not in frame]:
            raise PartyspeakError(f"the gold set has no column {lacking[0]!r}; it has {', '.join(map(str, frame))}")
    frame = frame[not_refused(frame)]
    if "verdict" in frame:
        frame = frame[frame["verdict"] == "mention"]
    frame = frame.astype({"phrase": str}).reset_index(drop=True)
    return frame.assign(doc_id=frame["doc_id"].astype(str)), (None if lengths is None else lengths.rename(index=str))


def _marks(annotations: Spans, mentions: pd.DataFrame, lengths: pd.Series | None) -> pd.DataFrame:
    """The marks as a table: ``doc_id, start, end, phrase`` (ids; none where it was not named)."""
    known = list(lengths.index) if lengths is not None else list(dict.fromkeys(mentions["doc_id"]))
    frame = _as_table(annotations)
    if "doc_id" not in frame:
        if len(known) > 1:
            raise PartyspeakError(f"there are {len(known)} documents; give the marks a column doc_id")
        frame = frame.assign(doc_id=known[0] if known else "0")
    for column in ("start", "end"):
        if column not in frame:
            raise PartyspeakError(f"the marks have no column {column!r}; they have {', '.join(map(str, frame))}")
        numbers = pd.to_numeric(frame[column], errors="coerce")
        if (bad := numbers.isna() | (numbers % 1 != 0)).any():
            raise PartyspeakError(
                f"mark {int(np.argmax(bad))}: {column} is {frame[column][bad].iloc[0]!r}, not a place"
            )
        frame[column] = numbers.astype("int64")
    frame["doc_id"] = frame["doc_id"].astype(str)
    ends = frame["doc_id"].map(lengths) if lengths is not None else pd.Series(np.iinfo(np.int64).max, index=frame.index)
    for number, (id, start, end, most) in enumerate(zip(*(frame[name] for name in _PLACE), ends, strict=True)):
        if lengths is not None and id not in known:
            raise PartyspeakError(f"mark {number}: there is no document {id!r}; there are {', '.join(known[:5])}")
        if not 0 <= start < end <= most:
            raise PartyspeakError(f"mark {number}: {start} to {end} is no place in document {id!r}")
    if "phrase" not in frame:
        frame["phrase"] = ""
    frame["phrase"] = frame["phrase"].astype(object).where(frame["phrase"].notna(), "").astype(str).str.strip()
    return frame.drop_duplicates([*_PLACE, "phrase"]).reset_index(drop=True)


def _as_table(annotations: Spans) -> pd.DataFrame:
    if isinstance(annotations, pd.DataFrame):
        return annotations.reset_index(drop=True).copy()
    if isinstance(annotations, (str, Path)):
        return read_table(annotations)
    rows = [tuple(row) for row in annotations]
    if any(len(row) not in (2, 3) for row in rows):
        raise PartyspeakError("each mark is (start, end) or (start, end, phrase)")
    return pd.DataFrame([(*row, "")[:3] for row in rows], columns=["start", "end", "phrase"])


def _pairs(marks: pd.DataFrame, mentions: pd.DataFrame) -> pd.DataFrame:
    """Marks, and the mentions that they overlap: ``mark, mention, exact, agrees`` (in the phrase)."""
    left = marks.rename_axis("mark").reset_index()
    right = mentions[[*_PLACE, "phrase"]].rename_axis("mention").reset_index()
    pairs = left.merge(right, on="doc_id", suffixes=("", "_there"))
    pairs = pairs[(pairs["start"] < pairs["end_there"]) & (pairs["start_there"] < pairs["end"])]
    named = {name: _named(name) for name in pairs["phrase"].unique()}
    agrees = [
        not name or there in named[name] for name, there in zip(pairs["phrase"], pairs["phrase_there"], strict=True)
    ]
    exact = (pairs["start"] == pairs["start_there"]) & (pairs["end"] == pairs["end_there"])
    return pairs.assign(exact=exact, agrees=np.array(agrees, dtype=bool))[["mark", "mention", "exact", "agrees"]]


def _free(marks: pd.DataFrame, pairs: pd.DataFrame, asked: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Marks outside what was asked for, which count as neither right nor wrong."""
    agreed = pairs[pairs["agrees"]]
    is_asked = asked[agreed["mention"]]
    found = agreed.loc[is_asked & agreed["exact"], "mention"]
    needed = agreed.loc[is_asked & (agreed["exact"] | ~agreed["mention"].isin(found)), "mark"]
    return np.asarray(marks.index.isin(agreed.loc[~is_asked, "mark"]) & ~marks.index.isin(needed))


def _named(name: str) -> frozenset[str]:
    """The ids that a name can mean; a name that the curated lexicon lacks may belong to another lexicon."""
    try:
        return PhraseName().read(name) | {name} if name else frozenset()
    except NotUnderstood:
        return frozenset({name})


def _matched(pairs: pd.DataFrame) -> int:
    """The number of marks that can be assigned a mention of their own (maximum matching)."""
    from scipy.sparse import coo_array
    from scipy.sparse.csgraph import maximum_bipartite_matching

    if pairs.empty:
        return 0
    places = (pairs["mark"].to_numpy(), pairs["mention"].to_numpy())
    return int((maximum_bipartite_matching(coo_array((np.ones(len(pairs)), places)).tocsr()) >= 0).sum())


def _partial(marks: pd.DataFrame, mentions: pd.DataFrame, agreed: pd.DataFrame, extra: list[str]) -> pd.DataFrame:
    whole = agreed[agreed["exact"]]
    part = agreed[~agreed["mark"].isin(whole["mark"]) & ~agreed["mention"].isin(whole["mention"])]
    there = mentions.loc[part["mention"], ["start", "end", "phrase", *extra]].reset_index(drop=True)
    there = there.rename(columns={"start": "expected_start", "end": "expected_end"})
    return pd.concat([marks.loc[part["mark"], _PLACE].reset_index(drop=True), there], axis=1)
