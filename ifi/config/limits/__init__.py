"""How often somebody may ask for what is costly or could be guessed at (ADR 0012)."""
