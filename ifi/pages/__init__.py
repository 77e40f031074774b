"""What the pages of every room are built from: form fields, their rendering, sentences of the ground floor's errors."""
