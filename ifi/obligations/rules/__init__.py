"""Pure decisions about duties: where one stands, what may be done to a performance, how credit and penalties follow."""
