"""The week in figures: counted from the lives of tickets, frozen with the numbers behind every figure."""
