"""How every number of the report was made: the method, its denominator, its source, the call."""

from __future__ import annotations

from typing import Any

from partyspeak.display.interface_text import Words
from partyspeak.display.page import escaped
from partyspeak.display.report.facts import LEAST, Answers

__all__ = ["methods"]


def methods(answers: Answers, words: Words) -> str:
    """One row per number."""
    by = words.said(f"period_{answers.by}")
    nested = "" if answers.corpus.kinds[2] else words.said("m_mention_nested")
    period = f'by="{answers.by}"'
    none, ours = words.both("none"), words.both("ours")
    rows: list[tuple[str, dict[str, Any], str, str, str]] = [
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
    lines = "".join(
        f"<tr><th scope=row>{words.both(key)}<td>{words.both(f'{key}_how', **values)}<br><code>{escaped(call)}</code>"
        f"<td>{of}<td>{source}"
        for key, values, of, source, call in rows
    )
    heads = "".join(f"<th scope=col>{words.both(key)}" for key in ("method", "how", "denominator", "source"))
    reprints = words.both("reprints_marked" if "reprint" in answers.documents else "reprints_note")
    return f"""<div class=wide role=region aria-labelledby=h-methods><table class=methods aria-labelledby=h-methods>
<thead><tr>{heads}</thead><tbody>{lines}</tbody></table></div><p>{reprints}</p>"""
