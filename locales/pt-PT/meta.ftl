# O que o programa sabe sobre esta língua.
name = Português (Portugal)
direction = ltr
review = draft
