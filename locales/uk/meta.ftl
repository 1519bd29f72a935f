name = Українська
direction = ltr
review = draft
