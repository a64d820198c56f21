"""Items toward ISO 18436-2 Category I, by topics of its Annex A."""
