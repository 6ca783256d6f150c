import datetime

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyspeak.analysis.periods import written_dates
from partyspeak.dates import PartialDate, lag_days, parse
from partyspeak.errors import DateError


@pytest.mark.parametrize(
    ("value", "read"),
    [
        ("1954", "1954"),
        (1954, "1954"),
        (1954.0, "1954"),
        ("1954-09", "1954-09"),
        ("1954/9/23", "1954-09-23"),
        ("1954.09.23", "1954-09-23"),
        ("19540923", "1954-09-23"),
        ("2022年4月14日", "2022-04-14"),
        ("2022年4月", "2022-04"),
        ("2022 年", "2022"),
        ("14 April 2022", "2022-04-14"),
        ("April 14, 2022", "2022-04-14"),
        ("Sept. 2022", "2022-09"),
        ("2022-04-14T08:30:00Z", "2022-04-14"),
        ("2022-04-14 08:30", "2022-04-14"),
        (datetime.date(2022, 4, 14), "2022-04-14"),
        (datetime.datetime(2022, 4, 14, 23, 59), "2022-04-14"),
        (pd.Timestamp("2022-04-14"), "2022-04-14"),
        (np.datetime64("2022-04-14T05"), "2022-04-14"),
    ],
)
def test_a_date_keeps_the_precision_that_it_had(value, read):
    assert str(parse(value)) == read


@pytest.mark.parametrize(
    ("value", "says"),
    [
        ("2022-13-40", "no date of the calendar"),
        ("2023-02-29", "no date of the calendar"),
        ("n.d.", "not a date"),
        ("", "not a date"),
        ("54", "not a date"),
        ("about 1954", "not a date"),
        ("04/05/2022", "day first or month first"),
        (2020.1, "may have lost a zero"),  # of 2020.10, as tables hold it
        (np.float64(2020.25), "may have lost a zero"),
        (float("inf"), "may have lost a zero"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_way_out(value, says):
    with pytest.raises(DateError, match=says) as error:
        parse(value)
    assert "YYYY-MM-DD" in str(error.value)
    assert repr(value) in str(error.value)


@pytest.mark.parametrize(
    ("later", "earlier", "days"),
    [
        ("2020-05-22", "2020-05-14", 8),
        ("2020-05-14", "2020-05-22", -8),
        ("2020", "2020-05-14", 0),
        ("2021", "2020-05-14", 232),
        ("1954", "1955-07-05", -186),
        ("2024-02", "2024-01", 1),
    ],
)
def test_a_lag_claims_no_more_than_is_certain(later, earlier, days):
    assert lag_days(parse(later), parse(earlier)) == days


@given(st.dates(min_value=datetime.date(1000, 1, 1)), st.sampled_from(["year", "month", "day"]))
def test_writing_and_reading_give_the_same_date(day, precision):
    date = PartialDate(day.replace(month=1, day=1) if precision == "year" else day, precision)
    date = PartialDate(date.first_day.replace(day=1), precision) if precision == "month" else date
    assert parse(str(date)) == date
    assert date.first_day <= date.last_day


@given(st.lists(st.none() | st.tuples(st.dates(), st.sampled_from(["year", "month", "day"]))))
def test_columns_of_dates_are_written_as_each_date_is(dates):
    days = pd.Series([date[0] if date else None for date in dates], dtype="datetime64[s]")
    precisions = pd.Categorical([date[1] if date else None for date in dates], ["year", "month", "day"])
    written = written_dates(days, pd.Series(precisions))
    assert written.dtype == "string"
    assert written.astype(object).where(written.notna(), None).tolist() == [
        str(PartialDate(*date)) if date else None for date in dates
    ]
