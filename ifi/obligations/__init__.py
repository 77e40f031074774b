"""The duty of a right and year: what is due and why, what was done, where it stands, what differs."""
