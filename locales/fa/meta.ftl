name = فارسی
direction = rtl
review = draft
