# Wat het programma over deze taal weet.
name = Nederlands
direction = ltr
review = draft
