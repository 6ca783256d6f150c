"""Web pages: every visible sentence of the article once, the headline at its head, the date of the metadata."""

import pytest

from partyspeak import read_documents
from partyspeak.io import ReadingRecord, stream_documents

SENTENCES = [
    "今天我们在县城召开会议，回顾一年来的各项工作，研究部署下一步任务。",
    "一年来，全县干部群众齐心协力，粮食丰收，学校翻新，道路通到每一个村组。",
    "我们修好了三座桥，打通了两条断头路，让山里的孩子上学少走了五里路。",
    "今年要再接再厉，把各项工作做得更好，请大家按照分工抓紧办理。",
]
MENU = '<div class="nav"><a href="/">首页栏目</a> <a href="/a">新闻栏目</a> <a href="/b">政务栏目</a></div>'
FOOT = '<div class="footer">版权所有：某某县人民办公室 地址：人民路一号</div>'
UNSEEN = ["首页栏目", "新闻栏目", "版权所有", "人民路一号"]


def paragraphs(sentences=SENTENCES):
    return "".join(f"<p>　　{sentence}</p>" for sentence in sentences)


def page(body, head="<title>谈乡村振兴_某某县网</title>"):
    return f'<!DOCTYPE html><html><head><meta charset="utf-8">{head}</head><body>{MENU}{body}{FOOT}</body></html>'


def read(tmp_path, html, name="a.html"):
    path = tmp_path / name
    path.write_bytes(html if isinstance(html, bytes) else html.encode())
    record = ReadingRecord()
    (frame,) = stream_documents(path, record=record)
    return frame.iloc[0], record


ITEMS = [(f"第{n}条新闻的标题是乡村{n}号", f"第{n}条新闻说的是村里第{n}座新桥通车的事情。") for n in range(30)]
OLD_LAYOUT = (
    "<table><tr><td width=150><table><tr><td><a href=/>要闻</a></td></tr><tr><td><a href=/x>动态</a></table></td>"
    "<td><table><tr><td><font size=5><b>谈乡村振兴</b></font></td></tr><tr><td><font size=2>"
    + "<br><br>".join(f"　　{sentence}" for sentence in SENTENCES)
    + "</font></td></tr></table></td></tr></table>"
)

# The body of a page, and what its text must hold besides the sentences.
SHAPES = {
    "an article with its headline inside": f"<article><h1>谈乡村振兴</h1>{paragraphs()}</article>",
    "a headline outside the article": f"<h1>谈乡村振兴</h1><div>来源</div><article>{paragraphs()}</article>",
    "a headline in a header": f"<header><h1>谈乡村振兴</h1></header><main>{paragraphs()}</main>",
    "headlines between": (
        f"<h1>谈乡村振兴</h1><article><h2>第一部分的题目</h2>{paragraphs(SENTENCES[:2])}"
        f"<h3>第二部分的题目</h3>{paragraphs(SENTENCES[2:])}</article>"
    ),
    "div": "<h1>谈乡村振兴</h1>" + "".join(f"<div>{sentence}</div>" for sentence in SENTENCES),
    "line breaks only": "<h1>谈乡村振兴</h1>" + "<br>".join(SENTENCES),
    "line breaks in one cell": OLD_LAYOUT,
    "nested tables": f"<table><tr><td>{MENU}</td><td><table><tr><td>{paragraphs()}</td></tr></table></td></tr></table>",
    "hundreds of open fonts": f"<h1>谈乡村振兴</h1>{'<font>' * 400}{paragraphs()}",
    "text in pre": f"<h1>谈乡村振兴</h1><pre>{chr(10).join(SENTENCES)}</pre>",
    "a list": "<h1>谈乡村振兴</h1><ul>" + "".join(f"<li>{sentence}</li>" for sentence in SENTENCES) + "</ul>",
    "a quotation": f"<article>{paragraphs(SENTENCES[:2])}<blockquote>{paragraphs(SENTENCES[2:])}</blockquote>",
    "a short page": f"<p>{SENTENCES[0]}</p><p>{SENTENCES[1]}</p><p>{SENTENCES[2]}</p><p>{SENTENCES[3]}</p>",
    "links inside sentences": paragraphs(f"<a href=/l>{s[:20]}</a>{s[20:]}" for s in SENTENCES),
    "emphasis inside sentences": paragraphs(f"{s[:4]}<b>{s[4:8]}</b>{s[8:]}" for s in SENTENCES),
    "a form around everything": f"<form id=aspnetForm><div>{paragraphs()}</div></form>",
    "a frame of everything called comment": f'<div class="comment">{paragraphs()}</div>',
    "a details element": f"<details><summary>全文</summary>{paragraphs()}</details>",
    "a sidebar": (
        f"<div class=main>{paragraphs()}</div><aside><h4>热点</h4><ul><li><a href=/1>首页栏目</a></ul></aside>"
    ),
    "a short remark and a long table": (
        "<h1>谈乡村振兴</h1><p>下表为各村情况。</p><table>"
        + "".join(f"<tr><td>{sentence}</td><td>{n}</td></tr>" for n, sentence in enumerate(SENTENCES))
        + "</table>"
    ),
}


