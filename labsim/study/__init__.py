"""Study toward certificates: item generators, exam forms, practice that comes back in time.

`form.form("cmrt", seed)` draws a mock exam, `sitting` sits it, `practice` asks what is due.
"""
