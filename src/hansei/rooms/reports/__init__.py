"""Reports: what readers outside the team are given about a service, a project, its incidents and its problems.

Owns engagements (what is reported, to whom, when), reports with their frozen figures and seals, what was decided from
them, and who got and read them. Does not own the data sets and findings they are filled from (mining), how a document
is drawn (blocks.document), or the meetings in which it is discussed (reviews).
"""
