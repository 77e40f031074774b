"""Every act leaves a record here that cannot be altered unseen: a Merkle tree (RFC 9162) with signed heads."""
