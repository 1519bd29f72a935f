# Was das Programm über diese Sprache weiß.
name = Deutsch
direction = ltr
review = draft
