"""Near misses of known forms: what is said almost as the lexicon has it. A changed wording is news.

Near means one symbol (character or word) changed, dropped or added for forms of up to five symbols, two
for longer ones, or the same symbols in another order. A form with more words at one end is no variant
of it, and neither are forms under four characters or three words: too many ordinary words are that near.
Another word makes another phrase of it: in a short form only small words (的, 之, "of") may change (数字中国 is no
平安中国), in a longer one no two symbols side by side (国家战略科技力量 is no 国家战略人才力量). And a wording that is
commoner than the form, where that is used at all, does not deviate from it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from itertools import pairwise
from typing import Final, NamedTuple

import numpy as np
from numpy.typing import NDArray

from partyspeak.analysis.discovery.stop_words import FUNCTION_WORDS

__all__ = ["Known", "nearest", "variants"]

_SHORTEST: Final = {"zh": 4, "en": 3}
_TWO_CHANGES_FROM: Final = 6
_LONG: Final = {"zh": 7, "en": 4}
_SMALL: Final = {"zh": frozenset("的之地得和与及同以为了在于是对、"), "en": FUNCTION_WORDS["en"]}
_ROWS_AT_ONCE: Final = 1_000


class Known(NamedTuple):
    """A known form: the phrase's id, the form as the lexicon writes it, and folded (words with spaces between)."""

    phrase: str
    form: str
    folded: str


def nearest(wordings: Sequence[str], known: Sequence[Known]) -> list[tuple[Known | None, float]]:
    """The nearest known form of each wording, and how near it is, from 0 to 1.

    The measure is the share of symbols in the longest common subsequence of the two, so that a wording
    with a word more is near (the normalised Indel similarity of rapidfuzz).

    Examples
    --------
    >>> forms = [Known("people-centered", "以人民为中心", "以人民为中心"), Known("new-era", "新时代", "新时代")]
    >>> [(form.phrase, round(near, 2)) for form, near in nearest(["以教育为中心"], forms)]
    [('people-centered', 0.67)]
    """
    from rapidfuzz import process
    from rapidfuzz.distance import Indel

    if not known:
        return [(None, 0.0)] * len(wordings)
    forms = [form.folded for form in known]
    found: list[tuple[Known | None, float]] = []
    for first in range(0, len(wordings), _ROWS_AT_ONCE):
        near = process.cdist(
            wordings[first : first + _ROWS_AT_ONCE], forms, scorer=Indel.normalized_similarity, dtype=np.float32
        )
        best = near.argmax(axis=1)
        found += [(known[form], float(near[row, form])) for row, form in enumerate(best.tolist())]
    return found


def variants(
    wordings: Sequence[str],
    known: Sequence[Known],
    lang: str,
    count: Sequence[int] | None = None,
    mentions: Mapping[str, int] | None = None,
) -> dict[int, Known]:
    """Which wordings are near misses of a known form.

    Parameters
    ----------
    wordings : sequence of str
        Folded, English words with spaces between.
    known : sequence of Known
    lang : {"zh", "en"}
    count : sequence of int, optional
        How often each wording occurs in the corpus.
    mentions : mapping of str to int, optional
        How often each folded form does, where it does at all.

    Returns
    -------
    dict
        From the number of a wording to the form that it misses; of several the first in order of nearness.

    Examples
    --------
    >>> forms = [Known("great-changes", "百年未有之大变局", "百年未有之大变局")]
    >>> variants(["百年未有的大变局", "百年未有之大变局加速", "百年老店"], forms, "zh")
    {0: Known(phrase='great-changes', form='百年未有之大变局', folded='百年未有之大变局')}
    """
    from rapidfuzz import process
    from rapidfuzz.distance import Levenshtein

    numbers: dict[str, int] = {}
    forms = [form for form in known if len(_symbols(form.folded, lang)) >= _SHORTEST[lang]]
    spelled = [_as_characters(form.folded, lang, numbers) for form in forms]
    whole = {form.folded for form in known}
    turned: dict[str, list[int]] = defaultdict(list)
    for number, symbols in enumerate(spelled):
        turned["".join(sorted(symbols))].append(number)
    longer = [(number, _as_characters(wording, lang, numbers)) for number, wording in enumerate(wordings)]
    longer = [(number, symbols) for number, symbols in longer if len(symbols) >= _SHORTEST[lang]]
    longer = [(number, symbols) for number, symbols in longer if wordings[number] not in whole]
    small = frozenset(_as_characters(word, lang, numbers) for word in _SMALL[lang])
    found: dict[int, Known] = {}
    for first in range(0, len(longer) if forms else 0, _ROWS_AT_ONCE):
        rows = longer[first : first + _ROWS_AT_ONCE]
        distances = process.cdist(
            [symbols for _, symbols in rows], spelled, scorer=Levenshtein.distance, score_cutoff=2, dtype=np.uint8
        )
        for (number, symbols), row in zip(rows, distances, strict=True):
            form = _missed(symbols, spelled, row, turned, small, _LONG[lang])
            if form is None or (count and mentions and 0 < mentions.get(forms[form].folded, 0) < count[number]):
                continue
            found[number] = forms[form]
    return found


def _missed(
    symbols: str,
    spelled: Sequence[str],
    distances: NDArray[np.uint8],
    turned: dict[str, list[int]],
    small: frozenset[str],
    long: int,
) -> int | None:
    """The number of the form that these symbols miss."""
    for number in turned.get("".join(sorted(symbols)), ()):
        return number
    near = np.flatnonzero(distances <= 2)
    for number in near[np.argsort(distances[near], kind="stable")].tolist():
        form = spelled[number]
        allowed = 2 if min(len(form), len(symbols)) >= _TWO_CHANGES_FROM else 1
        if distances[number] <= allowed and form not in symbols:
            is_short = min(len(form), len(symbols)) < long
            other = not _changed(form, symbols) <= small if is_short else _has_another_word(form, symbols, small)
            if not other:
                return number
    return None


def _changed(form: str, symbols: str) -> set[str]:
    """The symbols of both that differ."""
    from rapidfuzz.distance import Levenshtein

    changed: set[str] = set()
    for edit in Levenshtein.editops(form, symbols):
        changed |= {form[edit.src_pos]} if edit.tag != "insert" else set()
        changed |= {symbols[edit.dest_pos]} if edit.tag != "delete" else set()
    return changed


def _has_another_word(form: str, symbols: str, small: frozenset[str]) -> bool:
    """Whether two symbols next to each other are replaced: a word that makes another phrase, 科技力量 of 人才力量."""
    from rapidfuzz.distance import Levenshtein

    replaced = [edit for edit in Levenshtein.editops(form, symbols) if edit.tag == "replace"]
    content = [edit.src_pos for edit in replaced if not {form[edit.src_pos], symbols[edit.dest_pos]} <= small]
    return any(after == before + 1 for before, after in pairwise(content))


def _symbols(wording: str, lang: str) -> Sequence[str]:
    return wording if lang == "zh" else wording.split()


def _as_characters(wording: str, lang: str, numbers: dict[str, int]) -> str:
    """English words as one private character each, so that both languages are strings of symbols."""
    if lang == "zh":
        return wording.replace("、", "")
    return "".join(chr(0xF0000 + numbers.setdefault(word, len(numbers))) for word in wording.split())
