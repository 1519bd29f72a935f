# Những gì chương trình biết về ngôn ngữ này.
name = Tiếng Việt
direction = ltr
review = draft
