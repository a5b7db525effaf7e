"""What is kept, shown to whom it concerns, forgotten, exported and looked after."""
