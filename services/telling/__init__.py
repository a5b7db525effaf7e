"""Who is told what of a ticket, with which words and files, and which days the digest comes first."""
