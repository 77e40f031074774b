"""The demonstration portfolio: made up from a seed, calibrated to published figures, marked wherever it shows."""
