"""A run as one page to read, keep and print."""
