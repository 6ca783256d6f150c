"""The report: one page on a tagged corpus, for readers who do not use Python."""

from partyspeak.display.report.writing import report, report_page

__all__ = ["report", "report_page"]
