"""Pages about the law: regimes and their norms on a date, worked cases computed live, what is not known."""
