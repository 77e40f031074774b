"""People, sign-in and roles; who may do what stands on one page: `rights.py`."""
