"""Measures: how work flows through a data set, and every measure of it with its definition.

Owns the flow map and the measure pages: filtered, followed over time, two periods compared, taken out as CSV or XLSX.
Does not own the data sets and findings (mining), nor what a measure is (hansei.analytics.measures).
"""
