"""The tree of places and who answers for them."""
