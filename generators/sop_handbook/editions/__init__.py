"""What was released: the hashes that tell it, and the ledger that keeps it."""
