name = ไทย
direction = ltr
review = draft
