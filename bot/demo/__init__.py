"""The demo's made-up neighbourhood."""
