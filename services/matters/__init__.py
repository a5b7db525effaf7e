"""What can be done with matters, asks and bundles."""
