"""The register of households, phone to phone."""
