"""What each sentence means: a module per chapter of the suite's description, found by `load_steps`."""
