"""Candidate set phrases that the lexicon does not have yet."""

from partyspeak.discovery.candidates import Candidates
from partyspeak.discovery.finding import discover
from partyspeak.discovery.judged import read_judged, remember

__all__ = ["Candidates", "discover", "read_judged", "remember"]
