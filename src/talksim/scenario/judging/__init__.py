"""What came of a step against what was expected, and what there is to say about it."""
