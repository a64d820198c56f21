"""Instruments: components with leads."""
