"""What the figures of a run are computed by."""
