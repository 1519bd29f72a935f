# Kalimat yang dipakai semua surat. Sapaan resmi “Anda”; tanda kutip “ ”. Konteks dan variabel: lihat locales/en/shared.ftl.
# Bahasa Indonesia tidak membedakan jumlah; [1] dipakai di tempat bilangan “1” tidak perlu disebut.

## Pemberitahuan dan tabel

below = Versi bahasa Indonesia dari surat ini terdapat di bawah.
greeting = Yth. Administrator,

column-address = Alamat IP
column-port = Port
column-what = Temuan
column-seen = Terakhir dilihat
column-source = Sumber

what-open-relay = relay email terbuka
what-open-proxy-http = proxy HTTP terbuka
what-open-proxy-socks = proxy SOCKS terbuka

table-more = Tabel ini hanya memuat { $shown } baris pertama dari { $entries } baris; daftar lengkapnya ada dalam berkas
    terlampir addresses.csv.

request = { $count ->
    [1] Kami mohon kesediaan Anda untuk memeriksa server ini dan mengamankannya jika server ini memang terbuka bagi siapa
        saja; kedua langkah itu dijelaskan di bawah.
   *[other] Kami mohon kesediaan Anda untuk memeriksa server-server ini dan mengamankan server yang memang terbuka bagi
        siapa saja; kedua langkah itu dijelaskan di bawah.
}

meaning-relay = Relay email terbuka (open relay) adalah server email yang meneruskan pesan dari siapa saja kepada siapa
    saja.
meaning-proxy = Proxy terbuka (open proxy) adalah server yang dapat digunakan siapa saja untuk menjangkau komputer lain
    di internet.

forward = { $count ->
    [1] Jika server ini dikelola oleh pihak lain, mohon teruskan surat ini kepada pihak tersebut: setiap baris tabel dapat
        dipahami tersendiri.
   *[other] Jika sebagian server ini dikelola oleh pihak lain, mohon teruskan surat ini kepada pihak tersebut: setiap baris
        tabel dapat dipahami tersendiri.
} Berkas terlampir addresses.csv memuat informasi yang sama dalam format yang dapat dibaca oleh program.
attached-xarf = Laporan untuk masing-masing alamat dalam format XARF juga dilampirkan agar dapat diproses secara otomatis.

## Pengingat

reminder-subject-one = Pengingat: kemungkinan server terbuka di { $ip }
reminder-subject-many = Pengingat: kemungkinan server terbuka di { $count } alamat

reminder-reported = { $count ->
    [1] Kami menyurati Anda mengenai alamat ini pada tanggal { $sent } (referensi kami: { $first }). Sejak itu, alamat ini
        dilaporkan kembali.
   *[other] Kami menyurati Anda mengenai alamat-alamat ini pada tanggal { $sent } (referensi kami: { $first }). Sejak itu,
        alamat-alamat ini dilaporkan kembali.
}
reminder-observed = { $count ->
    [1] Kami menyurati Anda mengenai alamat ini pada tanggal { $sent } (referensi kami: { $first }). Pada pemeriksaan kami
        yang terakhir, server itu tampaknya masih terbuka.
   *[other] Kami menyurati Anda mengenai alamat-alamat ini pada tanggal { $sent } (referensi kami: { $first }). Pada
        pemeriksaan kami yang terakhir, server-server itu tampaknya masih terbuka.
}
reminder-confirmed = { $count ->
    [1] Kami menyurati Anda mengenai alamat ini pada tanggal { $sent } (referensi kami: { $first }). Pengujian baru
        menunjukkan bahwa server itu masih terbuka.
   *[other] Kami menyurati Anda mengenai alamat-alamat ini pada tanggal { $sent } (referensi kami: { $first }). Pengujian
        baru menunjukkan bahwa server-server itu masih terbuka.
}
reminder-others = Alamat-alamat lain dalam surat pertama kami sudah tidak ada lagi dalam daftar kami. Terima kasih atas
    bantuan Anda.
reminder-crossed = { $count ->
    [1] Jika server ini telah Anda amankan, tidak ada lagi yang perlu dilakukan.
   *[other] Jika server-server ini telah Anda amankan, tidak ada lagi yang perlu dilakukan.
}

## Ralat

correction-subject-one = Ralat: surat kami tentang { $ip }
correction-subject-many = Ralat: surat kami tentang { $count } alamat

