"""What an analyser makes of a record: spectra, values, orders, envelopes, trends, verdicts."""