@pytest.mark.parametrize("body", SHAPES.values(), ids=SHAPES)
def test_every_sentence_comes_once_and_the_headline_first(tmp_path, body):
    document, record = read(tmp_path, page(body))
    text = document["text"]
    assert [text.count(sentence) for sentence in SENTENCES] == [1] * len(SENTENCES)
    assert [text.index(sentence) for sentence in SENTENCES] == sorted(text.index(sentence) for sentence in SENTENCES)
    assert (document["title"], text.split("\n")[0], text.count("谈乡村振兴")) == ("谈乡村振兴", "谈乡村振兴", 1)
    assert [part for part in UNSEEN if part in text] == []
    assert record.complete


@pytest.mark.parametrize("linked", [True, False])
@pytest.mark.parametrize("tag", ["h2", "h3", "h4"])
@pytest.mark.parametrize(
    "pair",
    [
        "<{tag}>{title}</{tag}><p>{line}</p>",
        "<div class=item><{tag}>{title}</{tag}><div>{line}</div></div>",
        "<li><{tag}>{title}</{tag}>{line}</li>",
    ],
)
def test_a_summary_page_keeps_all_of_its_headlines(tmp_path, pair, tag, linked):
    wrap = '<a href="/n">{}</a>' if linked else "{}"
    items = "".join(pair.format(tag=tag, title=wrap.format(title), line=line) for title, line in ITEMS)
    text = read(tmp_path, page(f"<h1>要闻汇总一览</h1>{items}", "<title>要闻汇总一览</title>"))[0]["text"]
    lines = [line for item in ITEMS for line in item]
    assert text.replace("\n", "") == "要闻汇总一览" + "".join(lines)


HIDDEN = [
    "<p style='display:none'>看不见</p>", "<p style='color:red; visibility: hidden'>看不见</p>", "<p hidden>看不见</p>",
    "<script>var x = '看不见'</script>", "<style>.看不见 { }</style>", "<!-- 看不见 -->", "<noscript>看不见</noscript>",
    "<template><p>看不见</p></template>", "<nav>看不见</nav>", "<footer>看不见</footer>",
    "<select><option>看不见</select>",
    "<ul class='menu'><li>看不见</ul>", "<div id='comments'>看不见</div>", "<div role='navigation'>看不见</div>",
    "<button>看不见</button>", "<iframe>看不见</iframe>", "<div class='bread-crumb breadcrumb'>看不见</div>",
    "<ruby>字<rp>（</rp><rt>看不见</rt><rp>）</rp></ruby>", "<img alt='看不见' title='看不见'>",
    "<input value='看不见'>",
]  # fmt: skip


