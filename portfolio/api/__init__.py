"""Endpoints of the portfolio."""
