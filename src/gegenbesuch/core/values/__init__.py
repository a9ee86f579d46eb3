"""
The value types of the product: dates, numbers, names and evidence.

Everything here is immutable and knows no model; ``fields`` and ``forms`` join
the values to Django.
"""
