"""What is done with the register here: which doors somebody sees, and slips."""