@pytest.mark.parametrize("hidden", HIDDEN)
def test_what_a_reader_does_not_see_is_no_text(tmp_path, hidden):
    body = f"<article>{paragraphs(SENTENCES[:2])}{hidden}{paragraphs(SENTENCES[2:])}</article>"
    text = read(tmp_path, page(body))[0]["text"]
    assert "看不见" not in text
    assert all(sentence in text for sentence in SENTENCES)


def test_the_pieces_of_a_line_are_joined_as_a_browser_joins_them(tmp_path):
    line = "乡村<ruby>振<rt>zhèn</rt>兴<rt>xīng</rt></ruby>是<span>\n  大事</span>&nbsp;"
    line += "&amp;&#20840;&#x5C40;<br/>新行<wbr>不断"
    text = read(tmp_path, page(f"<article><p>{line}</p>{paragraphs()}</article>"))[0]["text"]
    assert text.split("\n")[1:3] == ["乡村振兴是 大事\xa0&全局", "新行不断"]


def test_cells_are_parted_by_tabs(tmp_path):
    rows = "".join(f"<tr><th>第{n}村<td>桥{n}座<td></tr>" for n in range(20))
    assert "第3村\t桥3座" in read(tmp_path, page(f"<table>{rows}</table>{paragraphs()}"))[0]["text"].split("\n")


@pytest.mark.parametrize(
    ("declared", "real"),
    [("gb2312", "utf-8"), ("gb2312", "gb18030"), ("gbk", "gb18030"), ("big5", "big5"), ("utf-8", "gb18030"),
     ("utf-8", "utf-8-sig"), ("", "utf-16"), ("no-such", "gb18030"), ("iso-8859-1", "utf-8")],
)  # fmt: skip
@pytest.mark.parametrize(
    "how", ["<meta charset='{}'>", "<meta http-equiv='Content-Type' content='text/html; charset={}'>"]
)
def test_the_encoding_is_what_the_bytes_are(tmp_path, how, declared, real):
    sentence = "我們要加快構建雙循環的新發展格局，不斷發展經濟。" if real == "big5" else SENTENCES[0]
    html = (
        f"<html><head>{how.format(declared) if declared else ''}</head><body><p>{sentence}{sentence}</p></body></html>"
    )
    document, record = read(tmp_path, html.encode(real))
    assert document["text"] == sentence * 2
    assert bool(record.encodings) == (not real.startswith("utf-8"))


def test_xhtml_with_a_prolog(tmp_path):
    head = '<?xml version="1.0" encoding="gb2312"?>\n<html xmlns="http://www.w3.org/1999/xhtml">'
    assert read(tmp_path, f"{head}<body>{paragraphs()}</body></html>".encode("gb18030"))[0]["text"].startswith("今天")


# What the head says, the headline that the body shows, and the title.
TITLES = [
    ("<title>谈乡村振兴_某某县网</title>", "", "谈乡村振兴"),
    ("<title>谈乡村振兴-某某县网</title>", "", "谈乡村振兴"),
    ("<title>谈乡村振兴 | 某某县</title>", "", "谈乡村振兴"),
    ("<title>谈乡村振兴--要闻--某某网</title>", "", "谈乡村振兴"),
    ("<title>谈乡村振兴——在某某县的讲话</title>", "", "谈乡村振兴——在某某县的讲话"),
    ("<title>谈乡村振兴 - 某某县网</title>", "<h1>谈乡村振兴</h1>", "谈乡村振兴"),
    ("<title>谈乡村振兴</title>", "<h1>某某县网</h1>", "谈乡村振兴"),
    ("<title>某某县网</title><meta name='ArticleTitle' content='谈乡村振兴'>", "", "谈乡村振兴"),
    ("<title>x</title><meta property='og:title' content='谈乡村振兴'>", "", "谈乡村振兴"),
    ("", "<h1>谈乡村振兴</h1>", "谈乡村振兴"),
    ("<title>无标题文档</title>", "", None),
    ("<title>Common prosperity</title>", "", "Common prosperity"),
]  # fmt: skip


