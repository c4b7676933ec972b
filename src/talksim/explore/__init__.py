"""Search: what can happen, over all states that a small world can reach."""

from talksim.called import called

called(__name__)
