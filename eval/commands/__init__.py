"""The commands of ``hoidap eval``, one a module."""
