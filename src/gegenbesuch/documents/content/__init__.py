"""What each document says, as blocks."""
