"""Pages that ask for more than the register does, one module a record."""
