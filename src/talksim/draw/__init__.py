"""Pictures: of lifecycles, of what operations answer, and of scenarios.

What is drawn is extracted into values that know no format, and each format is one function: `graph`,
`sequence` and `timeline` hold the values, `formats` says how a function becomes a format.
"""
