"""The files that people sent: what their channels call them."""
