"""The register of households: every door once, and who may speak for it."""
