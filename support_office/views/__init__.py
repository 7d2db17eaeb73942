"""Pages of the support office."""
