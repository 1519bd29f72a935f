# Che cosa sa il programma di questa lingua.
name = Italiano
direction = ltr
review = draft
