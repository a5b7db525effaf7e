"""What a sentence means: its characters made plain, phrases found in it, categories, danger, complaints, small talk."""
