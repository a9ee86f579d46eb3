"""Where things stand in the pictures of a mission: its map and its time axis."""
