"""Search: what can happen, over all states that a small world can reach."""
