"""The check of the trail: bytes, seals, tree, heads, clock, and the rows that the records say were written."""
