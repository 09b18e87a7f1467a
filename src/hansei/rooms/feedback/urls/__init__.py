"""Addresses of this room, a file for each name space."""
