"""A real PostgreSQL and Valkey for a machine that has none, and the processes of a local run."""
