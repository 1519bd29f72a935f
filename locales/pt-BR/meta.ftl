# O que o programa sabe sobre este idioma.
name = Português (Brasil)
direction = ltr
review = draft
