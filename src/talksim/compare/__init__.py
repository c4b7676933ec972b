"""Two policies side by side: who may do what under one and not under the other, with what shows it."""
