"""PLC ladder: programs in two dialects, scanned as a controller scans them."""
