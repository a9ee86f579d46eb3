"""The pages of calls: for the office, for applicants."""
