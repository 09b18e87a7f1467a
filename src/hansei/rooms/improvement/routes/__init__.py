"""Addresses of the registers of this room beside improvements themselves, one module a register."""
