"""Candidate set phrases that the lexicon does not have yet."""

from partyspeak.analysis.discovery.candidates import Candidates
from partyspeak.analysis.discovery.discover import discover
from partyspeak.analysis.discovery.verdicts import read_judged, remember

__all__ = ["Candidates", "discover", "read_judged", "remember"]
