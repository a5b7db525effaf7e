"""What people read: texts, buttons and cards, drawn from facts. No decisions, no queries."""
