# What the program knows about this language. See locales/README.md before you translate.

# The language's own name for itself, with a capital if it stands alone. It divides the languages of one letter.
name = English
# ltr (left to right) or rtl (right to left).
direction = ltr
# draft until a native speaker other than the author has read every sentence, then reviewed.
review = draft
