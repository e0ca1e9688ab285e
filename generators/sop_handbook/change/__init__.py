"""What a change means: two states of the handbook compared, weighed, and traced to people.

`comparison_tree` turns the model into trees, `align` says which item is which, `compare` finds the
differences field by field, `severity` weighs them, `handbooks` does so for everything and follows
quantities, `affected_roles` and `prints` say whom and which prints it concerns.
"""
