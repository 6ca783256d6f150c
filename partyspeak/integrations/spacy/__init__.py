"""The spaCy component ``partyspeak``: mentions as spans of a ``Doc``.

``nlp.add_pipe("partyspeak")`` works in any pipeline, with no import: spaCy finds it by its entry point.
What the tagger finds is decided by the text alone; tokens only carry the answer. Two things follow from
tokens all the same:

* A mention that begins or ends inside a token is given the whole token, since a ``Span`` cannot be
  less. ``span._.party_expanded`` says so, and ``doc._.party_mentions`` has the exact places.
* Where the tokens of a Chinese pipeline are words (``segmenter = "pkuseg"`` or ``"jieba"``), they are
  evidence: a boundary that a dictionary word straddles stands when a token on its far side is itself a
  word of the dictionary. Tokens never speak against a mention.
"""

from partyspeak.integrations.spacy.blank import spacy_blank
from partyspeak.integrations.spacy.component import PartyPhrases, create_component

__all__ = ["PartyPhrases", "create_component", "spacy_blank"]
