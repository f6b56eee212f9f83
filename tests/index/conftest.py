"""Hypothesis without its deadline: a first call may load the word segmentation, or wait for a busy core."""

from hypothesis import settings

settings.register_profile("no-deadline", deadline=None)
settings.load_profile("no-deadline")
