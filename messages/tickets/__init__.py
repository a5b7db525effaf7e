"""Screens about reports and tickets."""
