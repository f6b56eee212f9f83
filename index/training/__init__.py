"""Training and measuring the shipped embedding model; nothing here is needed to answer a question."""
