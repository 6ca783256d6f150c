"""Columns of dates: formats, time zones, and what is doubtful in them."""

import datetime
import json
import warnings
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pandas as pd
import pytest
from commands import run

from partyspeak import tag
from partyspeak.analysis.dated import date_sentences
from partyspeak.errors import SourceError
from partyspeak.io import DateReader
from partyspeak.store.ingest import tag_to_store
from partyspeak.store.out_of_core import open_store

TODAY = datetime.date.today()
TEXT = "加快构建新发展格局"


def read(values, **choices):
    reader = DateReader(**choices)
    dates = reader.read(pd.Series(values, name="date"))
    return [str(date or "") for date in dates], reader.warnings()


@pytest.mark.parametrize(
    ("values", "says"),
    [
        (["2020", str(TODAY + datetime.timedelta(days=2))], "1 document is dated in the future"),
        (["2103", "9999-01-01", "2020"], "2 documents are dated in the future (row 0: 2103, row 1: 9999-01-01)"),
        ([TODAY.year + 1], "1 document is dated in the future"),
        (["0019-03-05", "1019-03-05", "1899"], "3 documents are dated before 1900 (row 0: 0019-03-05"),
        (pd.to_datetime([2019, 2020]), "2 of 2 dates are at the beginning of January 1970"),
        (pd.to_datetime([2000, 1551744000]), "2 of 2 dates are at the beginning of January 1970"),
        (pd.to_datetime([1551744000, 1551744001], unit="ms"), "2 of 2 dates are at the beginning of January 1970"),
        (pd.to_datetime([43529, 43530]), "pd.to_datetime(…, unit="),
        (["1970-01-01 00:00:00.000002019"], "1 of 1 dates are at the beginning of January 1970"),
        (
            pd.to_datetime([2019], utc=True).tz_convert("America/New_York"),
            "1 of 1 dates are at the beginning of January",
        ),
        (["1970-01-01T08:00:00+08:00"], "1 of 1 dates are at the beginning of January 1970"),
        (["1970-01-01", "1970-01-01"], "2 of 2 dates are at the beginning of January 1970"),
        ([pd.Timestamp(2019), "2019-03-05"], "1 of 2 dates are at the beginning of January 1970"),
        (["2020-10-29T16:00:00.000Z", "2020-11-01T16:00:00Z"], "2 of 2 times are midnight in Beijing, written in UTC"),
        (["1988-07-01T15:00:00Z"], 'use timezone="Asia/Shanghai"'),
        (pd.to_datetime(["2020-10-29T16:00Z", "2020-11-01T16:00Z"]), 'use timezone="Asia/Shanghai"'),
        (["2020-10-29 16:00:00", "2020-11-01 16:00:00"], "midnight in Beijing if they are in UTC"),
        (["2020-10-29T16:00Z"] * 19 + ["2020-10-29T03:15Z"], "19 of 20 times are midnight in Beijing"),
    ],
)
def test_doubtful_dates_are_warned_of(values, says):
    _, warned = read(values)
    assert len(warned) == 1 and says in warned[0] and warned[0].startswith("column 'date': ")
    with pytest.warns(UserWarning, match="column 'date'"):
        tag(pd.DataFrame({"date": values, "text": TEXT}))


@pytest.mark.parametrize(
    "values",
    [
        ["1900", "1921-07-23", str(TODAY), str(TODAY + datetime.timedelta(days=1)), str(TODAY.year)],
        ["1970-01-01", "1970-01-02"],
        pd.to_datetime(["1970-01-01", "1970-01-02"]),
        pd.to_datetime(["1970-01-05", "1970-01-06"]),
        ["2020-10-29T16:00:00Z", "2020-10-29T08:30:00Z"],
        ["2020-10-30T00:00:00+08:00", "2020-10-30T16:00:00+08:00"],
        ["2020-10-29 16:00", "2020-10-29 09:30"],
        [None, ""],
    ],
)
def test_usual_dates_are_not(values):
    assert read(values)[1] == []


