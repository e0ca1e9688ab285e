"""What a change means: two states of the handbook compared, weighed, and traced to people.

`plain` turns the model into trees, `align` says which item is which, `compare` finds the
differences field by field, `classes` weighs them, `handbooks` does so for everything and follows
quantities, `people` and `prints` say whom and which paper it concerns.
"""
