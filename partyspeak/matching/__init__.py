"""From text to mentions: the automaton, word boundaries, overlaps, and the tagger that combines them."""
