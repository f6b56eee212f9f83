"""From a file to a citable document: reading, cleaning, structure, tables, facts, registry."""