correction-observation = { $count ->
    [1] Kami menyurati Anda mengenai alamat di bawah ini pada tanggal { $sent } (referensi kami: { $first }). Surat itu
        keliru: alamat ini seharusnya tidak disebut di dalamnya. Kami mohon maaf atas kesalahan kami dan atas
        ketidaknyamanan yang ditimbulkannya.
   *[other] Kami menyurati Anda mengenai { $count } alamat di bawah ini pada tanggal { $sent } (referensi kami: { $first }).
        Surat itu keliru: alamat-alamat ini seharusnya tidak disebut di dalamnya. Kami mohon maaf atas kesalahan kami dan
        atas ketidaknyamanan yang ditimbulkannya.
}
correction-said = Inilah yang disebutkan dalam surat kami:
correction-nothing = { $count ->
    [1] Anda tidak perlu melakukan apa pun terkait alamat ini. Mohon abaikan apa yang kami tulis tentang alamat ini.
   *[other] Anda tidak perlu melakukan apa pun terkait alamat-alamat ini. Mohon abaikan apa yang kami tulis tentang
        alamat-alamat ini.
}
correction-others = Apa yang kami tulis tentang alamat-alamat lain dalam surat itu tetap berlaku.
correction-forward = Jika Anda telah meneruskan surat kami, mohon teruskan pula ralat ini. Berkas terlampir addresses.csv
    memuat daftar alamat tersebut dalam format yang dapat dibaca oleh program.
correction-closing = Terima kasih atas pengertian Anda.

## Pemeriksaan

heading-check = Cara memeriksa
check-relay = Relay email terbuka: jalankan perintah ini dari komputer di luar jaringan Anda sendiri (swaks adalah perangkat
    lunak bebas untuk menguji server email).
check-relay-good = Hasil yang baik: server menolak dengan pesan galat tentang penerusan (relay) atau autentikasi, misalnya
    “554 5.7.1 Relay access denied”. Jika server menjawab RCPT TO dengan 250, relay tersebut terbuka. Galat lain tidak
    membuktikan apa pun; silakan coba lagi nanti atau dari jaringan lain. Perintah ini berhenti sebelum ada pesan yang
    dikirim.
check-http = Proxy HTTP terbuka: jalankan perintah ini dari komputer di luar jaringan Anda sendiri.
check-http-good = Hasil yang baik: curl tidak mendapatkan koneksi, melaporkan galat seperti “CONNECT tunnel failed, response
    403”, atau menampilkan halaman milik server itu sendiri. Jika halaman “Example Domain” muncul, walaupun hanya sekali,
    proxy tersebut terbuka.
check-socks = Proxy SOCKS terbuka: jalankan perintah ini dari komputer di luar jaringan Anda sendiri (untuk SOCKS 4, tulis
    --socks4a sebagai pengganti --socks5-hostname).
check-socks-good = Hasil yang baik: curl melaporkan galat atau sama sekali tidak mendapatkan koneksi. Jika halaman “Example
    Domain” muncul, proxy tersebut terbuka.
check-other = Layanan terbuka: periksa dari komputer di luar jaringan Anda sendiri apakah layanan itu masih menjawab pihak
    yang tidak dikenal.
check-each = Untuk baris lain dalam tabel, gunakan perintah yang sesuai dengan alamat dan port pada baris tersebut.

## Pengamanan

heading-repair = Cara mengamankan server

repair-relay = Relay email terbuka
repair-relay-postfix = Postfix: dalam main.cf, cantumkan hanya jaringan Anda sendiri dan pertahankan aturan yang menolak
    penerusan untuk pihak lain; kemudian muat ulang konfigurasi.
repair-relay-exim = Exim: cantumkan hanya host dan domain Anda sendiri, pertahankan aturan pada ACL standar acl_check_rcpt
    yang menolak semua pihak lain (“relay not permitted”), kemudian mulai ulang layanan. Pada Debian dan Ubuntu, gunakan
    dpkg-reconfigure exim4-config.
repair-relay-sendmail = Sendmail: hapus promiscuous_relay dan fitur serupa dari sendmail.mc, izinkan hanya jaringan Anda
    sendiri dalam /etc/mail/access, kemudian susun ulang konfigurasi dan mulai ulang layanan.
repair-relay-exchange = Microsoft Exchange: cabut izin penerusan dari pengirim anonim pada setiap konektor penerima (receive
    connector) yang dapat dijangkau dari internet (NAME adalah nama konektor). Konektor yang ditandai “Externally secured”
    hanya boleh menerima koneksi dari server Anda sendiri.
repair-relay-any = Server email lain: teruskan hanya pesan dari jaringan Anda sendiri dan dari pengguna yang telah
    diautentikasi. Jika mesin itu sama sekali tidak perlu menerima email, tutup port-nya di firewall.

repair-http = Proxy HTTP terbuka
repair-http-squid = Squid: pastikan ACL localnet hanya memuat jaringan Anda sendiri dan akhiri aturan dengan penolakan;
    kemudian muat ulang konfigurasi.
