"""Tagged documents: the frames, their columns, and the questions that can be asked of them."""
