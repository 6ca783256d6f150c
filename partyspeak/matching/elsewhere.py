"""Bodies and programmes of others: the Central Committee of another party, the five-year plan of another country.

A phrase that names a body, a programme or its leadership means the Party's own, unless another owner is next to it:
老挝人民革命党中央, 朝鲜的五年计划, the Politburo of the CPSU, the World Economic Forum's own initiative. The owners are
listed in ``owners.tsv``: countries, parties, places with their own system, organisations. There is one mechanism for
all phrases: a form is like an institution when its head is in the tables below.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np

from partyspeak.lexicon.model import Form
from partyspeak.matching.hits import ELSEWHERE, Hits, Mask
from partyspeak.text.code_points import as_text
from partyspeak.text.folding import FoldedBatch
from partyspeak.text.languages import Language

__all__ = ["Elsewhere", "belongs_elsewhere", "is_like_an_institution"]

_LEFT: Final = 32
_RIGHT: Final = 60
"""How many characters beside a hit are looked at."""

_CHINESE_HEADS: Final = re.compile(
    "(?:党中央|中央委员会|委员会|政治局|常委会?|书记处|书记|全会|全体会议|代表大会|国安委|军委|纪委|小组|核心|领导"
    "|纲要|规划|计划|倡议|特区|公社|卫兵|特务队|监察机关)$"
)
_ENGLISH_HEADS: Final = re.compile(
    r"\b(?:committees?|politburo|political bureau|congress(?:es)?|commissions?|secretariat|plenum|plenary sessions?"
    r"|leading (?:small )?groups?|leadership|initiatives?|plans?|programmes?|programs?|guards|communes?"
    r"|special economic zones?"
    r"|party|(?:party )?central|cent(?:er|re))$|^(?:central committee|standing committee|politburo)\b",
    re.IGNORECASE,
)
_OUR_OWN: Final = re.compile(r"中国|中共|一带一路|习近平|毛主席|邓小平|\b(?:China|Chinese|Belt|Xi|Mao|CPC|CCP)\b")
"""A form that names its owner can have no other."""

_NAME: Final = "(?:(?!习|中国|欢迎|支持|赞|[对同在向和与])[\u4e00-\u9fff·]){0,8}"
"""A person's name, and nothing that makes another person or China the owner."""

_CHINESE_LINKS: Final = (
    "的|之|国家|政府|人民|联邦|共和国|王国|全国|民主|社会主义|最高|当局|执政|新|第?[一二三四五六七八九十0-9]+[个届次]?"
    f"|(?:首相|总统|总理|主席|总书记|领导人|国王|元首){_NAME}的"
)
_PARTY: Final = (
    "(?:人民革命|人民行动|人民民主|劳动|共产|社会主义工人|工人|社会主义统一|社会民主|自由民主|社会|民主进步|民主|人民"
    "|民族解放阵线|解放阵线|自由|保守|进步|正义|国大|国民|共和|统一|革命|联盟|团结|复兴)"
)
_OTHER_PARTIES: Final = re.compile(
    "(?:人民革命|人民行动|人民民主|劳动|国民|农工|致公|社会主义统一|社会主义工人|社会民主|自由民主|民主进步|阵线)$"
)
"""What stands before 党 in the names of parties that are not the Communist Party of China."""

_PRIVATE: Final = re.compile(
    "(?:(?<!其)[他她]|他们|她们|个人|家庭|公司|企业)(?:自己)?的$"
    "|(?<!我们)(?<![国党军民])(?<!国家)自己的(?:第?[一二三四五六七八九十0-9]+[个届次])?$"
)
"""A person's or a firm's own plan is no programme of the state."""

_MADE_BY: Final = (
    f"(?:(?:首相|总统|总理|主席|政府|当局|执政党|外长){_NAME})?"
    "(?:提出|推出|发起|推行|制定|公布)(?:了|的|一项|新的|自己的|本国的?)*"
)
"""What an owner does to a programme that is then its own. Who proposes it *to* a country, or *in* one, is another."""

_ENGLISH_LINKS: Final = (
    r"(?:['’]s?|\s|[\"“‘(]|the|own|new|so-called|national|state|government|central|ruling|first|second|third|fourth|next|Communist"
    r"|Workers['’]?|People['’]s|Revolutionary|Labou?r|Socialist|Democratic|Republican|Liberal|Conservative|Party)*"
)


def is_like_an_institution(form: str, lang: Language) -> bool:
    """Does a form name a body, a programme or its leadership, such as others have too?

    Examples
    --------
    >>> [is_like_an_institution(form, "zh") for form in ("党中央", "五年计划", "双循环", "一带一路倡议")]
    [True, True, False, False]
    >>> [is_like_an_institution(form, "en") for form in ("Global Governance Initiative", "new era")]
    [True, False]
    """
    heads = _CHINESE_HEADS if lang == "zh" else _ENGLISH_HEADS
    return heads.search(form) is not None and _OUR_OWN.search(form) is None


