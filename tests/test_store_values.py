"""Users' values come back from a store as they went in, or are refused by name."""

import datetime
import decimal
import math

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from stores import DOCS

import partyspeak
from partyspeak import StoreError, tag_to_store
from partyspeak.io.values import arrow_columns, canonical, content_hashes, fitted, series_of, widened
from partyspeak.store import Store

UTC = datetime.UTC
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=5)
MOMENTS = st.datetimes(datetime.datetime(1900, 1, 1), datetime.datetime(2100, 1, 1))
KINDS = {
    "whole numbers": st.integers(-(2**63), 2**63 - 1),
    "small numbers": st.integers(-5, 5),
    "large numbers": st.integers(2**63, 2**64 - 1),
    "numbers": st.floats(allow_nan=False),
    "truths": st.booleans(),
    "texts": TEXT,
    "bytes": st.binary(max_size=5),
    "days": st.dates(),
    "moments": MOMENTS,
    "instants": MOMENTS.map(lambda moment: moment.replace(tzinfo=UTC)),
    "clocks": st.times(),
    "spans": st.timedeltas(datetime.timedelta(-1000), datetime.timedelta(1000)),
    "decimals": st.decimals(-10_000, 10_000, places=3),
    "lists": st.lists(st.integers(-5, 2**60) | st.none(), max_size=3),
    "lists of lists": st.lists(st.lists(TEXT, max_size=2), max_size=2),
    "objects": st.fixed_dictionaries({"a": st.integers(0, 9), "b": st.lists(TEXT, max_size=2)}),
}
COLUMNS = st.sampled_from([*KINDS]).flatmap(lambda kind: st.lists(KINDS[kind] | st.none(), min_size=1, max_size=5))


def plain(value):
    """A value as Python holds it, without what pandas wraps it in."""
    if value is None or value is pd.NA or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    return value


def equal(one, other):
    one, other = plain(one), plain(other)
    return type(one) is type(other) or not isinstance(one, bool) if one == other else False


def comes_back(runs, table):
    back = series_of(table["x"]).tolist()
    given = [value for run in runs for value in run]
    return len(back) == len(given) and all(map(equal, given, back))


def stored(runs):
    """What the store holds after these runs."""
    tables = [arrow_columns(pd.DataFrame({"x": pd.Series(run, dtype=object)}))[0] for run in runs]
    schema = tables[0].schema
    for table in tables:
        schema = widened(schema, [table])
    import pyarrow as pa

    return pa.concat_tables([fitted(table, schema) for table in tables])


@settings(max_examples=300, deadline=None)
@given(COLUMNS)
def test_values_come_back_equal(values):
    table = stored([values])
    assert comes_back([values], table)
    if any(isinstance(value, int) and not isinstance(value, bool) for value in values) and None in values:
        assert str(series_of(table["x"]).dtype).lower().endswith("int64")


@settings(max_examples=300, deadline=None)
@given(st.lists(COLUMNS, min_size=2, max_size=3))
def test_values_of_several_runs_come_back_equal_or_are_refused(runs):
    try:
        table = stored(runs)
    except StoreError as error:
        assert "'x'" in str(error)
        return
    assert comes_back(runs, table)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(columns=st.lists(st.tuples(TEXT.filter(bool), COLUMNS), max_size=4, unique_by=lambda column: column[0]))
def test_whole_stores_keep_values(tmp_path_factory, small_tagger, columns):
    folder = tmp_path_factory.mktemp("store") / "store"
    docs = pd.DataFrame({"id": [*"abcde"], "text": "人民", "date": "2020"})
    given = {}
    for name, values in columns:
        if name not in ("id", "text", "date", "doc_id", "date_from", "title", "zh_chars"):
            given[name] = [*values, *[None] * (5 - len(values))]
            docs[name] = pd.Series(given[name], dtype=object)
    tag_to_store([docs], folder, tagger=small_tagger)
    documents = partyspeak.read_parquet(folder).documents
    for name, values in given.items():
        assert all(map(equal, values, documents[name].tolist())), name
    assert Store(folder).check() == []
    assert tag_to_store([docs], folder, tagger=small_tagger).counts["unchanged"] == 5


@pytest.mark.parametrize(
    "values",
    [
        pd.Series([1, None, 3, 4, 5], dtype="Int64"),
        pd.Series([True, None, False, None, True], dtype="boolean"),
        pd.Series([1, 2, 3, 4, 255], dtype="uint8"),
        pd.Series([0.5, None, 1, 2, 3], dtype="float32"),
        pd.Series([*"abbac"], dtype="category"),
        pd.Series([*"abbac"], dtype=pd.CategoricalDtype([*"cbad"], ordered=True)),
        pd.Series(pd.date_range("2020-01-01", periods=5, tz="Asia/Shanghai").as_unit("ns")),
        pd.Series(pd.date_range("2020-01-01", periods=5)),
        pd.Series(pd.to_timedelta(range(5), unit="s")),
        pd.Series(pd.period_range("2020", periods=5, freq="Y")),
        pd.Series(["a", None, "c", "d", "e"], dtype="string"),
    ],
    ids=lambda values: str(values.dtype),
)
def test_types_of_pandas_come_back(folder, small_tagger, values):
    tag_to_store([DOCS.assign(x=values)], folder, tagger=small_tagger)
    back = partyspeak.read_parquet(folder).documents["x"]
    expected = values.astype("str") if isinstance(values.dtype, pd.StringDtype) else values
    pd.testing.assert_series_equal(back, expected, check_names=False)


