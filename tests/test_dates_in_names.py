"""The date of a document that only its file's name tells."""

import datetime
import warnings

import pytest

from partyspeak import tag
from partyspeak.io import ReadingRecord, date_in_name, dates_in_names, stream_documents
from partyspeak.store.ingest import tag_to_store
from partyspeak.store.out_of_core import open_store

NEXT_YEAR = datetime.date.today().year + 1


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2022-04-14 plenum", "2022-04-14"),
        ("plenum_2022_04_14", "2022-04-14"),
        ("2022.4.14", "2022-04-14"),
        ("2022 04 14", "2022-04-14"),
        ("20220414", "2022-04-14"),
        ("rmrb20220414", "2022-04-14"),
        ("IMG_20220414_1", "2022-04-14"),
        ("20220414T103000Z", "2022-04-14"),
        ("２０２２－０４－１４", "2022-04-14"),
        ("2022—04—14", "2022-04-14"),
        ("讲话2022年4月14日", "2022-04-14"),
        ("二〇二二年四月十四日讲话", "2022-04-14"),
        ("Speech of 14 April 2022", "2022-04-14"),
        ("speech_14_Apr_2022", "2022-04-14"),
        ("讲话2022年4月", "2022-04"),
        ("2022-04", "2022-04"),
        ("2022_04", "2022-04"),
        ("April 2022", "2022-04"),
        ("2022年工作要点", "2022"),
        ("1954 and again 1954-09-15", "1954-09-15"),
        ("1954-09-15 to 1954-09-28", None),
        ("20229999", None),
        ("2022-02-30", None),
        ("1234567890123", None),
        ("p.2022041", None),
        ("notes", None),
        # A bare number can be anything.
        ("202204", None),
        ("1954", None),
        ("speech 1954", None),
        ("from 1954 to 1957", None),
        ("中国制造2025", None),
        ("健康中国2030规划纲要", None),
        ("十四五规划2035远景目标", None),
        ("到2035年", None),
        ("2016-2020年规划", None),
        ("1980年代", None),
        ("2019年度报告", None),
        # Versions, ids, hashes, telephones.
        ("v2.2019", None),
        ("v2019.03.05", None),
        ("No. 20190305123", None),
        ("20190305-1a2b-4abc-9def-0123456789ab", None),
        ("3f20190305ab", None),
        ("13820190305", None),
        ("1954-3", None),  # the third file of a year
        # Of a span, only what both ends share.
        ("2019年3月5日至8日", "2019-03"),
        ("2019年3月-5月", "2019"),
        ("5-8 March 2019", "2019-03"),
        ("June-4-1989", "1989-06-04"),
        ("March-April 2019", None),
        ("2016年至2020年", None),
        ("2016年1月-2020年", None),
        ("from 2016 to 2020年", None),
        ("2019-03-05~08", None),
        # What a time is counted from or to, and what is counted.
        ("1949年以来", None),
        ("2016年3月以来", None),
        ("2030年前碳达峰", None),
        ("5000年文明", None),
        ("2019-05期", None),
    ],
)
def test_a_name_dates_a_document_by_itself_only_where_it_can_be_nothing_else(name, date):
    assert date_in_name(name) == date


def dated(*names):
    return dates_in_names([f"{name}.txt" for name in names])


@pytest.mark.parametrize(
    ("names", "dates"),
    [
        (["1954", "1978", "2024"], ["1954", "1978", "2024"]),
        (["1954", "1978", str(NEXT_YEAR)], ["1954", "1978", str(NEXT_YEAR)]),
        (["1954", "1978", "2024", "README", "notes 12"], ["1954", "1978", "2024", None, None]),
        (["1954", "1978", "2024", "小康 2020"], ["1954", "1978", "2024", None]),
        (["report-1999", "report-2000", "report-2001"], ["1999", "2000", "2001"]),
        (["报告1954", "报告1955", "报告1956"], ["1954", "1955", "1956"]),
        (["1954 甲", "1955 乙", "1960丙"], ["1954", "1955", "1960"]),
        (["甲 1954", "乙_1955", "丙-1960"], ["1954", "1955", "1960"]),
        (["1954", "1955", "1956", "2020-05-14"], ["1954", "1955", "1956", "2020-05-14"]),
        (["201903", "201904", "201912"], ["2019-03", "2019-04", "2019-12"]),
    ],
)
def test_bare_years_and_months_are_dates_where_names_share_a_pattern(names, dates):
    assert dated(*names) == dates


