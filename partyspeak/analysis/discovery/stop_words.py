"""Words that no set phrase begins or ends with, and words that mark a name, a date or a meeting."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

import numpy as np
from numpy.typing import NDArray

from partyspeak.analysis.discovery.repeats import Edges
from partyspeak.analysis.discovery.symbols import Stream
from partyspeak.text.hashing import HashedSet, RunHashes

__all__ = ["FUNCTION_WORDS", "edges_of", "is_no_phrase", "without_verbs"]


def _words(text: str) -> list[str]:
    return text.split()


_PLACES_AT_ONCE: Final = 10_000_000
_NUMERALS: Final = "〇一二三四五六七八九十百千万亿两"

_ZH_NEVER_FIRST: Final = frozenset(
    "的了和与及或在是将把被从于等也都就而但这那其之们着过得所并又还要我你他她它年月日吗呢啊者更很已曾则即若因"
    "由让使给至届各该此每某另有可能会应须需当为对向到来说想看件种项次岁元吨亩户倍、"
)
_ZH_NEVER_LAST: Final = frozenset(
    "的了和与及或在是将把被对从向以于也都就而但这那其之着所并又还更最要我你他她它们为使让给由第不很已曾则即若因"
    "各该此每某另等至可须需应得比较再只仅个、"
) | frozenset(_NUMERALS)

_ZH_VERBS: Final = _words(
    "坚定不移 进一步 必须坚持 坚持 推进 推动 加强 深入 加快 建设 实施 促进 提高 完善 扩大 增强 弘扬 打好 落实 "
    "贯彻 构建 健全 深化 优化 强化 鼓励 保持 维护 实现 做好 继续 积极 大力 切实 坚决 坚定 不断 "
    "努力 着力 持续 更好 广泛 认真 开展 制定 建立 形成 提升 改善 增加 防范 化解 守住 抓好 "
    "加大 培育 壮大 发挥 参与 引导 树立 秉持 践行 倡导 纠治 纠正 反对 打赢 办好 推行 牢固 "
    "充分 切实 稳步 扎实 始终 开创 谱写 奋力 高举 牢记 树牢 聚焦 围绕 处置 增进 启动 设立 出台"
)
# These precede any phrase too, but many a phrase begins with one: 全面从严治党, 统筹发展和安全, 稳定器.
_ZH_MODIFIERS: Final = _words("全面 依法 发展 统筹 稳定 组织 规范 保障 协调 有效 严格 主动 准确 完整 支持 巩固 拓展")
_ZH_BEFORE: Final = {True: _ZH_VERBS, False: _ZH_VERBS + _ZH_MODIFIERS}
_EN_VERBS: Final = frozenset(
    _words(
        "promote promoting promotes promoted uphold upholding upholds upheld build building builds built advance "
        "advancing pursue pursuing pursues pursued implement implementing follow following follows adhere adhering "
        "strengthen strengthening safeguard safeguarding deepen deepening oppose opposing practice practicing "
        "practise champion championing advocate advocating establish establishing foster fostering realize realise"
    )
)
_EN_BETWEEN: Final = frozenset(_words("the a an of to our its their this that"))
_EN_FUNCTION: Final = frozenset(
    _words(
        "a an the of to in on at by for from with without within into onto upon over under between among "
        "amongst through throughout during before after since until till against about above below as than "
        "per via toward towards across and or but nor so yet if when while whereas because although though "
        "unless whether that this these those there here which who whom whose what where why how it its he "
        "his him she her they their theirs them we our ours us i my me you your is are was were be been being "
        "am do does did doing done have has had having will would shall should can could may might must ought "
        "not no any some all both each every either neither such same own other others another more most much "
        "many few less least very too also only just even still already ever never always often again once "
        "thus therefore hence however moreover furthermore indeed especially particularly well now then up "
        "out off down make made makes making take takes taken taking give given gives giving get let put set "
        "go going come comes become becomes became continue continues continued hope hopes believe believes "
        "wish wishes like including regard according actively firmly resolutely fully further since s t mr "
        "mrs ms"
    )
)

_FREE: Final = {
    "zh": frozenset("的了和与及或在是将把被从于等也都就而但这那其之们着过并又还要以为对向使让给由到、") | {""},
    "en": frozenset(
        _words("a an the of to in on at by for from with and or but is are was were that which as this its their our")
    )
    | {""},
}

FUNCTION_WORDS: Final = {"zh": _ZH_NEVER_FIRST | _ZH_NEVER_LAST, "en": _EN_FUNCTION}
"""Small words of each language, for those who want a stop list."""

_ZH_NAME: Final = re.compile(
    "|".join(
        (
            rf"第[{_NUMERALS}]+[届次年季]",
            r"[〇一二三四五六七八九十][届年月日号]|[十百千万亿][亿万元]",
            r"[一二三四五六七八九十]中全会|[届次]全[国会]|[次届]会议|代表大会|全会$|大会$|会议$|峰会$|论坛$|座谈会$",
            r"委员会$|国务院|代表团|人民政府$|共和国$|自治区$|常委会?$|政治局|办公[厅室]$|协会$|联合会$|总局$",
            r"同志|主席|总书记|总理|总统|先生|女士|代表们|同志们|各位",
            r"条例$|公约$|宣言$|声明$|决议$|决定$|法草案|报告$|纲要草案|五年计划|五年规划",
            r"^党的(?:[一二三]?十)?[一二三四五六七八九]?大$|世纪[内初末]$|世纪中叶$|的方向(?:发展|前进)?$",
            r"^(?:一定|必将|必定|中国愿|中国将|我国将|去年|今年|本届|上年|明年|近年|年度|过去|目前|当前|今后|上述|以上|以下|例如|同时|此外|其中|现在|大家|特别|必须)",
        )
    )
)
# Names of people one after another; surnames that are common words as well (高, 文, 安) are not among these.
_ZH_PERSON: Final = "[刘李王张赵陈杨吴周徐孙朱胡郭何林罗郑梁谢宋唐许邓冯韩曹曾彭蒋蔡潘袁董吕魏薛叶阎余杜戴姚康汪]..?"
_ZH_PEOPLE: Final = re.compile(rf"{_ZH_PERSON}(?:、{_ZH_PERSON})+")
_ZH_FRAGMENT: Final = re.compile(
    r"^(?:不少|个百分|国家领导人|[二两三四五六七八九十百]+[个项条种类大]?(?:方面|问题|国家|小时|月|年)$)|(?<![至向以])[上下中]$|(?<![公国私所])有$|[作做提]出$|取得$|为[指主]?导?$|百分点$|[年月日]$"
)
_EN_NAME_WORDS: Final = frozenset(
    _words(
        "council assembly organization organisation organizations nations union conference committee "
        "commission session sessions summit charter convention treaty agreement protocol resolution "
        "resolutions declaration president secretary secretary-general minister ministers ambassador republic "
        "kingdom government governments court bank fund agency department delegation delegations chairman "
        "chairperson forum meeting meetings agenda item debate america american americans africa african asia "
        "asian europe european arab east west south north middle pacific atlantic korea korean japan japanese "
        "china chinas chinese soviet russia russian viet nam vietnam vietnamese kampuchea kampuchean cambodia "
        "cambodian afghanistan afghan iraq iraqi iran iranian israel israeli palestine palestinian "
        "palestinians lebanon syria syrian libya egypt india indian pakistan bosnia herzegovina yugoslavia "
        "kosovo somalia rwanda angola namibia namibian zimbabwe rhodesia azania panama nicaragua cuba germany "
        "german france french britain british israels beijing geneva hong kong taiwan macao york tokyo paris "
        "congress party mandela year years month months day days decade decades century september october "
        "november december january february march april june july august peoples-republic excellency sir "
        "gentlemen ladies thank"
    )
)


def edges_of(stream: Stream, hashes: RunHashes) -> Edges:
    """Where candidates may begin and end in a stream, and where there is an edge for certain."""
    first, last = (_ZH_NEVER_FIRST, _ZH_NEVER_LAST) if stream.lang == "zh" else (_EN_FUNCTION, _EN_FUNCTION)
    never_first = _members(stream, first)[stream.symbols]
    never_last = _members(stream, last)[stream.symbols]
    begins_free = stream.opens | _shifted(_members(stream, _FREE[stream.lang])[stream.symbols], 1)
    led = _after_verbs(stream, hashes)
    if stream.lang == "zh":
        begins_free |= led
    ends_free = stream.closes | _shifted(_members(stream, _FREE[stream.lang])[stream.symbols], -1)
    return Edges(~never_first, ~never_last, begins_free, ends_free, led)


def _members(stream: Stream, words: frozenset[str]) -> NDArray[np.bool_]:
    return np.array([wording in words for wording in stream.wordings], dtype=bool)


def _shifted(mask: NDArray[np.bool_], by: int) -> NDArray[np.bool_]:
    """The mask of the neighbour before (by=1) or after (by=-1) each place; beyond the ends all is free."""
    beyond = np.ones(1, dtype=bool)
    return np.concatenate((beyond, mask[:-1]) if by > 0 else (mask[1:], beyond))


def _after_verbs(stream: Stream, hashes: RunHashes) -> NDArray[np.bool_]:
    """The places right after a verb that may precede any phrase; in English an article may lie between."""
    if stream.lang == "en":
        verbs, small = (_members(stream, words)[stream.symbols] for words in (_EN_VERBS, _EN_BETWEEN))
        return np.asarray(_shifted(verbs, 1) | (_shifted(small, 1) & _shifted(_shifted(verbs, 1), 1)))
    after = np.zeros(len(stream), dtype=bool)
    numbers = {wording: number for number, wording in enumerate(stream.wordings)}
    for length in sorted({len(verb) for verb in _ZH_BEFORE[False]}):
        verbs_here = [verb for verb in _ZH_BEFORE[False] if len(verb) == length and set(verb) <= set(numbers)]
        spelled = [RunHashes(np.array([numbers[char] for char in verb])).every(length) for verb in verbs_here]
        if spelled and len(stream) > length:
            members = HashedSet(spelled)
            for first in range(length, len(stream), _PLACES_AT_ONCE):
                stop = min(first + _PLACES_AT_ONCE, len(stream))
                after[first:stop] |= members.among(hashes.every(length, first - length, stop - length))
    return after


def without_verbs(wording: str, plain: bool = False) -> str:
    """A Chinese candidate without the verbs and adverbs that may precede any phrase.

    Parameters
    ----------
    wording : str
        Folded.
    plain : bool
        Leave what many phrases begin with, such as 全面 and 统筹.

    Examples
    --------
    >>> without_verbs("深入推进绿色低碳循环"), without_verbs("坚持")
    ('绿色低碳循环', '')
    >>> without_verbs("推进全面管治"), without_verbs("推进全面管治", plain=True)
    ('管治', '全面管治')
    """
    before = None
    while before != wording:
        before = wording
        verb = next((verb for verb in _ZH_BEFORE[plain] if wording.startswith(verb)), "")
        wording = wording[len(verb) :]
    return wording


def is_no_phrase(words: Sequence[str], lang: str) -> bool:
    """Whether a candidate names an office, a place, a document, a meeting or a date, or is a torn clause.

    Parameters
    ----------
    words : sequence of str
        Its characters or words, folded.
    lang : {"zh", "en"}

    Examples
    --------
    >>> [is_no_phrase(words, "zh") for words in ("第十八次代表大会", "绿色低碳循环")]
    [True, False]
    >>> is_no_phrase(("security", "council"), "en"), is_no_phrase(("win", "win", "cooperation"), "en")
    (True, False)
    """
    if lang == "zh":
        wording = "".join(words)
        return any(pattern.search(wording) for pattern in (_ZH_NAME, _ZH_FRAGMENT)) or bool(
            _ZH_PEOPLE.fullmatch(wording)
        )
    return not _EN_NAME_WORDS.isdisjoint(words)
