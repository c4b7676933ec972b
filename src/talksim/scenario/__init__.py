"""Replay: a YAML file of what people do, structured, run and reported."""