@pytest.mark.parametrize(
    ("first", "then", "told"),
    [
        ([2020], ["unknown"], "string (such as 'unknown').*int64"),
        (["7"], [7], "int64 (such as '7').*string"),
        ([True], [1], "int64 (such as '1').*bool"),
        ([2**53 + 1], [0.5], "int64.*double"),
        ([0.5], [2**53 + 1], "int64 (such as '9007199254740993').*double"),
        ([datetime.date(2020, 1, 1)], [datetime.datetime(2020, 1, 1, 5)], "timestamp.*date32"),
        ([datetime.datetime(2020, 1, 1)], [datetime.datetime(2020, 1, 1, tzinfo=UTC)], "tz=UTC.*timestamp"),
        (["a"], [b"a"], "binary.*string"),
        ([decimal.Decimal("0.1")], [0.1], "double.*decimal"),
        ([[1]], [["a"]], "list.*string.*list.*int64"),
        ([{"a": 1}], [{"a": "x"}], "struct<a: string>.*struct<a: int64>"),
    ],
    ids=str,
)
def test_a_conflict_between_runs_names_the_column_and_both_types(folder, small_tagger, first, then, told):
    tag_to_store([DOCS.iloc[[0]].assign(x=pd.Series(first, index=[0], dtype=object))], folder, tagger=small_tagger)
    before = partyspeak.read_parquet(folder).documents
    docs = DOCS.iloc[[1]].assign(x=pd.Series(then, index=[1], dtype=object))
    with pytest.raises(StoreError, match="column 'x'.*" + told.replace("(", r"\(").replace(")", r"\)") + ".*source"):
        tag_to_store([docs], folder, tagger=small_tagger)
    pd.testing.assert_frame_equal(partyspeak.read_parquet(folder).documents, before)
    assert Store(folder).check() == []


@pytest.mark.parametrize(
    ("first", "then", "both"),
    [
        ([2020], [None], [2020, None]),
        ([None], ["x"], [None, "x"]),
        ([2020], [2021.0], [2020, 2021]),
        ([2020], [0.5], [2020, 0.5]),
        ([0.5], [2020], [0.5, 2020]),
        ([-1], [2**63 - 1], [-1, 2**63 - 1]),
        ([decimal.Decimal("1.5")], [decimal.Decimal("100.25")], [decimal.Decimal("1.5"), decimal.Decimal("100.25")]),
        ([[]], [["x"]], [[], ["x"]]),
        ([{"a": 1}], [{"a": 2, "b": "x"}], [{"a": 1, "b": None}, {"a": 2, "b": "x"}]),
        ([{}], [{"a": 2}], [None, {"a": 2}]),
        ([[{}]], [[{"a": [{}]}]], [[None], [{"a": [None]}]]),
    ],
    ids=str,
)
def test_what_fits_without_a_change_is_taken_in(folder, small_tagger, first, then, both):
    for number, values in enumerate((first, then)):
        docs = DOCS.iloc[[number]].assign(x=pd.Series(values, index=[number], dtype=object))
        tag_to_store([docs], folder, tagger=small_tagger)
    back = partyspeak.read_parquet(folder).documents["x"].tolist()
    assert [plain(value) for value in back] == both
    assert Store(folder).check() == []


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ([1, "a"], r"int \(such as '1'\) and str \(such as 'a'\)"),
        ([True, 1], "bool .* and int"),
        ([b"a", "a"], "bytes .* and str"),
        ([datetime.date(2020, 1, 1), datetime.datetime(2020, 1, 1, 5)], "date .* and datetime"),
        ([datetime.datetime(2020, 1, 1), datetime.datetime(2020, 1, 1, tzinfo=UTC)], "datetime"),
        ([2**53 + 1, 0.5], "int .* and float"),
        ([["x", 1], None], "list"),
        ([{1, 2}, None], "set"),
        ([1j, None], "complex"),
        ([2**64, None], "int"),
        ([-1, 2**63], "int"),
        ([object(), None], "object"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_column_of_several_types_is_refused(folder, small_tagger, values, told):
    docs = DOCS.iloc[:2].assign(x=pd.Series(values, dtype=object))
    with pytest.raises(StoreError, match=f"column 'x' holds .*{told}.*source"):
        tag_to_store([docs], folder, tagger=small_tagger)


def hashed(**columns):
    frame = pd.DataFrame(columns)
    return content_hashes(["text"] * len(frame), ["2020"] * len(frame), arrow_columns(frame)[0])[0]


def test_the_hash_of_a_document_covers_every_value():
    one = hashed(a=["x"], b=[1])
    assert one == hashed(b=[1], a=["x"]) == hashed(a=["x"], b=[1.0], c=[None]) == hashed(a=["x"], b=[1], c=[np.nan])
    others = [hashed(a=["x"], b=["1"]), hashed(a=["x"], b=[2]), hashed(a=["x"], c=[1]), hashed(a=["x"]),
              hashed(a=["x"], b=[True]), hashed(a=[b"x"], b=[1]), hashed(a=["x"], b=[[1]])]  # fmt: skip
    assert len({one, *others}) == len(others) + 1
    assert canonical({"a": [1, {"b": None}], "c": {}}) == canonical({"a": [1.0, {}]})
    assert canonical(pd.Timestamp("2020-01-01", tz="Asia/Shanghai")) == canonical(
        datetime.datetime(2019, 12, 31, 16, tzinfo=UTC)
    )
