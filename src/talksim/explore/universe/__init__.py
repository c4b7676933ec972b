"""Universe files: a small world, what may happen in it, and what is claimed of all that can happen."""
