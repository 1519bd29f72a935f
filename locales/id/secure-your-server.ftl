# Surat tentang relay email terbuka dan proxy terbuka.
#
# Variabel: lihat locales/en/secure-your-server.ftl.

subject-one = { $kind ->
    [relay] Kemungkinan relay email terbuka di { $ip }
    [proxy] Kemungkinan proxy terbuka di { $ip }
    [mixed] Kemungkinan relay dan proxy terbuka di { $ip }
   *[other] Kemungkinan layanan terbuka di { $ip }
}
subject-many = { $kind ->
    [relay] Kemungkinan relay email terbuka di { $count } alamat
    [proxy] Kemungkinan proxy terbuka di { $count } alamat
    [mixed] Kemungkinan relay dan proxy terbuka di { $count } alamat
   *[other] Kemungkinan layanan terbuka di { $count } alamat
}

observation-reported = { $kind ->
    [relay] { $count ->
        [1] Menurut pihak ketiga, seperti basis data publik, pada alamat di bawah ini mungkin terdapat relay email terbuka
            (open relay).
       *[other] Menurut pihak ketiga, seperti basis data publik, pada { $count } alamat di bawah ini mungkin terdapat relay
            email terbuka (open relay).
    }
    [proxy] { $count ->
        [1] Menurut pihak ketiga, seperti basis data publik, pada alamat di bawah ini mungkin terdapat proxy terbuka (open
            proxy).
       *[other] Menurut pihak ketiga, seperti basis data publik, pada { $count } alamat di bawah ini mungkin terdapat proxy
            terbuka (open proxy).
    }
    [mixed] { $count ->
        [1] Menurut pihak ketiga, seperti basis data publik, pada alamat di bawah ini mungkin terdapat relay email terbuka
            (open relay) dan proxy terbuka (open proxy).
       *[other] Menurut pihak ketiga, seperti basis data publik, pada { $count } alamat di bawah ini mungkin terdapat relay
            email terbuka (open relay) atau proxy terbuka (open proxy).
    }
   *[other] { $count ->
        [1] Menurut pihak ketiga, seperti basis data publik, pada alamat di bawah ini mungkin terdapat layanan yang terbuka
            bagi siapa saja di internet.
       *[other] Menurut pihak ketiga, seperti basis data publik, pada { $count } alamat di bawah ini mungkin terdapat
            layanan yang terbuka bagi siapa saja di internet.
    }
}
observation-observed = { $kind ->
    [relay] { $count ->
        [1] Pengamatan kami sendiri, yang terakhir pada tanggal { $day }, menunjukkan kemungkinan bahwa pada alamat di bawah
            ini terdapat relay email terbuka (open relay).
       *[other] Pengamatan kami sendiri, yang terakhir pada tanggal { $day }, menunjukkan kemungkinan bahwa pada { $count }
            alamat di bawah ini terdapat relay email terbuka (open relay).
    }
    [proxy] { $count ->
        [1] Pengamatan kami sendiri, yang terakhir pada tanggal { $day }, menunjukkan kemungkinan bahwa pada alamat di bawah
            ini terdapat proxy terbuka (open proxy).
       *[other] Pengamatan kami sendiri, yang terakhir pada tanggal { $day }, menunjukkan kemungkinan bahwa pada { $count }
            alamat di bawah ini terdapat proxy terbuka (open proxy).
    }
    [mixed] { $count ->
        [1] Pengamatan kami sendiri, yang terakhir pada tanggal { $day }, menunjukkan kemungkinan bahwa pada alamat di bawah
            ini terdapat relay email terbuka (open relay) dan proxy terbuka (open proxy).
       *[other] Pengamatan kami sendiri, yang terakhir pada tanggal { $day }, menunjukkan kemungkinan bahwa pada { $count }
            alamat di bawah ini terdapat relay email terbuka (open relay) atau proxy terbuka (open proxy).
    }
   *[other] { $count ->
        [1] Pengamatan kami sendiri, yang terakhir pada tanggal { $day }, menunjukkan kemungkinan bahwa pada alamat di bawah
            ini terdapat layanan yang terbuka bagi siapa saja di internet.
       *[other] Pengamatan kami sendiri, yang terakhir pada tanggal { $day }, menunjukkan kemungkinan bahwa pada { $count }
            alamat di bawah ini terdapat layanan yang terbuka bagi siapa saja di internet.
    }
}
observation-confirmed = { $kind ->
    [relay] { $count ->
        [1] Pengujian pada tanggal { $day } telah memastikan bahwa pada alamat di bawah ini terdapat relay email terbuka
            (open relay).
       *[other] Pengujian, yang terakhir pada tanggal { $day }, telah memastikan bahwa pada { $count } alamat di bawah ini
            terdapat relay email terbuka (open relay).
    }
    [proxy] { $count ->
        [1] Pengujian pada tanggal { $day } telah memastikan bahwa pada alamat di bawah ini terdapat proxy terbuka (open
            proxy).
       *[other] Pengujian, yang terakhir pada tanggal { $day }, telah memastikan bahwa pada { $count } alamat di bawah ini
            terdapat proxy terbuka (open proxy).
    }
    [mixed] { $count ->
        [1] Pengujian pada tanggal { $day } telah memastikan bahwa pada alamat di bawah ini terdapat relay email terbuka
            (open relay) dan proxy terbuka (open proxy).
       *[other] Pengujian, yang terakhir pada tanggal { $day }, telah memastikan bahwa pada { $count } alamat di bawah ini
            terdapat relay email terbuka (open relay) atau proxy terbuka (open proxy).
    }
   *[other] { $count ->
        [1] Pengujian pada tanggal { $day } telah memastikan bahwa pada alamat di bawah ini terdapat layanan yang terbuka
            bagi siapa saja di internet.
       *[other] Pengujian, yang terakhir pada tanggal { $day }, telah memastikan bahwa pada { $count } alamat di bawah ini
            terdapat layanan yang terbuka bagi siapa saja di internet.
    }
}

mechanism = Server email dan proxy dimaksudkan untuk melayani orang-orang dari satu organisasi atau jaringan. Jika server
    seperti itu terbuka, ia melayani semua orang: relay mengantarkan pesan antarorang yang tidak dikenal, sedangkan proxy
    menghubungkan orang yang tidak dikenal dengan komputer lain mana pun. Kebanyakan terbuka tanpa disengaja: karena
    pengaturan yang terlalu longgar, uji coba yang tidak pernah dikembalikan, atau mesin yang terlupakan.
abuse = Para pengirim spam mencari server semacam itu, karena apa pun yang melewatinya tampak berasal dari sana, sedangkan
    asal yang sebenarnya tetap tersembunyi. Akibatnya, spam bagi semua orang bertambah, sebagian di antaranya bersifat
    penipuan, dan pengirimnya sulit dilacak.
programme = Surat ini merupakan bagian dari kampanye yang dijalankan oleh { $organisation } untuk membantu para pengelola
    relay email terbuka dan proxy terbuka mengamankannya.