def test_a_time_zone_gives_the_day_there_and_settles_the_warning():
    values = ["2020-10-29T16:00:00Z", "2020-10-29T15:59:00Z", "2020-10-29 16:00", "2020-10-29", None]
    days, warned = read(values, timezone="Asia/Shanghai")
    assert read(["2020-10-29 下午4:00 UTC", "2020-10-29 上午4:00 UTC"], timezone="Asia/Shanghai")[0] == days[:2]
    assert (days, warned) == (["2020-10-30", "2020-10-29", "2020-10-29", "2020-10-29", ""], [])
    aware = pd.to_datetime(["2020-10-29T16:00Z", "2020-10-29T15:59Z"])
    assert read(aware, timezone="Asia/Shanghai")[0] == ["2020-10-30", "2020-10-29"]
    assert read(aware.tz_convert("America/New_York"), timezone="Asia/Shanghai")[0] == ["2020-10-30", "2020-10-29"]
    with pytest.raises(SourceError, match="timezone='Peking' is not known; use a name such as 'Asia/Shanghai'"):
        read(values, timezone="Peking")


@pytest.mark.parametrize(
    ("values", "days", "order"),
    [
        (
            ["31/12/2019", "04/05/2019"],
            ["2019-12-31", "2019-05-04"],
            "1 dates that could be .* are read day first, as 31",
        ),
        (["04/05/2019", "12/31/2019"], ["2019-04-05", "2019-12-31"], "1 dates that could be .* are read month first"),
        (["13.12.2019", "4.5.2019"], ["2019-12-13", "2019-05-04"], 'date_format="%d.%m.%Y"'),
    ],
)
def test_the_others_of_a_column_decide_which_comes_first_where_they_agree(values, days, order):
    found, warned = read(values)
    assert found == days
    with pytest.warns(UserWarning, match=order):
        tag(pd.DataFrame({"date": values, "text": TEXT}))
    assert len(warned) == 1


@pytest.mark.parametrize(
    "values",
    [
        ["04/05/2019"],
        ["04/05/2019", "04/04/2019", "2019-12-31"],  # these say nothing of the order
        ["31/12/2019", "12/31/2019", "04/05/2019"],
    ],
)
def test_they_decide_nothing_where_they_do_not(values):
    with pytest.raises(SourceError, match=r"1 date cannot be read.*--date-format") as error:
        read(values)
    assert "'04/05/2019' could be day first or month first" in str(error.value)


def test_dates_that_are_certain_alone_need_no_order():
    assert read(["31/12/2019", "12/31/2019"]) == (["2019-12-31"] * 2, [])


@pytest.mark.parametrize(
    ("values", "bad"),
    [
        (["2020.1", "2020.2"], ["2020.1"]),
        (["2020.1", "2020.10"], ["2020.1", "2020.10"]),
        (["2020.20", "2020.10"], ["2020.20", "2020.10"]),
        (["200312", "200315"], ["200312", "200315"]),  # days of 2020
        ([200312, 200315], ["200312", "200315"]),
        (["2009-10", "2012-13"], ["2009-10", "2012-13"]),  # two years each
        (np.array([20190305], dtype="float32"), ["20190304.0"]),
    ],
)
def test_what_others_of_the_column_make_doubtful_is_refused(values, bad):
    with pytest.raises(SourceError) as error:
        read(values)
    assert f"{len(bad)} date" in str(error.value)
    assert all(value in str(error.value) for value in bad)


def test_what_they_do_not_is_read():
    assert read(["2020.01", "2020.10", "2020.2"])[0] == ["2020-01", "2020-10", "2020-02"]
    assert read(["2009-10", "2009-13"], bad_dates="keep")[0] == ["2009-10", ""]
    assert read(np.array([2019], dtype="float32"))[0] == ["2019"]
    assert read(np.array([20190305], dtype="float32"), date_format="%Y%m%d", bad_dates="keep")[0] == [""]
    assert read(pd.Series([np.datetime64("2019"), np.datetime64("2019-03")], dtype=object))[0] == ["2019", "2019-03"]
    assert read(["200312", "200401"])[0] == ["2003-12", "2004-01"]


