# Programın bu dil hakkında bildikleri.
name = Türkçe
direction = ltr
review = draft
