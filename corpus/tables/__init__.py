"""Appendix tables put together again from a text layer that lost their grid."""
