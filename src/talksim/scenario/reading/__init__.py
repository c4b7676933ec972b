"""What a file says, made of plain values: who does what, what is given, what is expected."""
