"""Pages of the registry: the public list of organisations, and the officers' records and forms."""
