"""Pages of this room: each reads the request, calls one query or service, and renders."""
