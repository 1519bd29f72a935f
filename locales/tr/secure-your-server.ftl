# Açık e-posta aktarıcıları ve açık proxy sunucuları hakkındaki mektup.
#
# Değişkenler: bkz. locales/en/secure-your-server.ftl.

subject-one = { $kind ->
    [relay] Açık e-posta aktarıcısı olabilir: { $ip }
    [proxy] Açık proxy olabilir: { $ip }
    [mixed] Açık aktarıcı ve açık proxy olabilir: { $ip }
   *[other] Açık hizmet olabilir: { $ip }
}
subject-many = { $kind ->
    [relay] { $count ->
        [one] { $count } adreste açık e-posta aktarıcısı olabilir
       *[other] { $count } adreste açık e-posta aktarıcıları olabilir
    }
    [proxy] { $count ->
        [one] { $count } adreste açık proxy olabilir
       *[other] { $count } adreste açık proxy sunucuları olabilir
    }
    [mixed] { $count ->
        [one] { $count } adreste açık aktarıcı ve açık proxy olabilir
       *[other] { $count } adreste açık aktarıcılar ve proxy sunucuları olabilir
    }
   *[other] { $count ->
        [one] { $count } adreste açık hizmet olabilir
       *[other] { $count } adreste açık hizmetler olabilir
    }
}

