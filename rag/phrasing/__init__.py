"""A language model's wording of an answer that was already found, and the proof that it says nothing else."""
