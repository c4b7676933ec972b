"""Steps that somebody types one by one: played at once, taken back, kept as a file."""
