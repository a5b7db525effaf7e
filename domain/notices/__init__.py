"""What people are told: facts, kept as facts until they are drawn in the reader's language."""
