"""Pictures and clips that people took: looked at warily, and made anew of what is seen alone."""
