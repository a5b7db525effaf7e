"""The made-up community of the demonstration, as the four tables of the set-up import."""
