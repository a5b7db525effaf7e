"""How updates come in: fetched or brought, parsed, written down, and answered in the order of their chats."""
