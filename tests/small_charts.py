"""The documents that the chart tests draw, and every chart that there is."""

ROWS = [
    ("2018-03", "a", "双循环。dual circulation。新时代"),
    ("2018-05-01", "b", "平常的话"),
    ("2020-02-01", "a", "双循环新发展格局。新时代"),
    ("2020-03-01", "b", "新时代，人类命运共同体"),
    (None, "b", "双循环"),
]
CHARTS = {
    "timeline": {},
    "heat_map": {},
    "temperature": {},
    "first_appearances": {},
    "renderings": {},
    "keyness": {"target": "outlet == 'a'"},
    "cooccurrence": {},
    "dispersion": {},
}


def draw(corpus, name, **choices):
    return getattr(corpus.chart, name)(**CHARTS[name], **choices)
