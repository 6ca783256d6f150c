"""Bodies and programmes of others: cases that a linguist can check, in both languages."""

import pytest

from partyspeak.matching.elsewhere import belongs_elsewhere, is_like_an_institution
from partyspeak.text.folding import fold

# The hit in brackets.
OTHERS = [
    "应邀会见老挝人民革命[党中央]总书记",
    "朝鲜劳动[党中央]政治局委员",
    "越南共产党[中央政治局]委员到访",
    "越共[中央政治局]昨天开会",
    "国民[党中央]宣传部的指示",
    "农工[党中央]主席发言",
    "古巴[革命委员会]主席",
    "苏联的[五年计划]",
    "苏联第一个[五年计划]",
    "印度政府的[五年计划]",
    "日本首相田中的[集体领导]",
    "港区[国安委]开会",
    "香港特别行政区[国安委]",
    "古巴第一个[经济特区]",
    "民盟[十一届三中全会]开幕",
    "世界经济论坛的“[全球治理倡议]”",
    "意在加强首相[一元化领导]",
    "他也有个自己的[五年计划]",
    "尽快完成自己的第一个[五年计划]",
    "新加坡人民行动[党中央]执行委员会",
    "莫桑比克解放阵线[党中央]书记",
    "爱沙尼亚社会民主[党中央]声明",
    "世界经济论坛发起[全球治理倡议]",
    "印度总理提出的[五年计划]",
    "日本首相田中推行[一元化领导]",
    "这家公司的[五年规划]",
    "the [Central Committee] of the Lao People’s Revolutionary Party",
    "the [Politburo] of the Communist Party of Vietnam",
    "the [Politburo] of the CPSU",
    "the Soviet [Politburo]",
    "India’s second [Five-Year Plan]",
    "the World Economic Forum’s “[Global Governance Initiative]”",
    "the [five-year plan] of the Soviet Union",
    "the Cuban Communist Party [Central Committee]",
]
OURS = [
    "以习近平同志为核心的[党中央]",
    "全国人民[党中央]",
    "中国共产党[中央政治局]",
    "中国和老挝[经济特区]的合作",
    "内蒙古[革命委员会]",
    "访问越南的[中共中央政治局]常委",
    "我国的[五年计划]",
    "老挝代表出席，[党中央]致电祝贺",
    "我们自己的[五年计划]",
    "国家的[五年计划]",
    "国家自己的第一个[五年计划]",
    "习近平在哈萨克斯坦提出[全球发展倡议]",
    "巴基斯坦总理夏巴兹欢迎习近平提出的[全球发展倡议]",
    "印度总理莫迪对中国提出的[全球发展倡议]",
    "向塞尔维亚提出[全球治理倡议]",
    "巴基斯坦支持[全球治理倡议]",
    "老挝参加[全球发展倡议]",
    "反对[党中央]的人",
    "国有企业和[五年计划]",
    "the [Central Committee] of the Communist Party of China",
    "the [Politburo] of the Party",
    "China’s [Five-Year Plan]",
    "China and Laos [Global Development Initiative]",
    "The Soviet delegation met members of the [Politburo]",
    "welcomed by the United Nations. The [Global Governance Initiative]",
]


def is_elsewhere(case):
    left, rest = case.split("[")
    form, right = rest.split("]")
    lang = "en" if form.isascii() else "zh"
    if not is_like_an_institution(form, lang):
        return False
    return belongs_elsewhere(fold(left) if lang == "zh" else left, form, right, lang)


@pytest.mark.parametrize("case", OTHERS)
def test_the_body_of_another_is_elsewhere(case):
    assert is_elsewhere(case)


@pytest.mark.parametrize("case", OURS)
def test_our_own_is_not(case):
    assert not is_elsewhere(case)


@pytest.mark.parametrize(
    "form", ["一带一路倡议", "中国共产党中央委员会", "中共中央政治局", "双循环", "Belt and Road Initiative", "new era"]
)
def test_a_form_that_names_its_owner_or_no_institution_is_never_elsewhere(form):
    assert not is_like_an_institution(form, "en" if form.isascii() else "zh")
