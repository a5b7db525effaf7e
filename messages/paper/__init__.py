"""What leaves as a file: printed sheets, photos, exports."""
