"""People and the posts they hold: invitations, leaves, posts that end, and who can be told anything."""
