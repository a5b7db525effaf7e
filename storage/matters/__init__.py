"""Matters, asks and bundles within one unit of work."""
