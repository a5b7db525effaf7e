"""The register of households: doors, members, codes and rolls."""
