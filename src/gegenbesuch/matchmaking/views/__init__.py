"""The pages of matchmaking: of a company, of the office, for everybody."""
