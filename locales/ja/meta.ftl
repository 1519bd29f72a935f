name = 日本語
direction = ltr
review = draft
