"""Files in: refused when hostile, read, checked cell by cell, previewed, committed once. Knows no business: rooms above
register their kinds of import at start-up."""
