"""How each number in the report was computed: method, denominator, source and call."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from partyspeak.display.interface_text import InterfaceText
from partyspeak.display.page import render
from partyspeak.display.report.facts import LEAST, Answers

__all__ = ["methods"]


def methods(answers: Answers, words: InterfaceText) -> Markup:
    """One row per number."""
    by = words.said(f"period_{answers.by}")
    nested = "" if answers.corpus.selected.nested is not False else words.said("m_mention_nested")
    period = f'by="{answers.by}"'
    none, ours = words.both("none"), words.both("ours")
    rows: list[tuple[str, dict[str, Any], Markup, Markup, str]] = [
        ("m_mention", {"nested": nested}, none, words.both("m_mention_source"), "partyspeak.tag(docs)"),
        ("m_unsure", {}, words.both("m_unsure_of"), ours, 'tagged.mentions.query("not sure")'),
        ("m_first", {}, none, ours, "tagged.first_appearances()"),
        ("m_lag", {}, none, ours, "tagged.attestation()"),
        ("m_share", {}, words.both("m_share_of", by=by), words.both("m_share_source"),
         f'tagged.frequency({period}, per="documents", confidence=0.95)'),
        ("m_tier", {}, words.both("m_share_of", by=by), words.both("m_tier_source"), f"tagged.scale_jumps({period})"),
        ("m_status", {}, words.both("m_status_of"), ours, f"tagged.lifecycle({period})"),
        ("m_chance", {}, words.both("m_chance_of"), ours, "tagged.dropped(before, after)"),
        ("m_over", {"by": by, "least": LEAST}, none, ours, f"tagged.overtakings({period}, least={LEAST})"),
        ("m_form", {}, words.both("m_form_of"), ours, f"tagged.renderings({period})"),
    ]  # fmt: skip
    reprints = words.both("reprints_marked" if "reprint" in answers.documents else "reprints_note")
    return render("report_methods.html", words=words, rows=rows, reprints=reprints)
