# Ce que le programme sait de cette langue.
name = Français
direction = ltr
review = draft
