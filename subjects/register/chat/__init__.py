"""The register in the chat: of residents, and of the chain."""
