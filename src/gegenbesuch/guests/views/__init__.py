"""The pages of guests, for the office and for the guests themselves."""