observation-reported = { $kind ->
    [relay] { $count ->
        [one] Kamuya açık veri tabanları gibi üçüncü taraf kaynaklara göre aşağıdaki adreste açık bir e-posta aktarıcısı
            (open relay) bulunuyor olabilir.
       *[other] Kamuya açık veri tabanları gibi üçüncü taraf kaynaklara göre aşağıdaki { $count } adreste açık e-posta
            aktarıcıları (open relay) bulunuyor olabilir.
    }
    [proxy] { $count ->
        [one] Kamuya açık veri tabanları gibi üçüncü taraf kaynaklara göre aşağıdaki adreste açık bir proxy (open proxy)
            bulunuyor olabilir.
       *[other] Kamuya açık veri tabanları gibi üçüncü taraf kaynaklara göre aşağıdaki { $count } adreste açık proxy
            sunucuları (open proxy) bulunuyor olabilir.
    }
    [mixed] { $count ->
        [one] Kamuya açık veri tabanları gibi üçüncü taraf kaynaklara göre aşağıdaki adreste açık bir e-posta aktarıcısı
            (open relay) ve açık bir proxy (open proxy) bulunuyor olabilir.
       *[other] Kamuya açık veri tabanları gibi üçüncü taraf kaynaklara göre aşağıdaki { $count } adreste açık e-posta
            aktarıcıları (open relay) veya açık proxy sunucuları (open proxy) bulunuyor olabilir.
    }
   *[other] { $count ->
        [one] Kamuya açık veri tabanları gibi üçüncü taraf kaynaklara göre aşağıdaki adreste internet üzerinden herkese açık
            bir hizmet bulunuyor olabilir.
       *[other] Kamuya açık veri tabanları gibi üçüncü taraf kaynaklara göre aşağıdaki { $count } adreste internet üzerinden
            herkese açık hizmetler bulunuyor olabilir.
    }
}
observation-observed = { $kind ->
    [relay] { $count ->
        [one] Sonuncusu { $day } tarihli kendi gözlemlerimiz, aşağıdaki adreste açık bir e-posta aktarıcısı (open relay)
            bulunduğunu düşündürmektedir.
       *[other] Sonuncusu { $day } tarihli kendi gözlemlerimiz, aşağıdaki { $count } adreste açık e-posta aktarıcıları
            (open relay) bulunduğunu düşündürmektedir.
    }
    [proxy] { $count ->
        [one] Sonuncusu { $day } tarihli kendi gözlemlerimiz, aşağıdaki adreste açık bir proxy (open proxy) bulunduğunu
            düşündürmektedir.
       *[other] Sonuncusu { $day } tarihli kendi gözlemlerimiz, aşağıdaki { $count } adreste açık proxy sunucuları (open
            proxy) bulunduğunu düşündürmektedir.
    }
    [mixed] { $count ->
        [one] Sonuncusu { $day } tarihli kendi gözlemlerimiz, aşağıdaki adreste açık bir e-posta aktarıcısı (open relay)
            ve açık bir proxy (open proxy) bulunduğunu düşündürmektedir.
       *[other] Sonuncusu { $day } tarihli kendi gözlemlerimiz, aşağıdaki { $count } adreste açık e-posta aktarıcıları
            (open relay) veya açık proxy sunucuları (open proxy) bulunduğunu düşündürmektedir.
    }
   *[other] { $count ->
        [one] Sonuncusu { $day } tarihli kendi gözlemlerimiz, aşağıdaki adreste internet üzerinden herkese açık bir
            hizmet bulunduğunu düşündürmektedir.
       *[other] Sonuncusu { $day } tarihli kendi gözlemlerimiz, aşağıdaki { $count } adreste internet üzerinden herkese
            açık hizmetler bulunduğunu düşündürmektedir.
    }
}
observation-confirmed = { $kind ->
    [relay] { $count ->
        [one] { $day } tarihinde yapılan bir test, aşağıdaki adreste açık bir e-posta aktarıcısı (open relay) bulunduğunu
            doğrulamıştır.
       *[other] Sonuncusu { $day } tarihinde yapılan testler, aşağıdaki { $count } adreste açık e-posta aktarıcıları
            (open relay) bulunduğunu doğrulamıştır.
    }
    [proxy] { $count ->
        [one] { $day } tarihinde yapılan bir test, aşağıdaki adreste açık bir proxy (open proxy) bulunduğunu doğrulamıştır.
       *[other] Sonuncusu { $day } tarihinde yapılan testler, aşağıdaki { $count } adreste açık proxy sunucuları (open
            proxy) bulunduğunu doğrulamıştır.
    }
    [mixed] { $count ->
        [one] { $day } tarihinde yapılan bir test, aşağıdaki adreste açık bir e-posta aktarıcısı (open relay) ve açık bir
            proxy (open proxy) bulunduğunu doğrulamıştır.
       *[other] Sonuncusu { $day } tarihinde yapılan testler, aşağıdaki { $count } adreste açık e-posta aktarıcıları
            (open relay) veya açık proxy sunucuları (open proxy) bulunduğunu doğrulamıştır.
    }
   *[other] { $count ->
        [one] { $day } tarihinde yapılan bir test, aşağıdaki adreste internet üzerinden herkese açık bir hizmet bulunduğunu
            doğrulamıştır.
       *[other] Sonuncusu { $day } tarihinde yapılan testler, aşağıdaki { $count } adreste internet üzerinden herkese
            açık hizmetler bulunduğunu doğrulamıştır.
    }
}

mechanism = E-posta sunucuları ve proxy sunucuları, tek bir kuruluşun veya ağın kullanıcılarına hizmet etmek içindir. Böyle
    bir sunucu açık olduğunda herkese hizmet eder: aktarıcı, birbirine yabancı kişiler arasında ileti taşır; proxy ise
    yabancıları başka herhangi bir bilgisayara bağlar. Çoğu, gözden kaçan bir şey yüzünden açıktır: fazla serbest bir ayar,
    geri alınmamış bir deneme veya unutulmuş bir makine.
abuse = Spam gönderenler bu tür sunucuları arar; çünkü bunların üzerinden geçen her şey oradan geliyormuş gibi görünür ve
    gerçek kaynak gizli kalır. Bunun sonucu, bir kısmı dolandırıcılık amaçlı olmak üzere herkes için daha çok spam ve izi
    zor bulunan gönderenlerdir.
programme = Bu mektup, { $organisation } tarafından yürütülen ve açık e-posta aktarıcılarını ve açık proxy sunucularını
    işletenlere bunları güvenli hâle getirmeleri için yardım eden bir kampanyanın parçasıdır.
