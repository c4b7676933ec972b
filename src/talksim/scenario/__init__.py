"""Scenarios: what people do in a room, as a YAML file that is read, checked and played."""
