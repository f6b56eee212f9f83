"""How well retrieval does on public sets, beside what others would build."""