repair-http-apache = Apache httpd: matikan forward proxy. Reverse proxy (ProxyPass) tidak membutuhkannya. Jika Anda memang
    memerlukan forward proxy, izinkan hanya jaringan Anda sendiri dengan Require ip.
repair-http-nginx = nginx: tentukan tujuan yang tetap dalam proxy_pass, jangan pernah tujuan yang diambil dari permintaan.
repair-http-3proxy = 3proxy: sebelum baris “proxy”, izinkan hanya jaringan Anda sendiri (di sini: mesin itu sendiri);
    kemudian mulai ulang layanan.
repair-http-mikrotik = MikroTik RouterOS: matikan web proxy, atau izinkan hanya dari jaringan Anda sendiri.

repair-socks = Proxy SOCKS terbuka
repair-socks-dante = Dante: dalam sockd.conf (atau danted.conf), atur agar layanan mendengarkan pada alamat internal dan
    meminta autentikasi, dan cantumkan hanya jaringan Anda sendiri dalam aturan “client pass”; kemudian mulai ulang layanan.
repair-socks-3proxy = 3proxy: sebelum baris “socks”, izinkan hanya jaringan Anda sendiri (di sini: mesin itu sendiri);
    kemudian mulai ulang layanan.
repair-socks-mikrotik = MikroTik RouterOS: matikan server SOCKS. Jika bukan Anda yang menyalakannya, perbarui RouterOS dan
    ganti kata sandinya.

repair-proxy-any = Proxy lain: atur agar hanya mendengarkan pada alamat internal, atau minta kata sandi; jika tidak, tutup
    port-nya di firewall.

repair-other = Layanan terbuka
repair-other-any = Atur agar layanan hanya menjawab pihak yang membutuhkannya: pada alamat internal, dengan autentikasi,
    atau dengan pembatasan di firewall.

repair-unknown = Jika tidak ada yang sengaja memasang layanan seperti itu, mungkin ada perangkat lunak berbahaya di
    baliknya; jika demikian, mohon periksa mesin tersebut sebelum digunakan kembali.

## Mengapa penting

heading-why = Mengapa hal ini penting
consequences = Bagi pengelola server, hal ini dapat berarti bahwa:
consequence-blame = penerima mengira spam tersebut berasal dari Anda;
consequence-strangers = orang yang tidak dikenal memakai server dan koneksi internet Anda;
consequence-traffic = lalu lintas tambahan memperlambat koneksi Anda;
consequence-cost = pengelolaan sistem Anda memerlukan lebih banyak waktu dan biaya; atau
consequence-provider = penyedia layanan internet Anda menghentikan sementara layanan Anda.

## Pengirim dan langkah berikutnya

heading-who = Tentang kami
why-you = Kami menulis ke alamat { $contact } karena alamat ini tercatat sebagai kontak untuk jaringan terkait.
purpose = Surat ini hanya bersifat informatif. Kami tidak meminta imbalan apa pun: baik balasan, pembayaran, kata sandi,
    maupun akses ke sistem Anda.
partners = Mitra kami dalam kampanye ini:
verify = Anda dapat menulis atau menelepon kami: alamat pos dan nomor telepon kami tercantum di akhir surat ini. Untuk
    memastikan bahwa surat ini berasal dari kami, silakan lihat halaman berikut di situs web kami sendiri:

heading-next = Langkah berikutnya
recheck = { $count ->
    [1] Kami akan memeriksa kembali alamat ini pada tanggal { $date }. Jika saat itu server sudah diamankan, kami tidak akan
        menyurati Anda lagi mengenai hal ini.
   *[other] Kami akan memeriksa kembali alamat-alamat ini pada tanggal { $date }. Kami tidak akan menyurati Anda lagi
        mengenai server yang saat itu sudah diamankan.
}
recheck-open = { $count ->
    [1] Kami akan memeriksa alamat ini sekali lagi sebelum kembali menyurati Anda mengenai alamat ini.
   *[other] Kami akan memeriksa alamat-alamat ini sekali lagi sebelum kembali menyurati Anda mengenai alamat-alamat ini.
}
opt-out = Jika Anda tidak ingin menerima surat seperti ini, atau tidak ingin kami memeriksa alamat Anda, cukup balas surat
    ini atau tulis ke alamat { $address } dengan menyebutkan referensi { $reference }. Kami akan menghormati pilihan Anda.

heading-more = Informasi lebih lanjut
link-info = Tentang kampanye ini:
link-fix = Petunjuk langkah demi langkah untuk mengamankan server:

closing = Terima kasih telah membantu menjadikan internet tempat yang lebih aman bagi semua orang.
regards = Hormat kami,
telephone = Telepon: { $phone }
mail = Email: { $address }
reference = Referensi: { $reference }
date = Tanggal: { $date }
