"""Charts of the answers, as Altair charts; they need ``pip install 'partyspeak[charts]'``."""

from partyspeak.show.charts.finished import FinishedChart
from partyspeak.show.charts.heat_map import heat_map, temperature
from partyspeak.show.charts.of_corpus import Charts
from partyspeak.show.charts.timeline import timeline

__all__ = ["Charts", "FinishedChart", "heat_map", "temperature", "timeline"]
