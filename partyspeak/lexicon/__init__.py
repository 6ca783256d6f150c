"""The lexicon: phrases as data, and what loads, checks, compares and exports them."""

from partyspeak.lexicon.lexicon import Lexicon, default_folder
from partyspeak.lexicon.model import Form, Phrase, Source

__all__ = ["Form", "Lexicon", "Phrase", "Source", "default_folder"]
