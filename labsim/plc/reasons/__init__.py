"""Why a bit is as it is: the cross reference, and `why` in words."""
