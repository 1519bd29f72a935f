# Yang diketahui program tentang bahasa ini.
name = Bahasa Indonesia
direction = ltr
review = draft
