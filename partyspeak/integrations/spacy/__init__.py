"""The spaCy component ``partyspeak``: mentions as spans of a ``Doc``.

``nlp.add_pipe("partyspeak")`` works in any pipeline without an import: spaCy finds the component by its entry point.
The tagger works on the text alone, and tokens only hold the result. Still, tokens matter in two ways:

* If a mention begins or ends inside a token, its span includes the whole token, since a ``Span`` consists of whole
  tokens. ``span._.party_expanded`` is then true, and ``doc._.party_mentions`` has the exact positions.
* If the tokens of a Chinese pipeline are words (``segmenter = "pkuseg"`` or ``"jieba"``), they count as evidence: a
  boundary that a dictionary word straddles is accepted if the token on its far side is itself a dictionary word.
  Tokens never count against a mention.
"""

from partyspeak.integrations.spacy.blank import spacy_blank
from partyspeak.integrations.spacy.component import PartyPhrases, create_component

__all__ = ["PartyPhrases", "create_component", "spacy_blank"]
