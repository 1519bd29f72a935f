# Ce que le programme sait de cette langue.
name = Français (Canada)
direction = ltr
review = draft
