"""People, posts, leaves, restrictions, what they are in the middle of writing, and all that is kept of one."""
