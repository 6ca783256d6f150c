"""The lexicon: phrases as data, with functions to load, check, compare and export them."""

from partyspeak.lexicon.lexicon import Lexicon, default_folder
from partyspeak.lexicon.model import Form, Phrase, Source

__all__ = ["Form", "Lexicon", "Phrase", "Source", "default_folder"]
