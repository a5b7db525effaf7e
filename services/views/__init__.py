"""What a reader may see right now: the facts of every screen, behind the visibility door."""
