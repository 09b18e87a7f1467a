"""Feedback: what users and customers say, named or anonymous, and what became of it; complaints and compliments.

Owns feedback items, the counts of why people say nothing, complaints with their ends, compliments, and the surveys it
fills the survey block with. Does not own the improvements and corrective actions that follow: those are linked.
"""
