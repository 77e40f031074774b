"""What users declared against what the treasury received: which differences count, and why they probably are."""
