# What the program knows about this language.
name = English
direction = ltr
# draft until somebody other than its author has read it, then reviewed.
review = draft
