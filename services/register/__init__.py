"""The register of households: who may do what with a door, codes, members, corrections, rolls."""
