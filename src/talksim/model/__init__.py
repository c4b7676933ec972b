"""What exists: the ownership tree below `Server`, its lifecycles, and the events it emits."""
