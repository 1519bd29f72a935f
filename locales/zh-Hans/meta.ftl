name = 简体中文
direction = ltr
review = draft
