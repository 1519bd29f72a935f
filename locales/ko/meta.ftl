name = 한국어
direction = ltr
review = draft
