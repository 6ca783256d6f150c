"""The date of a document that only its file's name tells."""

import pytest

from partyspeak.sources import date_in_name


@pytest.mark.parametrize(
    ("name", "date"),
    [
        ("2022-04-14 plenum", "2022-04-14"),
        ("plenum_2022_04_14", "2022-04-14"),
        ("2022.4.14", "2022-04-14"),
        ("20220414", "2022-04-14"),
        ("讲话2022年4月14日", "2022-04-14"),
        ("讲话2022年4月", "2022-04"),
        ("2022-04", "2022-04"),
        ("2022_04", "2022-04"),
        ("202204", "2022-04"),
        ("speech 1954", "1954"),
        ("1954 and again 1954-09-15", "1954-09-15"),
        ("1954-09-15 to 1954-09-28", None),
        ("from 1954 to 1957", None),
        ("20229999", None),
        ("2022-02-30", None),
        ("1234567890123", None),
        ("p.2022041", None),
        ("notes", None),
    ],
)
def test_a_date_in_a_name_is_read_as_it_is_written_or_not_at_all(name, date):
    assert date_in_name(name) == date
