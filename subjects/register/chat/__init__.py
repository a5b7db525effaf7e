"""The register in the chat."""