@pytest.mark.parametrize(
    ("value", "written", "date"),
    [
        ("04/05/2019", "%d/%m/%Y", "2019-05-04"),
        ("04/05/2019", "%m/%d/%Y", "2019-04-05"),
        ("5.3.19", "%d.%m.%y", "2019-03-05"),
        (190305, "%y%m%d", "2019-03-05"),
        (190305.0, "%y%m%d", "2019-03-05"),
        ("2020.1", "%Y.%m", "2020-01"),
        ("03-2019", "%m-%Y", "2019-03"),
        ("Mar-19", "%b-%y", "2019-03"),
        ("in 1954", "in %Y", "1954"),
        (" 2019年3月5日 ", "%Y年%m月%d日", "2019-03-05"),
        ("29/10/2020 16:00 +0000", "%d/%m/%Y %H:%M %z", "2020-10-29"),
        (pd.Timestamp("2019-03-05"), "%d/%m/%Y", "2019-03-05"),
        (None, "%d/%m/%Y", ""),
    ],
)
def test_a_format_decides_how_dates_are_read(value, written, date):
    assert read(pd.Series([value], dtype=object), date_format=written)[0] == [date]


def test_values_that_do_not_fit_the_format_are_named():
    with pytest.raises(
        SourceError, match=r"2 dates cannot be read[\s\S]*row 1: '12/31/2019' does not fit date_format='%d/%m/%Y'"
    ):
        read(["31/12/2019", "12/31/2019", "2019-12-31"], date_format="%d/%m/%Y")
    days, warned = read(["31/12/2019", "12/31/2019"], date_format="%d/%m/%Y", bad_dates="keep")
    assert days == ["2019-12-31", ""]
    assert warned == ["column 'date': 1 dates could not be read and are left empty (row 1: 12/31/2019)"]


@pytest.mark.parametrize(
    ("value", "written"), [("2019111", "%Y%m%d"), (1112019, "%d%m%Y"), (50101, "%y%m%d"), ("20191", "%Y%m")]
)
def test_numbers_without_marks_need_all_their_zeros(value, written):
    with pytest.raises(SourceError, match=r"it has lost a zero|does not fit"):
        read([value], date_format=written)
    assert read(["20190305 9:00"], date_format="%Y%m%d %H:%M")[0] == ["2019-03-05"]


@pytest.mark.parametrize("written", ["day first", "%d/%m", "%d/%Y", "%Q", "%", ""])
def test_a_format_that_is_none_is_refused(written):
    with pytest.raises(SourceError, match="date_format="):
        read(["2019"], date_format=written)


def test_a_format_is_for_columns_and_not_for_names_of_files(tmp_path, tmp_path_factory):
    (tmp_path / "2020-05-14.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.md").write_text(f"---\ndate: 04/05/2019\n---\n{TEXT}", encoding="utf-8")
    dates = tag(tmp_path, date_format="%d/%m/%Y").documents["date"]
    assert sorted(dates.dt.date.astype(str)) == ["2019-05-04", "2020-05-14"]
    (tmp_path / "b.csv").write_text(f"id,date,text\nx,04/05/2019,{TEXT}\n", encoding="utf-8")
    store = tmp_path_factory.mktemp("stores") / "store"
    tag_to_store(tmp_path, store, date_format="%d/%m/%Y")
    kept = open_store(store).read().documents["date"]
    assert sorted(kept.dt.date.astype(str)) == ["2019-05-04", "2019-05-04", "2020-05-14"]


