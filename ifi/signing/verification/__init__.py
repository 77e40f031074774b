"""Verifying a CMS: one protocol, a verifier of our own for RSA and ECDSA, and a national service for GOST."""
