"""How statements are made and run: the base of stores, upserts, revisions, errors, and files of our own."""
