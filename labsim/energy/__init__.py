"""Energy that a machine stores when it is switched off: oil under pressure, a raised mass, air.

A plain model that a fluid network can take the place of (docs/adr/0010).
"""
