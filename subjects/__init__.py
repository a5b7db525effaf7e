"""What the communities do beside reports: a folder for each subject, read as one thing."""
