"""Where something is: a place read out of a sentence, doors, house numbers, and what /find is asked."""
