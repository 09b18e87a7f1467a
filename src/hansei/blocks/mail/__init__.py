"""Mail: what leaves by mail, each piece once, with a row that says honestly what became of it.

A room declares a post (`posts.declare`) with a table of its own made from `Outgoing`, and says how a row becomes a
message. The block takes each row before it sends it, tries again after a fault, and leaves in doubt what was cut off.
It does not know what the mail is about.
"""
