"""Items toward SMRP's CMRT, by its four domains."""
