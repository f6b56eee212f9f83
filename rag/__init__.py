"""From a question to an Answer: understanding, retrieving, reading, composing, verifying."""
