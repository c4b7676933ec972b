"""`talksim repl`: what is typed, line by line."""
