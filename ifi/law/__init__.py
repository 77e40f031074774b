"""The law as code: dated, cited norms and what follows from them. Pure; the law itself is data in `kz/`."""
