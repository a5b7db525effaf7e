"""What is done with a ticket that stands, by stewards, residents, neighbours, superiors and the clock."""
