"""Organisations, subsoil rights and the classifiers they use."""
