# Ce que le programme sait de cette langue. Voir locales/README.md.
name = Français (Canada)
direction = ltr
review = draft
