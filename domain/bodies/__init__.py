"""Bodies beside the chain: what they answer for, who has their seats, and for how long."""
