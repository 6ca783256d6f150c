"""Tagged corpora: their frames, the columns, and the questions they answer."""
