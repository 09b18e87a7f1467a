"""Ballot box: what is said without a name waits here, sealed and shaken, until a batch of it is taken out together.

A room puts something into a box, with a ticket where a person may do so once, and takes out what came before a day,
all of it or nothing. No row tells what it holds, when it came, or which ticket came with it. Rooms keep people apart
from it: no ticket may be worked out from anything that the database holds.
"""
