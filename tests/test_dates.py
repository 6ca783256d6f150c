import datetime
import pickle
from zoneinfo import ZoneInfo

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from partyspeak.analysis.periods import written_dates
from partyspeak.dates import AmbiguousDate, PartialDate, lag_days, parse
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
        ("201903", "2019-03"),
        (201903, "2019-03"),
        (201903.0, "2019-03"),
        ("1954.0", "1954"),
        ("20190305.0", "2019-03-05"),
        ("2019年3月5日 10:30", "2019-03-05"),
        ("2019年3月5日10时30分", "2019-03-05"),
        ("2019年3月5日 上午10:30", "2019-03-05"),
        ("2019年3月5日 星期二 10:30", "2019-03-05"),
        ("2019年03月05日（星期二）", "2019-03-05"),
        ("（2019年3月5日）", "2019-03-05"),
        ("公元2019年3月5日", "2019-03-05"),
        ("二〇一九年三月五日", "2019-03-05"),
        ("二○一九年十二月三十一日", "2019-12-31"),
        ("二O一九年十月二十日", "2019-10-20"),
        ("二零一九年3月", "2019-03"),
        ("一九四九年十月一號", "1949-10-01"),
        ("一九五四年", "1954"),
        ("2019年三月廿九日", "2019-03-29"),
        ("2019年3月份", "2019-03"),
        ("05-Mar-2019", "2019-03-05"),
        ("5 Mar 2019", "2019-03-05"),
        ("5th of March 2019", "2019-03-05"),
        ("Mar 5, 2019", "2019-03-05"),
        ("Mar 5, 2019 10:30 AM", "2019-03-05"),
        ("2019 March 5", "2019-03-05"),
        ("Mar-2019", "2019-03"),
        ("Tue, 05 Mar 2019 10:30:00 +0800", "2019-03-05"),
        ("Tue Mar 05 2019 10:00:00 GMT+0800 (China Standard Time)", "2019-03-05"),
        ("Tue Mar  5 10:00:00 2019", "2019-03-05"),
        ("２０１９－０３－０５", "2019-03-05"),
        ("２０１９年３月５日", "2019-03-05"),
        ("2019–03–05", "2019-03-05"),
        ("2019—03—05", "2019-03-05"),
        ("2019\u201103\u201105", "2019-03-05"),
        ("\ufeff2019-03-05\u00a0", "2019-03-05"),
        ("2019/3/5 10:30", "2019-03-05"),
        ("2019.3.5", "2019-03-05"),
        ("2019 03 05", "2019-03-05"),
        ("2019-03-05 00:00:00", "2019-03-05"),
        ("2019-03-05T10:30:00.000+08:00", "2019-03-05"),
        ("2019-03-05 10:30:00 CST", "2019-03-05"),
        ("20190305T103000Z", "2019-03-05"),
        ("2020.10", "2020-10"),
        ("2020.01", "2020-01"),
        ("1949.10", "1949-10"),
        ("31/12/2019", "2019-12-31"),
        ("31.12.2019 10:30", "2019-12-31"),
        ("12/31/2019", "2019-12-31"),
        ("04/04/2019", "2019-04-04"),
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
        ("31/13/2019", "no date of the calendar"),
        ("04.05.2022 10:30", "day first or month first"),
        ("2020.1", "may have lost a zero"),
        ("3/5/19", "year of two digits"),
        ("05-Mar-19", "year of two digits"),
        ("19年3月5日", "year of two digits"),
        ("190305", "year of two digits"),
        ("261203", "year of two digits"),
        ("201913", "no date of the calendar"),
        ("民国三十八年", "years of the Republic; add 1911"),
        ("民國108年3月5日", "years of the Republic; add 1911"),
        ("己亥年正月廿九", "not a date"),
        ("农历二〇一九年三月五日", "not a date"),
        ("公元前221年", "not a date"),
        ("2019年春", "not a date"),
        ("2019Q1", "not a date"),
        ("2019-W10", "not a date"),
        ("2019-064", "not a date"),
        ("1950年代", "not a date"),
        ("1954年9月15日—28日", "not a date"),
        ("1954-09-15/1954-09-28", "not a date"),
        ("2019-03-05 4567", "not a date"),
        ("43529", "day number of Excel: 2019-03-05"),
        (43529, "day number of Excel: 2019-03-05"),
        (43529.5, "day number of Excel: 2019-03-05"),
        ("1551744000", "Unix seconds: 2019-03-05"),
        (1551744000000, "Unix milliseconds: 2019-03-05"),
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


@pytest.mark.parametrize(
    ("value", "day"),
    [
        ("2020-10-29T16:00:00.000Z", "2020-10-30"),
        ("2020-10-29T15:59:59Z", "2020-10-29"),
        ("2020-10-30T00:00:00+08:00", "2020-10-30"),
        ("20201029T160000Z", "2020-10-30"),
        ("Thu, 29 Oct 2020 16:00:00 GMT", "2020-10-30"),
        ("Oct 29, 2020 4:00 PM UTC", "2020-10-30"),
        ("29/10/2020 20:30 -0300", "2020-10-30"),
        ("2020-10-29 16:00:00", "2020-10-29"),  # nothing says where it was four o'clock
        ("2020-10-29 16:00:00 CST", "2020-10-29"),  # of China or of America
        ("2020-10-29", "2020-10-29"),
        ("2020-10", "2020-10"),
        (pd.Timestamp("2020-10-29T16:00", tz="UTC"), "2020-10-30"),
        (datetime.datetime(2020, 10, 29, 16, tzinfo=datetime.UTC), "2020-10-30"),
        (datetime.datetime(2020, 10, 29, 16), "2020-10-29"),
    ],
)
def test_in_a_time_zone_the_day_is_the_one_that_it_was_there(value, day):
    assert str(parse(value, ZoneInfo("Asia/Shanghai"))) == day


def test_both_readings_of_a_date_survive_pickling():
    with pytest.raises(AmbiguousDate) as error:
        parse("04/05/2022")
    again = pickle.loads(pickle.dumps(error.value))
    assert (str(again.day_first), str(again.month_first), str(again)) == ("2022-05-04", "2022-04-05", str(error.value))


@given(st.text(alphabet="0123456789 -/.:年月日TZ〇一二十〇（）abcMar２—", max_size=14))
def test_any_text_is_a_date_or_refused(text):
    try:
        date = parse(text)
    except DateError:
        return
    assert date.first_day <= date.last_day


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
