"""Bodies and programmes of others: the Central Committee of another party, the five-year plan of another country.

A phrase that names a body, a programme or its leadership means the Party's own, unless its owner is beside it:
老挝人民革命党中央, 朝鲜的五年计划, the Politburo of the CPSU, the World Economic Forum's "Global Governance Initiative".
The owners are listed in ``owners.tsv``: countries, parties, places with their own system, organisations. There is one
mechanism for all phrases: a form is like an institution when its head is in the tables below.
"""

from __future__ import annotations

import re
from collections import defaultdict
from functools import cache
from importlib.resources import files
from typing import Final

from partyspeak.lexicon.model import Language

__all__ = ["LEFT", "RIGHT", "belongs_elsewhere", "is_like_an_institution"]

LEFT: Final = 32
RIGHT: Final = 60
"""How many characters beside a hit are looked at."""

_CHINESE_HEADS: Final = re.compile(
    "(?:党中央|中央委员会|委员会|政治局|常委会?|书记处|书记|全会|全体会议|代表大会|国安委|军委|纪委|小组|核心|领导"
    "|纲要|规划|计划|倡议|特区|公社|卫兵|特务队|监察机关)$"
)
_ENGLISH_HEADS: Final = re.compile(
    r"\b(?:committees?|politburo|political bureau|congress(?:es)?|commissions?|secretariat|plenum|plenary sessions?"
    r"|leading (?:small )?groups?|leadership|initiatives?|plans?|programmes?|programs?|guards|communes?|special economic zones?"
    r"|party|(?:party )?central|cent(?:er|re))$|^(?:central committee|standing committee|politburo)\b",
    re.IGNORECASE,
)
_OUR_OWN: Final = re.compile(r"中国|中共|一带一路|习近平|毛主席|邓小平|\b(?:China|Chinese|Belt|Xi|Mao|CPC|CCP)\b")
"""A form that names its owner can have no other."""

_CHINESE_LINKS: Final = (
    "的|之|国家|政府|人民|联邦|共和国|王国|全国|民主|社会主义|最高|当局|执政|新|第?[一二三四五六七八九十0-9]+[个届次]?"
    "|(?:首相|总统|总理|主席|总书记|领导人|国王|元首)[\u4e00-\u9fff·]{0,8}的"
)
_PARTY: Final = "(?:人民革命|劳动|共产|工人|社会主义统一|社会民主|社会|民主|人民|自由|保守|进步|正义|国大|共和|统一|革命|联盟)"
_OTHER_PARTIES: Final = re.compile("(?:人民革命|劳动|国民|农工|致公|社会主义统一)$")
"""What stands before 党 in the names of parties that are not the Communist Party of China."""

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
        What stands before and after the hit, some :data:`LEFT` and :data:`RIGHT` characters. Chinese without spaces and
        quotation marks, in simplified characters; English as it is written.
    form : str
        A form that is like an institution.
    lang : {"zh", "en"}

    Examples
    --------
    >>> belongs_elsewhere("会见老挝人民革命", "党中央", "总书记", "zh"), belongs_elsewhere("在以习近平同志为核心的", "党中央", "", "zh")
    (True, False)
    >>> belongs_elsewhere("the ", "Politburo", " of the Communist Party of Vietnam", "en")
    True
    """
    if lang == "zh":
        return _in_chinese(left, form)
    owner_left, owner_right = _english()
    return owner_left.search(left) is not None or owner_right.match(right) is not None


def _in_chinese(left: str, form: str) -> bool:
    if form.startswith("党") and _OTHER_PARTIES.search(left):
        return True
    return _chinese().search(left) is not None


@cache
def _chinese() -> re.Pattern[str]:
    """An owner at the end of what stands left; together with China (中国和老挝) it is no other's."""
    names = _names()
    owners = "|".join(sorted((name for kind in names for name in names[kind][0]), key=len, reverse=True))
    return re.compile(
        f"(?<!中国)(?<!中国[和与同、])(?<!内)(?<!中)(?:{owners})(?:{_PARTY}?党?)(?:{_CHINESE_LINKS}){{0,4}}{_PARTY}?$"
    )


@cache
def _english() -> tuple[re.Pattern[str], re.Pattern[str]]:
    names = _names()
    owners = "|".join(re.escape(name) for name in sorted((n for k in names for n in names[k][1]), key=len, reverse=True))
    together = r"(?<!China and )(?<!China-)(?<!China–)(?<!Chinese and )(?<!Sino-)"
    left = re.compile(rf"{together}\b(?:{owners}){_ENGLISH_LINKS}$")
    parties = r"(?:[A-Z][\w'’]+ )*(?:Workers['’]?|Revolutionary|Labou?r|Socialist|Democratic|United|National|Ruling) Party"
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
