"""A store: tagged documents in a folder of Parquet parts that grows, run after run.

    store/store.json                 the settings, the columns, and which parts count
    store/documents/part-….parquet   one row a document
    store/mentions/part-….parquet    one row a mention
    store/texts/part-….parquet       the texts, unless they were left out
    store/phrases-….parquet          the lexicon's facts
    store/run.json                   what the last run did

Every part is written aside. Then ``store.json`` is replaced, at once: that is the moment when new rows
count. Then the parts take their names, and those that they replace go. Whatever ends a run, and
wherever, the store is as it was before that moment or after it, and the next run tidies up. Readers ask
``store.json``; another program that reads ``documents/*.parquet`` sees the same, but for the blink in
which the parts take their names.
"""

from partyspeak.store.manifest import is_store
from partyspeak.store.store import Batch, Store

__all__ = ["Batch", "Store", "is_store"]
