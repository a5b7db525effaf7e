"""The weekly digest as message, picture, lists and table."""
