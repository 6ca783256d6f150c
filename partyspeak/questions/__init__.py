"""The questions that can be asked of tagged documents, as methods; each is one call into the analysis."""

from partyspeak.questions.contrasts import Contrasts
from partyspeak.questions.forms import Forms
from partyspeak.questions.lives import Lives
from partyspeak.questions.neighbours import Neighbours
from partyspeak.questions.novelties import Novelties
from partyspeak.questions.over_time import OverTime
from partyspeak.questions.spread import Spread

__all__ = ["Questions"]


class Questions(OverTime, Lives, Contrasts, Forms, Neighbours, Spread, Novelties):
    """Every question of the analysis; :class:`partyspeak.TaggedCorpus` is one that holds the answers."""
