"""What lab notebooks show besides the bench: pictures, question sheets, the course map."""
