"""What earlier versions have kept, and that it is still delivered, answered and pressed."""
