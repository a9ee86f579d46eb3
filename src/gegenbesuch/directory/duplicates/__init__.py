"""
Tell whether two records are about one person or one organisation.

`parts`, `organisation_names` compare names across scripts and spellings,
`people` and `organisations` weigh all evidence, `keys` and `blocking` say which
records are worth comparing, `loading` reads them from the directory, `finding` puts
it together.
"""
