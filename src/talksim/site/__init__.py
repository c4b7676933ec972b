"""A static site of a run: scenarios with their timelines and steps, coverage, statecharts, who may do what.

The pages work from the file system: no server, no network. What a page shows beyond its text is JSON within
it, which the committed bundle of `web/` draws.
"""
