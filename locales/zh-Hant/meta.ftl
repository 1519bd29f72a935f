name = 繁體中文
direction = ltr
review = draft
