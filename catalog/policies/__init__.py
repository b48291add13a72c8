"""Who may do what, and to which rows: each rule once, as a question and as a query."""
