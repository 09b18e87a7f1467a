"""Readers, mapping, measures, mining, statistics and the recurrence finder. Ibis in, Ibis out; no Django."""
