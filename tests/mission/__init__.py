"""Rows of the mission that no test of a single module proves."""