def test_pieces_of_a_store_never_decide_the_order(tmp_path):
    docs = pd.DataFrame({"id": ["a", "b"], "date": ["31/12/2019", "04/05/2019"], "text": TEXT})
    with pytest.raises(SourceError, match="date_format="):
        tag_to_store(docs, tmp_path / "store")
    tag_to_store(docs, tmp_path / "other", date_format="%d/%m/%Y")
    assert open_store(tmp_path / "other").read().documents["date"].dt.month.tolist() == [12, 5]


def test_doubts_of_a_store_are_counted_over_all_its_pieces(tmp_path):
    frames = [
        pd.DataFrame({"id": [name], "date": [date], "text": TEXT})
        for name, date in (("a", "2103"), ("b", "2020-10-29T16:00Z"), ("c", "9999"), ("d", "2020-10-30T16:00Z"))
    ]
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        done = tag_to_store(iter(frames), tmp_path / "store")
    assert [str(warning.message) for warning in caught if "date" in str(warning.message)] == done.warnings
    assert "2 documents are dated in the future" in done.warnings[0]
    assert "2 of 2 times are midnight in Beijing" in done.warnings[1]
    frames = [frame.assign(id=frame["id"] + "2") for frame in frames[1::2]]
    assert tag_to_store(iter(frames), tmp_path / "store", timezone="Asia/Shanghai").warnings == []
    assert open_store(tmp_path / "store").read().documents["date"].dt.day.tolist()[-2:] == [30, 31]


def test_partitions_take_the_same_choices(tagger):
    dd = pytest.importorskip("dask.dataframe")
    import partyspeak.dask

    docs = pd.DataFrame({"date": ["04/05/2019 16:00Z", "05/05/2019 00:00Z"], "text": TEXT})
    choices = {"tagger": tagger, "timezone": "Asia/Shanghai", "date_format": "%d/%m/%Y %H:%M%z"}
    parts = partyspeak.dask.tag(dd.from_pandas(docs, npartitions=2), **choices)
    assert parts.documents["date"].compute().dt.day.tolist() == [5, 5]
    with pytest.raises(SourceError, match="timezone='Peking'"):
        partyspeak.dask.tag(dd.from_pandas(docs, npartitions=1), tagger=tagger, timezone="Peking")


def test_sentences_say_what_dates_documents_and_how_many_are_undated(tmp_path):
    (tmp_path / "2020-05-14.txt").write_text(TEXT, encoding="utf-8")
    (tmp_path / "a.md").write_text(f"---\ndate: 1954\n---\n{TEXT}", encoding="utf-8")
    (tmp_path / "notes.txt").write_text(TEXT, encoding="utf-8")
    documents = tag(tmp_path).documents
    said = "3 documents: 1 dated by file name, 1 dated by their own content, 1954 – 2020-05-14; 1 undated"
    assert date_sentences([documents])[0].startswith(said)
    assert date_sentences([documents.iloc[:1], documents.iloc[1:]]) == date_sentences([documents])
    answer = run("first", tmp_path)
    assert said in answer.stderr and said not in answer.stdout
    assert said in run("frequency", tmp_path).stderr


def test_nothing_is_said_where_a_column_dates_every_document():
    documents = tag(pd.DataFrame({"date": ["1954", "2020"], "text": TEXT})).documents
    assert date_sentences([documents], doubts=True) == []
    assert date_sentences([documents.assign(date=pd.to_datetime(["1854", "2954"]).as_unit("us"))], doubts=True) == [
        "1 documents are dated in the future; correct what is wrong",
        "1 documents are dated before 1900; correct what is wrong",
    ]


