"""Programs of other tools read and written: neutral text, L5X, PLCopen, OpenPLC."""
