"""``tagged.chart``: charts are a layer above the corpus, which therefore gets them from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from partyspeak.errors import PartyspeakError, how_to_install

if TYPE_CHECKING:
    from partyspeak.corpus.corpus import TaggedCorpus
    from partyspeak.display.charts import Charts

__all__ = ["chart"]


def chart(corpus: TaggedCorpus) -> Charts:
    """The charts of this corpus: ``tagged.chart.timeline()`` and others; needs ``pip install '.[charts]'``."""
    try:
        import altair  # noqa: F401 - only looked for; the charts import what they use
    except ImportError:
        raise PartyspeakError(f"charts need altair; {how_to_install('charts')}") from None
    from partyspeak.display.charts import Charts

    return Charts(corpus)
