"""The text of a file: YAML with a place for every value, and what is wrong with it."""
