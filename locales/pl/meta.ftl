# Co program wie o tym języku.
name = Polski
direction = ltr
review = draft
