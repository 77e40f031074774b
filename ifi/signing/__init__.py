"""Electronic signatures: canonical documents, their signatures and how these are verified."""
