"""Other methods on the same instances, in the same run, judged by the validator."""