def test_the_command_line_takes_a_format_and_a_time_zone(tmp_path):
    source = tmp_path / "docs.csv"
    source.write_text(f"id,date,text\na,2020-10-29T16:00:00Z,{TEXT}\n", encoding="utf-8")
    assert "use timezone=" in run("first", source).stderr
    answer = run("first", source, "--timezone", "Asia/Shanghai")
    assert "2020-10-30" in answer.stdout and "timezone" not in answer.stderr
    source.write_text(f"id,date,text\na,04/05/2021,{TEXT}\n", encoding="utf-8")
    answer = run("tag", source, "--date-format", "%d/%m/%Y", "-o", tmp_path / "store")
    assert answer.returncode == 0
    assert "2021-05-04" in run("first", tmp_path / "store").stdout
    assert "has no year" in run("first", source, "--date-format", "day", status=1).stderr


def test_a_reader_may_be_asked_from_threads():
    with ThreadPoolExecutor(2) as pool:
        assert list(pool.map(lambda day: read([f"2020-05-{day}"])[0], range(10, 20))) == [
            [f"2020-05-{day}"] for day in range(10, 20)
        ]


# What ../shared/inputs/dates.json holds, and what each text is: a date, or refused.
READ = {
    "2019-03-05": """2019年3月5日|2019年03月05日|二〇一九年三月五日|二○一九年三月五日|二零一九年三月五日
        2019/3/5|2019.3.5|2019-3-5|20190305
        2019年3月5日 10:30|2019年3月5日10时30分|2019-03-05 16:00:00|2019-03-05T16:00:00Z|2019-03-05T23:30:00+00:00
        2019-03-05T16:00:00.000Z|2019-03-05 08:00:00.0|2019-3-5 8:00|2019-03-05 08|2019-03-05 上午8:00
        2019-03-05 10:30:00 CST|Tue Mar 05 2019 10:00:00 GMT+0800|Tue, 05 Mar 2019 08:00:00 +0800|March 5, 2019
        5 March 2019|Mar. 5, 2019|Mar 5 2019|05-Mar-2019|March 5th, 2019|5th of March 2019|2019 March 5
        公元2019年3月5日|2019年3月5日（星期二）|（2019年3月5日）|2019—03—05|2019－03－05|２０１９－０３－０５|2019‑03‑05
        2019 03 05|2019年三月五日|2019-03-05""",
    "2019-03": "2019年3月|2019-03|2019/03|201903|Mar 2019|2019.03|2019.3|2019-3",
    "2019": "2019年",
    "2019-12-31": "31/12/2019|12/31/2019|2019-12-31 24:00:00",
    "2020-10": "2020.10",
    "9999-01-01": "99990101",
    "9999": "9999",
    "0019-03-05": "0019-03-05",
    "1019-03-05": "1019-03-05",
}


def test_the_dates_that_were_collected_are_read_or_refused(corpora):
    wanted = {
        text.strip(): date for date, texts in READ.items() for line in texts.split("\n") for text in line.split("|")
    }
    collected = json.loads((corpora.parent / "inputs" / "dates.json").read_text(encoding="utf-8"))
    for text in collected:
        days, _ = read([text], bad_dates="keep")
        plain = text.strip("\u200b\u00a0 ")
        assert days == [wanted.get(plain, "")], text


def test_midnights_of_the_inputs_are_noticed(corpora):
    source = corpora.parent / "inputs" / "date-utc-midnight.csv"
    with pytest.warns(UserWarning, match="midnight in Beijing"):
        tag(source)
    assert tag(source, timezone="Asia/Shanghai").documents["date"].dt.day.tolist() == [30, 2]


@pytest.mark.parametrize(
    ("dates", "warned"),
    [
        (pd.to_datetime(["1954", "1955", "1956"]), True),
        (["1954-01-01", "1955-01-01", "1957-01-01", None], True),
        (["1954", "1955", "1956"], False),
        (["1954-01-01", "1955-01-01"], False),  # an accident
        (["1954-01-01", "1955-01-01", "1956-01-01", "1956-03-05"], False),
    ],
)
def test_years_that_became_days_are_warned_of(dates, warned):
    reader = DateReader()
    reader.read(pd.Series(dates, name="date"))
    said = [sentence for sentence in reader.warnings() if "dates are 1 January" in sentence]
    assert bool(said) == warned
