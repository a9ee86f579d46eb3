"""
One search over everything: records of all apps, in every script.

`kinds` knows what is searched, `grams` what an index row holds, `store` keeps
the rows in the database, `fuzzy` finds words that are spelt nearly alike,
`ranking` says how well a record fits, and `finding` puts it together.
"""
