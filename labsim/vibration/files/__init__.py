"""Records in files: WAV, CSV, MAT and UFF58, in and out, nothing guessed."""
