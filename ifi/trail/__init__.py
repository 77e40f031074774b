"""The trail as people read it: the history of any object in words, search, an auditor's files, proofs, heads."""
