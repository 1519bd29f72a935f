# Surat tentang relay email terbuka saja.
#
# Variabel: lihat locales/en/open-relay.ftl.

subject-one = Kemungkinan relay email terbuka di { $ip }
subject-many = Kemungkinan relay email terbuka di { $count } alamat

observation-reported = { $count ->
    [1] Menurut pihak ketiga, seperti basis data publik, server email pada alamat di bawah ini mungkin merupakan relay
        terbuka (open relay).
   *[other] Menurut pihak ketiga, seperti basis data publik, server email pada { $count } alamat di bawah ini mungkin
        merupakan relay terbuka (open relay).
}
observation-observed = { $count ->
    [1] Pengamatan kami sendiri, yang terakhir pada tanggal { $day }, menunjukkan kemungkinan bahwa server email pada alamat
        di bawah ini merupakan relay terbuka (open relay).
   *[other] Pengamatan kami sendiri, yang terakhir pada tanggal { $day }, menunjukkan kemungkinan bahwa server email pada
        { $count } alamat di bawah ini merupakan relay terbuka (open relay).
}
observation-confirmed = { $count ->
    [1] Pengujian pada tanggal { $day } telah memastikan bahwa server email pada alamat di bawah ini merupakan relay terbuka
        (open relay).
   *[other] Pengujian, yang terakhir pada tanggal { $day }, telah memastikan bahwa server email pada { $count } alamat di
        bawah ini merupakan relay terbuka (open relay).
}

mechanism = Server email biasanya hanya menerima pesan jika pengirim atau penerimanya termasuk dalam organisasi yang
    mengelola server itu. Relay terbuka menerima pesan antarorang yang sama sekali tidak dikenal dan mengantarkannya. Pada
    masa awal internet, hal ini merupakan bentuk bantuan; kini hampir selalu karena ada yang terlewat dalam konfigurasi.
abuse = Para pengirim spam mencari relay terbuka, karena pesan yang melewatinya tampak berasal dari sana, sedangkan asal
    yang sebenarnya tetap tersembunyi. Akibatnya, spam bagi semua orang bertambah, sebagian di antaranya bersifat penipuan,
    dan pengirimnya sulit dilacak.
programme = Surat ini merupakan bagian dari kampanye yang dijalankan oleh { $organisation } untuk memberi tahu para
    pengelola relay email terbuka dan membantu mereka mengamankan server.
