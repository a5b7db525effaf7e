"""Until when and at which hour: limits, quiet time, weeks, the ladder, days as people type them."""
