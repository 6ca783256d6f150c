"""Words that no set phrase begins or ends with, and words that tell a name, a date or a meeting from one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from partyspeak.discovery.streams import Stream

__all__ = ["edge_masks", "is_name_or_date"]

_NUMERALS: Final = "〇一二三四五六七八九十百千万亿两"

_ZH_NEVER_FIRST: Final = frozenset(
    "的了和与及或在是将把被从于等也都就而但这那其之们着过得所并又还要我你他她它年月日吗呢啊者更很已曾则即若因"
    "由让使给至届各该此每某另有不可能会应须需当为对向到来去做做作说想看件种项次岁元吨亩户倍"
)
_ZH_NEVER_LAST: Final = frozenset(
    "的了和与及或在是将把被对从向以于也都就而但这那其之着所并又还更最要我你他她它们为使让给由第不很已曾则即若因"
    "各该此每某另等至可须需应得比较再只仅个"
) | frozenset(_NUMERALS)

_EN_FUNCTION: Final = frozenset(
    "a an the of to in on at by for from with without within into onto upon over under between among amongst through "
    "throughout during before after since until till against about above below as than per via toward towards across "
    "and or but nor so yet if when while whereas because although though unless whether that this these those there here "
    "which who whom whose what where why how it its he his him she her they their theirs them we our ours us i my me you "
    "your is are was were be been being am do does did doing done have has had having will would shall should can could "
    "may might must ought not no any some all both each every either neither such same own other others another more most "
    "much many few less least very too also only just even still already ever never always often again once thus "
    "therefore hence however moreover furthermore indeed especially particularly well now then up out off down "
    "make made makes making take takes taken taking give given gives giving get let put set go going come comes become "
    "becomes became continue continues continued hope hopes believe believes wish wishes like including regard according "
    "actively firmly resolutely fully further since s t mr mrs ms".split()
)

_ZH_NAME: Final = re.compile(
    "|".join(
        (
            rf"第[{_NUMERALS}]+",
            rf"[{_NUMERALS}]+[届年月日号亿万元]",
            r"[一二三四五六七八九十]中全会|[届次]全[国会]|[次届]会议|代表大会|全会$|大会$|会议$|峰会$|论坛$|座谈会$",
            r"委员会$|国务院|代表团|人民政府$|共和国$|自治区$|常委会?$|政治局|办公[厅室]$|协会$|联合会$|总局$",
            r"同志|主席|总书记|总理|总统|先生|女士|代表们|同志们|各位",
            r"条例$|公约$|宣言$|声明$|决议$|决定$|法草案|报告$|纲要草案|五年计划|五年规划",
            r"^(?:去年|今年|本届|上年|明年|近年|年度|过去|目前|当前|今后|上述|以上|以下|例如|同时|此外|其中|现在|大家|特别|必须)",
        )
    )
)
_EN_NAME_WORDS: Final = frozenset(
    "council assembly organization organisation organizations nations union conference committee commission session "
    "sessions summit charter convention treaty agreement protocol resolution resolutions declaration president "
    "secretary secretary-general minister ministers ambassador republic kingdom government governments court bank fund "
    "agency department delegation delegations chairman chairperson forum meeting meetings agenda item debate "
    "america american americans africa african asia asian europe european arab east west south north middle pacific "
    "atlantic korea korean japan japanese china chinas chinese soviet russia russian viet nam vietnam vietnamese "
    "kampuchea kampuchean cambodia cambodian afghanistan afghan iraq iraqi iran iranian israel israeli palestine "
    "palestinian palestinians lebanon syria syrian libya egypt india indian pakistan bosnia herzegovina yugoslavia "
    "kosovo somalia rwanda angola namibia namibian zimbabwe rhodesia azania panama nicaragua cuba germany german "
    "france french britain british israels beijing geneva hong kong taiwan macao york tokyo paris congress party "
    "mandela year years month months day days decade decades century september october november december january "
    "february march april june july august peoples-republic excellency sir gentlemen ladies thank".split()
)


def edge_masks(stream: Stream) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Which symbols a candidate may begin with, and which it may end with, by symbol number."""
    first, last = (_ZH_NEVER_FIRST, _ZH_NEVER_LAST) if stream.lang == "zh" else (_EN_FUNCTION, _EN_FUNCTION)
    begins = np.array([wording not in first for wording in stream.wordings], dtype=bool)
    ends = np.array([wording not in last for wording in stream.wordings], dtype=bool)
    return begins, ends


def is_name_or_date(words: Sequence[str], lang: str) -> bool:
    """Whether a candidate names an office, a place, a document, a meeting or a date.

    Parameters
    ----------
    words : sequence of str
        Its characters or words, folded.
    lang : {"zh", "en"}

    Examples
    --------
    >>> [is_name_or_date(words, "zh") for words in ("第十八次代表大会", "绿色低碳循环")]
    [True, False]
    >>> is_name_or_date(("security", "council"), "en"), is_name_or_date(("win", "win", "cooperation"), "en")
    (True, False)
    """
    if lang == "zh":
        return _ZH_NAME.search("".join(words)) is not None
    return not _EN_NAME_WORDS.isdisjoint(words)
