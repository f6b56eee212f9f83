"""What can go wrong while training.

TrainingError
├── DataError       a data file is missing or a line of it is not what the format says
└── RecipeError     a figure of the recipe is out of range
"""

from __future__ import annotations


class TrainingError(Exception):
    """Base of every error of this package; its message says what to do."""


class DataError(TrainingError):
    """A data file is missing, or a line of it lacks a field."""


class RecipeError(TrainingError):
    """A figure of the recipe is out of range."""