@pytest.mark.parametrize(("head", "headline", "title"), TITLES)
def test_the_title_is_the_headline_without_the_name_of_the_site(tmp_path, head, headline, title):
    document, _ = read(tmp_path, page(headline + paragraphs(), head))
    assert document.get("title") == title
    assert document["text"].split("\n")[0] == (title or SENTENCES[0])


DATES = [
    ("<meta name='PubDate' content='2019-03-05 10:30'>", "2019-03-05"),
    ("<meta name='pubdate' content='2019-03-05'/>", "2019-03-05"),
    ("<meta name='publishdate' content='2019-03-05 10:30:11'>", "2019-03-05"),
    ("<meta name='publish-date' content='2019-03-05'>", "2019-03-05"),
    ("<meta name='firstpublishedtime' content='2019-03-05-10:30:11'>", "2019-03-05"),
    ("<meta property='article:published_time' content='2019-03-05T10:30:00+08:00'>", "2019-03-05"),
    ("<meta property='og:article:published_time' content='2019-03-05T10:30:00Z'>", "2019-03-05"),
    ("<meta content='2019年3月5日 10:30' name='publishTime'>", "2019-03-05"),
    ("<meta name='DC.date.issued' content='2019-03'>", "2019-03"),
    ("<meta name='DC.Date' content='2019'>", "2019"),
    ("<meta name='date' content='20190305103000'>", "2019-03-05"),
    ("<meta name='citation_publication_date' content='2019/3/5'>", "2019-03-05"),
    ("<meta itemprop='datePublished' content='2019-03-05'>", "2019-03-05"),
    ("<meta name='pubdate' content='Tue, 05 Mar 2019 10:30:00 +0800'>", "2019-03-05"),
    ("<script type='application/ld+json'>{\"@type\": \"Article\", \"datePublished\": \"2019-03-05T10:30\"}</script>",
     "2019-03-05"),
    ("<script type='application/ld+json'>{\"pubDate\" : \"2019-03-05T10:30:00\",}</script>", "2019-03-05"),
    ("<meta property='bytedance:published_time' content='2019-03-05T10:30:00+08:00'>", "2019-03-05"),
    (('<script type="application/ld+json">{"comment": [{"datePublished": "2022-01-01"}], "datePublished": "2019-03-05"}'
     "</script>"), "2019-03-05"),
    (('<script type="application/ld+json">{"@graph": [{"itemListElement": [{"datePublished": "2010-01-01"}]},'
     '{"@type": "NewsArticle", "datePublished": "2019-03-05"}]}</script>'), "2019-03-05"),
    ('<script type="application/ld+json">{"itemListElement": [{"datePublished": "2010-01-01"}]}</script>', None),
    ('<script type="application/ld+json">{"name": "甲"乙"", "datePublished": "2019-03-05",}</script>', "2019-03-05"),
    ("<meta name='PubDate' content='2019-03'><meta name='publishdate' content='2019-03-05'>", "2019-03-05"),
    ("<meta property='article:modified_time' content='2019-03-05'>", None),
    ("<meta name='lastmodified' content='2019-03-05'>", None),
    ("<meta name='PubDate' content=''>", None),
]  # fmt: skip


@pytest.mark.parametrize(("head", "date"), DATES)
def test_the_date_of_publication_is_that_of_the_metadata(tmp_path, head, date):
    document, record = read(tmp_path, page(paragraphs(), head))
    assert (document["date"], document["date_from"]) == (date, "content" if date else "none")
    assert all("not used" in note for note in record.notes if date is None)
    assert date is None or record.notes == []


