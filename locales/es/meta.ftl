# Lo que el programa sabe de este idioma.
name = Español
direction = ltr
review = draft
