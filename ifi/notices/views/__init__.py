"""Pages of notices: one's own, those of anybody, those of administrators, and what programs call."""
