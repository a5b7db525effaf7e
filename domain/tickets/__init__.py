"""A ticket's rules: its life, who may see it and is told of it, requests to superiors, and the report it begins as."""
