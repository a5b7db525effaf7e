"""Work that reaches people who are not the assignee: matters, asks, and how often anybody is disturbed by them."""
