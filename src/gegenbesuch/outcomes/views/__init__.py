"""The pages of outcomes, of what attests them, and of settlements."""
