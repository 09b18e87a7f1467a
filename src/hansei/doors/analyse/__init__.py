"""`hansei analyse`: what one export says, as a terminal summary, an HTML report, a workbook and JSON.

A front over `hansei.analytics` without server or database: read, map, shape, measure, find, tell.
It owns no measure and no finding; it owns how one run is asked for and how its answers are written down.
"""
