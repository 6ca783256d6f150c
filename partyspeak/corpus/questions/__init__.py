"""The questions that can be asked of tagged documents, as methods; each is one call into the analysis."""

from partyspeak.corpus.questions.contrasts import Contrasts
from partyspeak.corpus.questions.forms import Forms
from partyspeak.corpus.questions.lives import Lives
from partyspeak.corpus.questions.neighbours import Neighbours
from partyspeak.corpus.questions.novelties import Novelties
from partyspeak.corpus.questions.over_time import OverTime
from partyspeak.corpus.questions.spread import Spread

__all__ = ["Questions"]


class Questions(OverTime, Lives, Contrasts, Forms, Neighbours, Spread, Novelties):
    """Every question of the analysis; :class:`partyspeak.TaggedCorpus` is one that holds the answers."""
