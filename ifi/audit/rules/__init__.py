"""The tree, the record's canonical form and the signed heads, as pure functions."""
