"""The pages of missions, of their plans and of what clashes."""
