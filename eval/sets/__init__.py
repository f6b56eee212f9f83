"""An office's own question sets: written in a workbook, taken in, and their results given back in one."""
