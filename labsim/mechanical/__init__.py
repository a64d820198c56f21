"""Precision maintenance: balancing, alignment, lubrication, drives, fits, leaks; a dial bench."""
