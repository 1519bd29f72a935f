name = Русский
direction = ltr
review = draft
