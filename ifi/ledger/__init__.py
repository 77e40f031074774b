"""The double-entry ledger of duties: append-only, idempotent, checked against itself and the facts."""
