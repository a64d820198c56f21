"""The PLC as parts of a machine: cards, channels, processor, and what was edited."""
