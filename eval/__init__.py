"""The curated question set and what measures the product with it."""
