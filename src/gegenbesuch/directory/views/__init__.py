"""The pages of the directory, one file for each kind of record."""
