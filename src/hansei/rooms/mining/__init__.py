"""Mining: data sets taken in from other tools, their feed to Parquet, and what the finder found in them.

Owns data sets, extracts, mappings, findings and their decisions. Does not own measures over time (measures),
reviews, or what is done about a finding (improvement).
"""
