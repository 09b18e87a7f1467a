"""Register: list, record page, forms, history and export of a record kind, from its declaration.

A room declares a `Register` (`register.declaration`) beside its kind and includes `addresses(register)` under a name of
its own. It adds sections to the record page with `add_section`. It owns no data; it writes through the room's actions
only.
"""
