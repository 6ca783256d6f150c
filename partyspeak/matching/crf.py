"""The conditional random field of pkuseg, computed for many clauses at once.

spacy-pkuseg makes the features of one character at a time, as strings. This takes 15 to 45 µs per character, more
than all the rest of the matching. Here each feature is a 64-bit number, and the features of all clauses are made,
looked up and summed as arrays, in a tenth of the time. The model and the scores are the same: a test compares them
with those of spacy-pkuseg's own feature extractor.

The best cut of a clause into words is found by the Viterbi algorithm (1967), one step at a time for all clauses.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import Final

import numpy as np
from numpy.typing import NDArray

from partyspeak.text.code_points import code_points
from partyspeak.text.hashing import HashedSet, Hashes, hash_rows, mixed

__all__ = ["RandomField"]

_Integers = NDArray[np.int64]
_Scores = NDArray[np.float64]
_Column = NDArray[np.uint32] | Hashes
_Found = tuple[_Integers, _Integers, _Integers]

# Symbols for what pkuseg writes for any numeral, any full-width letter, and no word. No text has these code points.
_NUMERAL: Final = "\U0010fff1"
_LETTER: Final = "\U0010fff2"
_NO_WORD: Final = "\U0010fff3"
_OUTSIDE: Final = "\U0010fff4"
_NUMERALS: Final = "0123456789几二三四五六七八九十千万亿兆零１２３４５６７８９０％"
_LETTERS: Final = (
    "ＡＢＣＤＥＦＧＨＩＪＫＬＭＮＯＰＱＲＳＴＵＶＷＸＹＺａｂｃｄｅｆｇｈｉｇｋｌｍｎｏｐｑｒｓｔｕｖｗｘｙｚ／・－"
)
_SIGNS: Final = "-._,|/*:"
_AS_TRAINED: Final = str.maketrans(
    dict.fromkeys(_NUMERALS, _NUMERAL) | dict.fromkeys(_LETTERS, _LETTER) | dict.fromkeys(_SIGNS, "&")
)

_SHORTEST_WORD: Final = 2
_LONGEST_WORD: Final = 6
_WORD_LENGTHS: Final = range(_SHORTEST_WORD, _LONGEST_WORD + 1)
_MOST_WORDS: Final = len(_WORD_LENGTHS)
_TAGS_INSIDE: Final = slice(2, None)  # of the tags B, B_single, I, I_end, I_first, the last three continue a word

# The kinds of features: one character, two characters, a word, two adjacent words.
_ONE: Final = {"c-2": -2, "c-1": -1, "c": 0, "c1": 1, "c2": 2}
_TWO: Final = {"c-2c-1": -2, "c-1c": -1, "cc1": 0}
_ENDS, _BEGINS, _AFTER, _BEFORE = "w-1", "w1", "ww.l", "ww.r"
_KINDS: Final = {kind: number for number, kind in enumerate((*_ONE, *_TWO, _ENDS, _BEGINS, _AFTER, _BEFORE), start=1)}


class RandomField:
    """A model of pkuseg, with weights that are looked up by hashed features.

    Parameters
    ----------
    words : uint64 array
        The hashes of the words that make features.
    features : uint64 array
        The hashes of the features, sorted.
    weights : float32 array, (features, tags)
    always : float32 array
        The weights that apply to every character.
    transitions : float32 array
        The weights of transitions from tag (row) to tag (column).
    """

    def __init__(
        self,
        words: Hashes,
        features: Hashes,
        weights: NDArray[np.float32],
        always: NDArray[np.float32],
        transitions: NDArray[np.float32],
    ) -> None:
        self._words = HashedSet([words])
        self._features = HashedSet([features])
        self._weights = weights
        self._always = always.astype(np.float64)
        self._transitions = transitions.astype(np.float64)

    @classmethod
    def of_pkuseg(
        cls,
        words: Iterable[str],
        rows: Mapping[str, int],
        weights: NDArray[np.float32],
        transitions: NDArray[np.float32],
    ) -> RandomField:
        """Make a model from the data of spacy-pkuseg.

        Parameters
        ----------
        words : iterable of str
            ``unigram`` of the feature extractor.
        rows : mapping
            ``feature_to_idx`` of the feature extractor: the row of each feature in ``weights``.
        weights, transitions : float32 arrays
            As in the class.
        """
        hashed, row = _hash_features(rows)
        order = np.argsort(hashed)
        known = [word for word in map(_plainly, words) if _SHORTEST_WORD <= len(word) <= _LONGEST_WORD]
        return cls(_hash_words(known), hashed[order], weights[row[order]], weights[0], transitions)

    @classmethod
    def load(cls, path: Path) -> RandomField:
        """Load a model that :meth:`save` wrote."""
        with path.open("rb") as file, np.load(file) as stored:
            arrays = [stored[name] for name in ("words", "features", "weights", "always", "transitions")]
        _, features, weights, always, transitions = (array.shape for array in arrays)
        if not weights == (*features, *always) or transitions != always * 2:
            raise ValueError("its arrays do not fit together")
        return cls(*arrays)

    @cached_property
    def digest(self) -> str:
        """A hash of the weights and features; two models with the same digest give the same cuts."""
        hashed = hashlib.sha256()
        for array in (self._words.members, self._features.members, self._weights, self._always, self._transitions):
            hashed.update(str(array.shape).encode())
            hashed.update(np.ascontiguousarray(array).data)
        return hashed.hexdigest()[:12]

    def save(self, path: Path) -> None:
        """Write the model to an .npz file, whole or not at all."""
        unfinished = path.with_name(f"{path.name}.{os.getpid()}")
        with unfinished.open("wb") as file:
            np.savez(
                file,
                words=self._words.members,
                features=self._features.members,
                weights=self._weights,
                always=self._always.astype(np.float32),
                transitions=self._transitions.astype(np.float32),
            )
        unfinished.replace(path)

    def reluctance(self, clauses: Sequence[str], start: _Integers, end: _Integers) -> _Scores:
        """How much the best cut of each clause loses if words must begin at ``start`` and end at ``end``.

        Parameters
        ----------
        clauses : sequence of str
            Simplified Chinese, without punctuation; no clause is empty.
        start, end : int64 arrays
            Code-point offsets in each clause.

        Returns
        -------
        float64 array
            In natural log units, at least 0; 0 if the best cut has both boundaries anyway.
        """
        if not len(clauses):
            return np.zeros(0)
        scores = self.scores(clauses)
        length = np.fromiter(map(len, clauses), dtype=np.int64, count=len(clauses))
        free = self._best(scores, length)
        for boundary in (start, end):
            within = np.flatnonzero(boundary < length)
            scores[boundary[within], _TAGS_INSIDE, within] = -np.inf
        # Rounded, so that the order of a sum does not change a verdict at the limit.
        return np.maximum(np.round(free - self._best(scores, length), 4), 0.0)

    def scores(self, clauses: Sequence[str]) -> _Scores:
        """How well each tag fits each character, whatever the tags of its neighbours.

        Returns
        -------
        float64 array
            By place in the clause, tag and clause; 0 beyond the end of a clause.
        """
        text = _Clauses(clauses)
        place, row, times = (np.concatenate(parts) for parts in zip(*self._features_in(text), strict=True))
        weights = self._weights[row].T * times
        total = np.stack([np.bincount(place, of_tag, len(text.symbols)) for of_tag in weights])
        scores = np.zeros((int(text.within.max(initial=0)) + 1, len(weights), len(clauses)))
        scores[text.within, :, text.clause] = total.T[text.inside] + self._always
        return scores

    def _best(self, scores: _Scores, length: _Integers) -> _Scores:
        """The score of the best cut of each clause."""
        best = scores[0]
        for place in range(1, len(scores)):
            longer = (best[:, None] + self._transitions[:, :, None]).max(axis=0) + scores[place]
            best = np.where(place < length, longer, best)
        return np.asarray(best.max(axis=0))

    def _features_in(self, text: _Clauses) -> Iterator[_Found]:
        symbols, inside = text.symbols, text.inside
        for kind, ahead in _ONE.items():
            yield self._look_up(kind, inside, symbols[inside + ahead])
        for kind, ahead in _TWO.items():
            yield self._look_up(kind, inside, symbols[inside + ahead], symbols[inside + ahead + 1])
        begins, ends, word = self._words_in(text)
        yield self._look_up(_BEGINS, begins, word)
        yield self._look_up(_ENDS, ends - 1, word)
        yield from self._meeting_words(text, begins, ends, word)

    def _words_in(self, text: _Clauses) -> tuple[_Integers, _Integers, Hashes]:
        """Where known words begin and end, and their hashes."""
        begins, ends, words = [], [], []
        for length in _WORD_LENGTHS:
            hashed = mixed(hash_rows([text.symbols[text.inside + ahead] for ahead in range(length)]))
            known = self._words.among(hashed)
            begins.append(text.inside[known])
            ends.append(text.inside[known] + length)
            words.append(hashed[known])
        return np.concatenate(begins), np.concatenate(ends), np.concatenate(words)

    def _meeting_words(self, text: _Clauses, begins: _Integers, ends: _Integers, word: Hashes) -> Iterator[_Found]:
        """The features of a word that ends where another begins.

        pkuseg looks for a word of each of five lengths before a place and after it, and uses "no word" where there
        is none. Each pair makes a feature of the character after the place and one of the character before it.
        """
        no_word_before = _MOST_WORDS - np.bincount(ends, minlength=len(text.symbols))
        no_word_after = _MOST_WORDS - np.bincount(begins, minlength=len(text.symbols))
        first, second = _pairs(ends, begins)
        no_word = np.broadcast_to(_NO_WORD_HASH, len(begins))
        for kind, back in ((_AFTER, 0), (_BEFORE, 1)):
            yield self._look_up(kind, ends[first] - back, word[first], word[second])
            yield self._look_up(kind, ends - back, word, no_word, times=no_word_after[ends])
            yield self._look_up(kind, begins - back, no_word, word, times=no_word_before[begins])
            meeting = text.inside + back
            neither = no_word_before[meeting] * no_word_after[meeting]
            nothing = np.broadcast_to(_NO_WORD_HASH, len(meeting))
            yield self._look_up(kind, text.inside, nothing, nothing, times=neither)

    def _look_up(self, kind: str, place: _Integers, *columns: _Column, times: _Integers | None = None) -> _Found:
        """The features of a kind that the model has: their places, their rows, and how often each counts."""
        at, row = self._features.find(_feature(kind, *columns))
        return place[at], row, np.ones(len(at), dtype=np.int64) if times is None else times[at]


class _Clauses:
    """Clauses in one array, far enough apart that no word reaches from one clause into the next.

    Attributes
    ----------
    symbols : uint32 array
    inside : int64 array
        The places of the clauses' characters.
    clause, within : int64 arrays
        The clause of each of these characters, and its place in the clause.
    """

    def __init__(self, clauses: Sequence[str]) -> None:
        apart = _OUTSIDE * _LONGEST_WORD
        joined = apart + "".join(clause + apart for clause in clauses)
        self.symbols = code_points(joined.translate(_AS_TRAINED))
        length = np.fromiter(map(len, clauses), dtype=np.int64, count=len(clauses))
        self.clause = np.repeat(np.arange(len(clauses)), length)
        self.within = np.arange(len(self.clause)) - np.repeat(np.cumsum(length) - length, length)
        self.inside = np.arange(len(self.clause)) + _LONGEST_WORD * (self.clause + 1)


def _pairs(ends: _Integers, begins: _Integers) -> tuple[_Integers, _Integers]:
    """Every pair of words such that the first ends where the second begins."""
    order = np.argsort(begins, kind="stable")
    low = np.searchsorted(begins[order], ends, "left")
    count = np.searchsorted(begins[order], ends, "right") - low
    first = np.repeat(np.arange(len(ends)), count)
    within = np.arange(len(first)) - np.repeat(np.cumsum(count) - count, count)
    return first, order[low[first] + within]


def _feature(kind: str, *columns: _Column) -> Hashes:
    return mixed(hash_rows(columns) + np.uint64(_KINDS[kind]))


def _hash_words(words: Sequence[str]) -> Hashes:
    hashed = np.zeros(len(words), dtype=np.uint64)
    length = np.fromiter(map(len, words), dtype=np.int64, count=len(words))
    for each in np.unique(length):
        at = np.flatnonzero(length == each)
        columns = code_points("".join([words[number] for number in at.tolist()])).reshape(-1, each).T
        hashed[at] = mixed(hash_rows(columns))
    return hashed


_NO_WORD_HASH: Final = _hash_words([_NO_WORD])[0]


def _plainly(name: str) -> str:
    return name.replace("**Num", _NUMERAL).replace("**Letter", _LETTER).replace("**noWord", _NO_WORD)


def _hash_features(rows: Mapping[str, int]) -> tuple[Hashes, _Integers]:
    """The hash and the row of every feature of spacy-pkuseg, except the feature that all characters have."""
    named: dict[str, tuple[list[str], list[int]]] = {kind: ([], []) for kind in _KINDS}
    for name, row in rows.items():
        kind, _, rest = name.partition(".")
        if kind == "ww":
            kind, rest = name[: len(_AFTER)], name[len(_AFTER) + 1 :]
        if kind in named:
            named[kind][0].append(_plainly(rest))
            named[kind][1].append(row)
    hashes = []
    for kind, (names, _) in named.items():
        if kind in (_BEFORE, _AFTER):
            pairs = [name.split("*") for name in names]
            columns = [_hash_words([pair[side] for pair in pairs]) for side in (0, 1)]
        elif kind in (_ENDS, _BEGINS):
            columns = [_hash_words(names)]
        else:
            width = 3 if kind in _TWO else 1  # two characters have a full stop between them
            columns = list(code_points("".join(names)).reshape(-1, width).T[::2])
        hashes.append(_feature(kind, *columns))
    return np.concatenate(hashes), np.concatenate([np.array(row, dtype=np.int64) for _, row in named.values()])
