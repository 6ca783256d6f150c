"""The report: one page on a tagged corpus, for someone who was not at the keyboard."""

from partyspeak.display.report.writing import report, report_page

__all__ = ["report", "report_page"]
