"""Answers as Altair charts; they need ``pip install '.[charts]'``."""

from partyspeak.errors import PartyspeakError, how_to_install

try:
    import altair  # noqa: F401 - the modules below import what they use of it
except ImportError:
    raise PartyspeakError(f"charts need altair; {how_to_install('charts')}") from None

from partyspeak.display.charts.butterfly import keyness
from partyspeak.display.charts.corpus_charts import Charts
from partyspeak.display.charts.dispersion_plot import dispersion
from partyspeak.display.charts.finished_chart import FinishedChart
from partyspeak.display.charts.heat_map import heat_map, temperature
from partyspeak.display.charts.ladder import first_appearances
from partyspeak.display.charts.matrix import cooccurrence
from partyspeak.display.charts.stacked_bars import renderings
from partyspeak.display.charts.timeline import timeline

__all__ = [
    "Charts",
    "FinishedChart",
    "cooccurrence",
    "dispersion",
    "first_appearances",
    "heat_map",
    "keyness",
    "renderings",
    "temperature",
    "timeline",
]
