"""Reads of this room, shaped for pages and files; they never write. What a reader may not see is not fetched."""
