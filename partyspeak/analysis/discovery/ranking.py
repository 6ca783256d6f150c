"""The strings of one language, measured, and how much a curator would want to see each.

score = rise × absence × spread × rarity × standing × recurrence × likeness × 2 ** signs, each a column or made of one:

- rise: ``burst``, how clearly a string is absent first and then in many documents (:mod:`.newness`), up to 30 and
  squared: (burst / (1 + burst / 30)) ** 2, since beyond doubt there is no more doubt to take away;
- absence: (1 - ``share_before`` / ``share_after``) cubed;
- spread: 1 for one source, 2 for two, 2.6 for three: 1 + log2(``sources``);
- rarity: (1 - the share of all documents that have it) ** 5: what half of them have is a word of the language;
- ``standing``: the share of occurrences that begin and end at word edges;
- recurrence: the square of ``count`` / ``documents``, 4 at most: what is said once a document is seldom a set phrase;
- likeness: 2 to the power of ``resemblance``, within -2 and 2, and 0.4 of that for a word of the dictionary;
- signs: 5 × ``quoted`` + 4 × ``company`` + 2 × ``led`` + 2 × ``ended``: the shares of occurrences in quotation
  marks, of the text around it that known phrases take up, and of occurrences behind one of the verbs that set phrases
  follow and at the end of a clause.

Most exponents are rounded from a logistic regression of which candidates are set phrases, fitted on a half of the
lexicon's phrases that rediscovery (benchmarks/rediscovery.py) does not report; the bounds were chosen by trial on the
same half.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from partyspeak.analysis.discovery.context import surroundings
from partyspeak.analysis.discovery.documents import Setting
from partyspeak.analysis.discovery.nesting import Nesting, nesting
from partyspeak.analysis.discovery.newness import newness
from partyspeak.analysis.discovery.numbered import formula_strings, is_formula
from partyspeak.analysis.discovery.repeats import RepeatedStrings, changes, joined, repeated_strings
from partyspeak.analysis.discovery.resemblance import resemblance
from partyspeak.analysis.discovery.stop_words import edges_of, without_verbs
from partyspeak.analysis.discovery.symbols import Stream
from partyspeak.analysis.discovery.word_boundaries import standing
from partyspeak.matching.segmenter import Pkuseg
from partyspeak.text.hashing import RunHashes

__all__ = ["Measured", "measure", "score"]

Integers = NDArray[np.int64]
EdgeMode = Literal["dictionary", "pkuseg"]

_SHORTEST: Final = {"zh": 3, "en": 2}
_SHORTLIST: Final = 6_000


@dataclass(frozen=True)
class Measured:
    """The strings of one language that were looked at closely, and where they stand.

    Attributes
    ----------
    stream : Stream
    strings : RepeatedStrings
    table : pandas.DataFrame
        One row per string, in the same order: ``wording`` (folded), ``formula``, ``word`` (of the dictionary),
        ``length``, ``count``, ``documents``, ``sources``, ``first`` (rank of the earliest date), ``share`` (of the
        dated documents), ``burst``,
        ``share_before``, ``share_after``, ``freedom``, ``cohesion``, ``c_value``, ``inside``, ``quoted``,
        ``company``, ``led``, ``ended``, ``standing``, ``resemblance``, ``score``.
    nested : Nesting
        Of these strings.
    """

    stream: Stream
    strings: RepeatedStrings
    table: pd.DataFrame
    nested: Nesting

    def folded(self, number: int) -> str:
        """The wording of a string without spaces."""
        return str(self.table["wording"].iloc[number]).replace(" ", "")


def measure(
    stream: Stream,
    setting: Setting,
    known: Sequence[str],
    least: int,
    edges: EdgeMode,
    progress: Callable[[int], object] | None = None,
) -> Measured:
    """Find and measure the strings of a stream; of very many only the newest six thousand.

    Parameters
    ----------
    stream : Stream
    setting : Setting
    known : sequence of str
        The known forms of the language, folded, English words with spaces between.
    least : int
        In how many documents a string must stand.
    edges : {"dictionary", "pkuseg"}
    progress : callable, optional
        Called with the number of lengths done.
    """
    hashes = RunHashes(stream.symbols)
    where = edges_of(stream, hashes)
    strings = repeated_strings(stream, hashes, least, where, progress)
    strings = strings.take(strings.length >= _SHORTEST[stream.lang])
    formulas = formula_strings(stream, hashes, where)
    strings = joined([strings, formulas.take(~np.isin(formulas.hashed, strings.hashed))])
    table = _in_documents(stream, strings, setting)
    promise = table["burst"].to_numpy() * np.log2(table["length"].to_numpy() + 1)
    shortlist = np.zeros(len(strings), dtype=bool)
    shortlist[np.argsort(-promise, kind="stable")[:_SHORTLIST]] = True
    shortlist &= promise > 0
    strings, table = strings.take(shortlist), table[shortlist].reset_index(drop=True)
    wordings = [stream.wording(*at) for at in zip(strings.first.tolist(), strings.length.tolist(), strict=True)]
    bare = [without_verbs(wording, plain=True) if stream.lang == "zh" else wording for wording in wordings]
    beside = surroundings(stream, where, strings)
    around = nesting(strings, hashes, lambda small, large: wordings[small] == bare[large])
    offsets, owner = strings.offsets, strings.owner
    quoted = stream.opens[strings.places] & stream.closes[strings.places + strings.length[owner] - 1]
    split = list if stream.lang == "zh" else str.split
    table = table.assign(
        wording=wordings,
        formula=[is_formula(wording, stream.lang) for wording in wordings],
        word=[stream.lang == "zh" and wording in _dictionary() for wording in wordings],
        freedom=strings.freedom,
        cohesion=strings.cohesion,
        c_value=around.c_value,
        inside=around.inside,
        quoted=np.bincount(owner, weights=quoted, minlength=len(strings)) / np.maximum(strings.count, 1),
        company=beside.company,
        led=beside.led,
        ended=beside.ended,
        standing=standing(stream, strings.length, offsets, strings.places, edges) if stream.lang == "zh" else 1.0,
        resemblance=resemblance([split(word) for word in wordings], strings.count, [split(form) for form in known]),
    )
    return Measured(stream, strings, table.assign(score=score(table)), around)


@cache
def _dictionary() -> frozenset[str]:
    return frozenset(Pkuseg().words())


def _in_documents(stream: Stream, strings: RepeatedStrings, setting: Setting) -> pd.DataFrame:
    """In how many documents and sources each string stands, and how new it is in them."""
    size = len(strings)
    owner, within = strings.owner, stream.document[strings.places]
    anew = changes(owner) | changes(within)
    string, document = owner[anew].astype(np.int64), within[anew].astype(np.int64)
    del owner, within, anew
    dated = setting.rank[document] >= 0
    counted = setting.in_language[stream.lang] & (setting.rank >= 0)
    dated &= counted[document]
    new = newness(string[dated], setting.rank[document[dated]], setting.rank[counted], size, setting.since)
    sources = int(setting.source.max(initial=0)) + 1
    first = np.full(size, np.iinfo(np.int64).max)
    np.minimum.at(first, string[dated], setting.rank[document[dated]])
    by_source = np.unique(string * sources + setting.source[document]) // sources
    return pd.DataFrame(
        {
            "length": strings.length,
            "count": strings.count,
            "documents": np.bincount(string, minlength=size),
            "sources": np.bincount(by_source, minlength=size),
            "first": first,
            "share": np.bincount(string[dated], minlength=size) / max(int(counted.sum()), 1),
            "burst": new.burst,
            "share_before": new.share_before,
            "share_after": new.share_after,
        }
    )


def score(table: pd.DataFrame) -> pd.Series:
    """How much a curator would want to see each row; see the top of the module."""
    absence = 1 - table["share_before"] / table["share_after"].clip(lower=1e-9)
    rise = table["burst"] / (1 + table["burst"] / 30)
    signs = 5 * table["quoted"] + 4 * table["company"] + 2 * table["led"] + 2 * table["ended"]
    return (
        rise**2
        * absence.clip(lower=0) ** 3
        * (1 + np.log2(table["sources"]))
        * (1 - table["share"]) ** 5
        * table["standing"]
        * (table["count"] / table["documents"]).clip(upper=2) ** 2
        * 2.0 ** table["resemblance"].clip(-2, 2)
        * np.where(table["word"], 0.4, 1.0)
        * 2.0**signs
    )