@pytest.mark.parametrize(
    "names",
    [
        [f"{number:04}" for number in range(1, 2501)],
        [f"{number} title" for number in range(1880, 2031)],
        ["1799", "1850", "2098"],
        ["1954", "1978", str(NEXT_YEAR + 1)],
        ["report-1999"],
        ["report-1999", "report-2000"],  # two are no pattern
        ["1954", "1955", "1956", "17"],
        ["1954", "1955", "195601"],
        ["201903", "201904", "201913"],
        ["200101", "200102", "200103", "190305"],  # days of years of two digits
        ["第1954号", "第1955号", "第1956号"],
        ["page 1954", "page 1955", "page 1956"],
        ["2000人", "2010人", "2020人"],
        [f"2019/{number}" for number in range(1, 13)],  # twelve files of a year, not its months
        ["中国制造2025", "脱贫2020", "小康2020", "规划2015"],
        ["1954-1957", "1955-1958", "1956-1960"],
        ["1954-1", "1954-2", "1954-10", "1954-11"],
        [str(number) for number in range(20100101, 20100140)],  # ids, some of which happen to be days
        ["00/0001", "19/1954", "19/1955", "20/2001"],  # one series in folders of a hundred
        ["part 1/0001", "part 2/1954", "part 2/1955", "part 2/1956"],
    ],
)
def test_numbers_that_may_be_serial_numbers_or_plans_date_nothing(names):
    assert dated(*names) == [None] * len(names)


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2019/03/05/1978", "2019-03-05"),
        ("2019/03/05/第1978号", "2019-03-05"),
        ("2019/3/5/x", "2019-03-05"),
        ("archive/2019/03/05/x", "2019-03-05"),
        ("2019年/3月/5日", "2019-03-05"),
        ("2019/03/05", "2019-03-05"),
        ("2019/03/05 title", "2019-03-05"),
        ("2019-03/05", "2019-03-05"),
        ("201903/05", "2019-03-05"),
        ("2019/0305", "2019-03-05"),
        ("2019/03-05", "2019-03-05"),
        ("2019-03-05/1978", "2019-03-05"),
        ("2019/03/x", "2019-03"),
        ("2019-03/x", "2019-03"),
        ("2019-03/2019-03-05", "2019-03-05"),
        ("2019/x/2019-03-05", "2019-03-05"),
        ("2019/13/x", None),
        ("2019/x", None),  # one folder is no pattern
        ("2019-03-05/2018-01-01", None),  # either could be meant
    ],
)
def test_folders_date_documents_and_win_over_bare_numbers_in_names(name, date):
    assert dated(name) == [date]


def test_folders_of_years_are_dates_as_names_are():
    assert dated("2019/a", "2020/1978", "2021/c") == ["2019", "2020", "2021"]
    assert dated("2019/a", "2020/b", "0001/c") == [None] * 3


def test_files_that_are_counted_in_a_month_are_not_of_its_days():
    counted = [f"2019/{month:02}/{number:02}" for month in (1, 2) for number in (1, 2, 3)]
    assert dated(*counted) == ["2019-01"] * 3 + ["2019-02"] * 3
    daily = [f"2019/01/{day:02}" for day in range(1, 32)]
    assert dated(*daily) == [f"2019-01-{day:02}" for day in range(1, 32)]


def test_one_name_more_changes_no_date_but_by_breaking_or_making_the_pattern():
    names = ["1954", "1955", "1956", "2020-05-14"]
    assert dated(*names, "1957")[:4] == dated(*names, "notes")[:4] == dated(*names)
    assert dated(*names, "0017")[:4] == [None, None, None, "2020-05-14"]


def write(folder, *names):
    folder.mkdir(exist_ok=True)
    for name in names:
        path = folder / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("推动高质量发展。", encoding="utf-8")
    return folder


def test_a_store_dates_a_folder_as_tag_does(tmp_path):
    folder = write(tmp_path / "docs", "1954", "1955", "1960", "2019/03/05/1978", "note 2001", "2020-05-14")
    with pytest.warns(UserWarning, match=r"1 name has a number that may be a year or a month \(note 2001\.txt\)"):
        docs = tag(folder).documents
    with pytest.warns(UserWarning, match="note 2001"):
        tag_to_store(folder, tmp_path / "store")
    kept = open_store(tmp_path / "store").read().documents.set_index("doc_id")
    assert kept.loc[docs["doc_id"], "date"].tolist() == docs["date"].tolist()
    assert docs.set_index("doc_id")["date_from"].astype(str).to_dict() == {
        "1954.txt": "name",
        "1955.txt": "name",
        "1960.txt": "name",
        "2019/03/05/1978.txt": "name",
        "2020-05-14.txt": "name",
        "note 2001.txt": "none",
    }


def test_bare_numbers_that_date_nothing_are_noted_once(tmp_path):
    folder = write(tmp_path / "docs", "0001", "1954", "report-1999", "2020-05-14")
    record = ReadingRecord()
    assert len(list(stream_documents(folder, record=record))) == 1
    (note,) = record.notes
    assert "2 names have a number that may be a year or a month (1954.txt, report-1999.txt)" in note
    alone = ReadingRecord()
    list(stream_documents(folder / "1954.txt", record=alone))
    assert "was not read with its folder" in alone.notes[0]
    none = ReadingRecord()
    list(stream_documents(write(tmp_path / "years", "1954", "1955", "1956"), record=none))
    assert none.notes == []


def test_a_date_of_a_name_in_the_future_is_warned_of(tmp_path):
    folder = write(tmp_path / "docs", f"{NEXT_YEAR + 1}-01-01")
    with pytest.warns(UserWarning, match="1 document is dated in the future"):
        tag(folder)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        tag(write(tmp_path / "past", "2020-01-01"))


def test_the_inputs_that_were_dated_wrongly(corpora):
    inputs = corpora.parent / "inputs"
    docs = tag(inputs / "numbered").documents
    assert docs["date"].isna().all() and len(docs) == 3
    with pytest.warns(UserWarning, match="中国制造2025"):
        docs = tag(inputs / "titleyear").documents.set_index("doc_id")["date"].dropna()
    assert docs.dt.date.astype(str).to_dict() == {"2015-03-05 政府工作报告.txt": "2015-03-05"}
