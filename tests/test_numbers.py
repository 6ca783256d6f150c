"""Numbers on axes, in legends and tables: neighbours never look the same, and nothing is rounded away."""

import json
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from small_corpora import tagged

from partyspeak.display.numbers import exact_format, percent, tick_format, ticks

TOPS = st.floats(1e-9, 1e9)


def written(values, form):
    return [format(value, form) for value in values]


@given(TOPS, st.booleans(), st.integers(2, 8))
def test_neighbouring_ticks_differ(top, percent, most):
    values = ticks(top, most)
    labels = written(values, tick_format(values, percent))
    assert len(set(labels)) == len(labels)
    assert values[0] == 0
    assert values[-2] < top <= values[-1] * (1 + 1e-9)
    assert 2 <= len(values) <= most + 1
    # What is written is the value itself.
    read = [float(label.replace(",", "").rstrip("%")) / (100 if percent else 1) for label in labels]
    assert read == pytest.approx(values, rel=1e-9)


@given(st.integers(1, 10**7))
def test_ticks_of_counts_are_whole(top):
    values = ticks(top, whole=True)
    assert all(value == int(value) for value in values)
    assert values[-1] >= top
    assert "." not in "".join(written(values, tick_format(values)))


@pytest.mark.parametrize("top", [0, -1, math.nan, math.inf])
def test_nothing_has_ticks_too(top):
    assert ticks(top) == [0, 1]


@given(st.lists(TOPS, min_size=1, max_size=20), st.booleans())
def test_no_value_is_rounded_to_nothing(values, percent):
    form = exact_format(values, percent)
    assert all(float(label.replace(",", "").rstrip("%")) > 0 for label in written(values, form))


@pytest.mark.parametrize("edge", [1e-5, 0.0008, 0.0143, 0.2, 1])
def test_edges_that_are_not_round_differ_too(edge):
    values = [edge * number / 7 for number in range(8)]
    labels = written(values, tick_format(values, percent=True))
    assert len(set(labels)) == len(labels)


def test_shares_in_words():
    assert [percent(part) for part in (0, 0.0001, 0.0099, 0.5, 0.99, 0.9951, 1)] == [
        *("0%", "<1%", "<1%", "50%", "99%", ">99%", "100%"),
    ]  # fmt: skip


@pytest.mark.parametrize("used", [1, 3, 20, 200])
@pytest.mark.parametrize("per", [None, "documents", "million"])
def test_axes_and_legends_of_charts(used, per):
    pytest.importorskip("altair")
    rows = [(str(2018 + n % 2), "a", "双循环" if n < used else "平常的话") for n in range(1000)]
    for chart in (tagged(rows).chart.timeline(per=per), tagged(rows).chart.heat_map(per=per)):
        axes = []

        def walk(node, axes=axes):
            for child in node.values() if isinstance(node, dict) else node if isinstance(node, list) else ():
                walk(child)
            if isinstance(node, dict) and isinstance(node.get("values"), list) and "format" in node:
                axes.append(node)

        walk({name: part for name, part in chart.to_dict().items() if name != "datasets"})
        assert axes, json.dumps(chart.to_dict())[:500]
        for axis in axes:
            labels = written(axis["values"], axis["format"])
            assert len(set(labels)) == len(labels)
