"""Which rules were exercised: observing runs, adding them up, and which changed rules nobody would notice."""
