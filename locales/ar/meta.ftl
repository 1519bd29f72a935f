name = العربية
direction = rtl
review = draft
