# Yalnızca açık e-posta aktarıcıları hakkındaki mektup.
#
# Değişkenler: bkz. locales/en/open-relay.ftl.

subject-one = Açık e-posta aktarıcısı olabilir: { $ip }
subject-many = { $count ->
    [one] { $count } adreste açık e-posta aktarıcısı olabilir
   *[other] { $count } adreste açık e-posta aktarıcıları olabilir
}

observation-reported = { $count ->
    [one] Kamuya açık veri tabanları gibi üçüncü taraf kaynaklara göre aşağıdaki adresteki e-posta sunucusu açık aktarıcı
        (open relay) olabilir.
   *[other] Kamuya açık veri tabanları gibi üçüncü taraf kaynaklara göre aşağıdaki { $count } adresteki e-posta sunucuları
        açık aktarıcı (open relay) olabilir.
}
observation-observed = { $count ->
    [one] Sonuncusu { $day } tarihli kendi gözlemlerimiz, aşağıdaki adresteki e-posta sunucusunun açık aktarıcı (open
        relay) olduğunu düşündürmektedir.
   *[other] Sonuncusu { $day } tarihli kendi gözlemlerimiz, aşağıdaki { $count } adresteki e-posta sunucularının açık
        aktarıcı (open relay) olduğunu düşündürmektedir.
}
observation-confirmed = { $count ->
    [one] { $day } tarihinde yapılan bir test, aşağıdaki adresteki e-posta sunucusunun açık aktarıcı (open relay) olduğunu
        doğrulamıştır.
   *[other] Sonuncusu { $day } tarihinde yapılan testler, aşağıdaki { $count } adresteki e-posta sunucularının açık
        aktarıcı (open relay) olduğunu doğrulamıştır.
}

mechanism = Bir e-posta sunucusu normalde bir iletiyi ancak göndereni veya alıcısı sunucuyu işleten kuruluşa bağlıysa kabul
    eder. Açık aktarıcı ise birbirine yabancı herhangi iki kişi arasındaki iletileri kabul eder ve teslim eder. İnternetin
    ilk günlerinde bu bir nezaketti; bugün neredeyse her zaman yapılandırmada gözden kaçmış bir noktadır.
abuse = Spam gönderenler açık aktarıcıları arar; çünkü bunların üzerinden geçen bir ileti oradan geliyormuş gibi görünür ve
    gerçek kaynağı gizli kalır. Bunun sonucu, bir kısmı dolandırıcılık amaçlı olmak üzere herkes için daha çok spam ve izi
    zor bulunan gönderenlerdir.
programme = Bu mektup, { $organisation } tarafından yürütülen ve açık e-posta aktarıcılarını işletenleri bilgilendirip
    sunucularını güvenli hâle getirmelerine yardım eden bir kampanyanın parçasıdır.
