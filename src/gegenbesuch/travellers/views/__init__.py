"""The pages of those who travel: for the office, and their own."""
