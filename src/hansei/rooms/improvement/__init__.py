"""Improvement: the register of improvements, from an idea or a finding to an end that the data support.

Owns improvements, their frozen baselines and the answers given about them. Reads data sets through mining; does not
own findings, measures or reviews, and computes no statistics of its own.
"""
