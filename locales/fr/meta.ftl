# Ce que le programme sait de cette langue. Voir locales/README.md.
name = Français
direction = ltr
review = draft
