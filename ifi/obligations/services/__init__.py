"""Acts on duties, one subject a file. Each takes many items, checks the right first, and runs as one transaction."""
