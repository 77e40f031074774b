"""The second wall: PostgreSQL itself hides from the web's role what its present reader may not see (ADR 0012)."""
