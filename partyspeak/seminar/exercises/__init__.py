"""The exercises of the notebooks, one module per notebook.

A module holds ``TITLE`` and ``EXERCISES``, a tuple of :class:`partyspeak.seminar.Exercise`. Each answer is a named
function that works it out from the data with the public names of partyspeak; an instructor's notebook shows its code.
"""
