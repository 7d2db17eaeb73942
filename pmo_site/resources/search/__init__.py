"""One search over every register: what is looked through, how the database keeps it, who finds what."""