@pytest.mark.parametrize(
    ("element", "date"),
    [
        ("<time datetime='2019-03-05T10:30'>昨天</time>", "2019-03-05"),
        ("<time datetime='2018-01-01'>甲</time><time pubdate datetime='2019-03-05'>乙</time>", "2019-03-05"),
        ("<span itemprop='datePublished'>2019-03-05</span>", "2019-03-05"),
        ("<time datetime='2018-01-01'>甲</time><time datetime='2019-03-05'>乙</time>", None),
        ("<aside><span itemprop='datePublished' content='2001-01-01'></span></aside>", None),
    ],
)
def test_a_date_marked_in_the_body(tmp_path, element, date):
    assert read(tmp_path, page(f"{element}{paragraphs()}"))[0]["date"] == date


@pytest.mark.parametrize(
    ("head", "date", "says"),
    [
        ("<meta name='PubDate' content='昨天'>", None, "'昨天' in its metadata is not a date; not used"),
        ("<meta name='PubDate' content='1970-01-01 08:00'>", None, "is a placeholder; not used"),
        ("<meta name='PubDate' content='0001-01-01'>", None, "is a placeholder; not used"),
        ("<meta property='article:published_time' content='2019-03-04T16:00:00Z'>", "2019-03-04",
         "is in UTC; in Beijing"),
        ("<meta name='pubdate' content='2019-03-04T18:30:00.000Z'><meta name='PubDate' content='2019-03-05 02:30'>",
         "2019-03-05", "give 2019-03-05 and 2019-03-04 as publication dates; 2019-03-05 is used"),
    ],
)  # fmt: skip
def test_a_doubtful_date_is_noted(tmp_path, head, date, says):
    document, record = read(tmp_path, page(paragraphs(), head))
    assert (document["date"], len(record.notes)) == (date, 1)
    assert says in record.notes[0] and "a.html" in record.notes[0]


def test_a_date_in_the_text_is_passed_over_and_noted(tmp_path):
    html = page(f"<div class='date'>2019-03-05</div>{paragraphs()}")
    document, record = read(tmp_path, html)
    assert (document["date"], document["date_from"]) == (None, "none")
    assert "2019-03-05, found elsewhere in it, is not used" in record.notes[0]
    document, record = read(tmp_path, html, "2019-03-06.html")
    assert (document["date"], document["date_from"], record.notes) == ("2019-03-06", "name", [])


@pytest.mark.parametrize(("name", "notes"), [("2019-03-05.html", 0), ("2019年.html", 0), ("2018-12-31.html", 1)])
def test_the_date_of_the_page_beats_that_of_its_name_and_a_contradiction_is_noted(tmp_path, name, notes):
    document, record = read(tmp_path, page(paragraphs(), "<meta name='PubDate' content='2019-03-05'>"), name)
    assert (document["date"], document["date_from"], len(record.notes)) == ("2019-03-05", "content", notes)


@pytest.mark.parametrize(
    ("html", "says"),
    [
        ("<html><frameset><frame src='a.html'></frameset></html>", "only frames"),
        ("<html><body><script>var x</script></body></html>", "no text outside its scripts"),
        ("", "no text outside its scripts"),
        ("<div>" * 5_000 + SENTENCES[0], "nested too deeply"),
    ],
)
def test_a_page_without_text_says_why(tmp_path, html, says):
    (tmp_path / "a.html").write_text(html, encoding="utf-8")
    with pytest.raises(Exception, match=says):
        read_documents(tmp_path / "a.html")


def test_the_shared_page_with_metadata(corpora):
    path = corpora.parent / "inputs" / "html-date-meta.html"
    if not path.exists():
        pytest.skip("needs ../shared/inputs")
    document = read_documents(path).iloc[0]
    assert (document["date"], document["date_from"], document["title"]) == (
        "2019-03-05",
        "content",
        "坚持不懈推进乡村振兴",
    )
    assert document["text"].count("坚持不懈推进乡村振兴") == 1
