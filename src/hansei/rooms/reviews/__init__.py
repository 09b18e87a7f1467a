"""Reviews: packs for meetings with a customer and inside a team, and internal audits of the management system.

Owns packs, their frozen figures and seals, comments on their sections, and the actions agreed in them; audited areas,
audits, their questions and findings. Does not own the data sets and measures that packs are filled from (mining), nor
improvements and corrective actions (improvement).
"""
