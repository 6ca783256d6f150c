"""Documents that pages are tested with."""

import itertools
from html.parser import HTMLParser

from partyspeak import Mention

HOSTILE = [
    "<script>window.hacked = 1</script>",
    "</script><script>window.hacked = 1</script>",
    '"><img src=x onerror="window.hacked = 1">',
    "</style><style>body { display: none }</style>",
    "<!-- <script> ]]> --!>",
    "\u202egnol a si siht\u202c \u2066x",
    '=HYPERLINK("http://example.invalid", "x")',
    "<a href='javascript:window.hacked = 1'>双循环</a>",
    "&lt;b&gt; &amp;amp; {{7*7}} ${7*7} $title %s",
    "\x00\x1b[31m\x7f\ud800",
]


def long_text(lexicon, phrases):
    """100,000 characters with 3,000 mentions."""
    names = itertools.cycle([phrase.zh for phrase in lexicon.values() if phrase.zh][:phrases])
    text = "".join(f"说“{next(names)}”，别的不说。\n" for _ in range(3200))
    return (text + "这里没有什么。\n" * 10_000)[:100_000]


def hit(start, end, phrase="dual-circulation", **others):
    """A mention at a place; what else it says matters to no page."""
    return Mention(
        phrase, "form", "zh", start, end, "", **({"sure": True, "why": "", "dates": True, "nested": False} | others)
    )


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.seen, self.text = set(), ""

    def handle_starttag(self, tag, attributes):
        self.seen.add(tag)

    def handle_data(self, data):
        self.text += data
