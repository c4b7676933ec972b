"""What operations share: scenes, gates, and the cascades that more than one chapter needs."""
