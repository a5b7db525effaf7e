"""What can be done with an announcement: writing and sending it, its rounds by the clock, and telling at the doors."""
