"""Feature files of Talk's integration suite as scenarios.

`gherkin-official` parses a file; each sentence finds its pattern in the registry, and a pattern writes plain
steps of a scenario. The result is a scenario as YAML gives it, so whatever can be done with one can be done
with the other. No rule of Talk is decided here: a step says who asks for what, and what is expected.
"""
