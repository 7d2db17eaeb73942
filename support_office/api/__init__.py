"""Endpoints of the support office."""