def belongs_elsewhere(left: str, form: str, right: str, lang: Language) -> bool:
    """Does the text beside a hit name another owner of what it means?

    Parameters
    ----------
    left, right : str
        What stands before and after the hit, a few dozen characters. Chinese without spaces and
        quotation marks, in simplified characters; English as it is written.
    form : str
        A form that is like an institution.
    lang : {"zh", "en"}

    Examples
    --------
    >>> belongs_elsewhere("会见老挝人民革命", "党中央", "总书记", "zh")
    True
    >>> belongs_elsewhere("在以习近平同志为核心的", "党中央", "", "zh")
    False
    >>> belongs_elsewhere("the ", "Politburo", " of the Communist Party of Vietnam", "en")
    True
    """
    if lang == "zh":
        return _in_chinese(left, form)
    owner_left, owner_right = _english()
    return owner_left.search(left) is not None or owner_right.match(right) is not None


class Elsewhere:
    """The forms that others may own, and the doubt about hits whose owner is beside them.

    Parameters
    ----------
    forms : sequence of Form
        By number.
    """

    def __init__(self, forms: Sequence[Form]) -> None:
        self._forms = forms
        self._owned: Mask = np.array([is_like_an_institution(form.text, form.lang) for form in forms], dtype=bool)

    def doubt(self, hits: Hits, batch: FoldedBatch) -> Hits:
        """Doubt the hits that belong to another country, party or body."""
        at = np.flatnonzero(self._owned[hits.form]) if len(hits) else hits.form
        verdicts: dict[tuple[int, str, str], bool] = {}
        elsewhere = []
        for number in at.tolist():
            form = int(hits.form[number])
            key = (form, *self._beside(hits, number, batch))
            if key not in verdicts:
                wording = self._forms[form]
                verdicts[key] = belongs_elsewhere(key[1], wording.text, key[2], wording.lang)
            if verdicts[key]:
                elsewhere.append(number)
        return hits.doubted(np.array(elsewhere, dtype=np.int64), ELSEWHERE)

    def _beside(self, hits: Hits, number: int, batch: FoldedBatch) -> tuple[str, str]:
        """What stands before and after a hit: Chinese as it is folded, English as it is written."""
        if self._forms[hits.form[number]].lang == "zh":
            first = int(hits.first[number])
            return as_text(batch.folded.symbols[max(first - _LEFT, 0) : first]), ""
        start, end = int(hits.start[number]), int(hits.end[number])
        begin, stop = batch.offsets[hits.document[number]], batch.offsets[hits.document[number] + 1] - 1
        return batch.text(max(start - _LEFT, begin), start), batch.text(end, min(end + _RIGHT, stop))


def _in_chinese(left: str, form: str) -> bool:
    if form.startswith("党") and _OTHER_PARTIES.search(left):
        return True
    return _PRIVATE.search(left) is not None or any(owner.search(left) for owner in _chinese())


@cache
def _chinese() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """An owner at the end of what stands left, alone or with what it does; with China (中国和老挝) it is no other's."""
    names = _names()
    owners = "|".join(sorted((name for kind in names for name in names[kind][0]), key=len, reverse=True))
    owner = f"(?<!中国)(?<!中国[和与同、])(?<!内)(?<!中)(?:{owners})"
    return (
        re.compile(f"{owner}(?:{_PARTY}?党?)(?:{_CHINESE_LINKS}){{0,4}}{_PARTY}?$"),
        re.compile(f"(?<![向对在同与和给为])(?<!访问){owner}{_MADE_BY}$"),
    )


@cache
def _english() -> tuple[re.Pattern[str], re.Pattern[str]]:
    names = _names()
    english = sorted((name for pair in names.values() for name in pair[1]), key=len, reverse=True)
    owners = "|".join(map(re.escape, english))
    together = r"(?<!China and )(?<!China-)(?<!China–)(?<!Chinese and )(?<!Sino-)"
    left = re.compile(rf"{together}\b(?:{owners}){_ENGLISH_LINKS}$")
    parties = (
        r"(?:[A-Z][\w'’]+ )*(?:Workers['’]?|Revolutionary|Labou?r|Socialist|Democratic|United|National|Ruling) Party"
    )
    right = re.compile(
        rf"[\"”’)]?,? (?:of|in|for) (?:the )?(?:Communist Party of (?!China\b)(?:the )?[A-Z]|{parties}|(?:{owners})\b)"
    )
    return left, right


@cache
def _names() -> dict[str, tuple[list[str], list[str]]]:
    """The Chinese and the English names of the owners, by kind."""
    found: dict[str, tuple[list[str], list[str]]] = defaultdict(lambda: ([], []))
    table = (files("partyspeak") / "matching" / "owners.tsv").read_text(encoding="utf-8")
    for line in table.splitlines()[1:]:
        kind, chinese, english = line.split("\t")
        for names, cell in zip(found[kind], (chinese, english), strict=True):
            names += [name.strip() for name in cell.split(";") if name.strip()]
    return dict(found)
