"""SCADA: alarms as rungs, a plant behind two controllers, the journal they write, its statistics.

The words are those of ISA-18.2 and IEC 62682; figures that stand in EEMUA 191 or there are marked
"check the current standard" where they are used: the standards are paid for and not before us.
"""
