"""Use partyspeak inside other tools: spaCy and Dask."""
