"""Charts of the answers, as Altair charts; they need ``pip install '.[charts]'``."""

from partyspeak.show.charts.cooccurrence import cooccurrence
from partyspeak.show.charts.dispersion import dispersion
from partyspeak.show.charts.finished import FinishedChart
from partyspeak.show.charts.first_appearances import first_appearances
from partyspeak.show.charts.heat_map import heat_map, temperature
from partyspeak.show.charts.keyness import keyness
from partyspeak.show.charts.of_corpus import Charts
from partyspeak.show.charts.renderings import renderings
from partyspeak.show.charts.timeline import timeline

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
