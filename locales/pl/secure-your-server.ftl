# Pismo o otwartych przekaźnikach poczty i otwartych serwerach proxy.
#
# Zmienne: zob. locales/en/secure-your-server.ftl.

subject-one = { $kind ->
    [relay] Być może otwarty przekaźnik poczty: { $ip }
    [proxy] Być może otwarty serwer proxy: { $ip }
    [mixed] Być może otwarte: przekaźnik i proxy, { $ip }
   *[other] Być może otwarta usługa: { $ip }
}
subject-many = { $kind ->
    [relay] { $count ->
        [one] Być może otwarty przekaźnik poczty pod { $count } adresem
        [few] Być może otwarte przekaźniki poczty pod { $count } adresami
        [many] Być może otwarte przekaźniki poczty pod { $count } adresami
       *[other] Być może otwarte przekaźniki poczty pod { $count } adresami
    }
    [proxy] { $count ->
        [one] Być może otwarty serwer proxy pod { $count } adresem
        [few] Być może otwarte serwery proxy pod { $count } adresami
        [many] Być może otwarte serwery proxy pod { $count } adresami
       *[other] Być może otwarte serwery proxy pod { $count } adresami
    }
    [mixed] { $count ->
        [one] Być może otwarte: przekaźnik i proxy pod { $count } adresem
        [few] Być może otwarte przekaźniki i proxy pod { $count } adresami
        [many] Być może otwarte przekaźniki i proxy pod { $count } adresami
       *[other] Być może otwarte przekaźniki i proxy pod { $count } adresami
    }
   *[other] { $count ->
        [one] Być może otwarta usługa pod { $count } adresem
        [few] Być może otwarte usługi pod { $count } adresami
        [many] Być może otwarte usługi pod { $count } adresami
       *[other] Być może otwarte usługi pod { $count } adresami
    }
}

observation-reported = { $kind ->
    [relay] { $count ->
        [one] Według zewnętrznych źródeł, takich jak publiczne bazy danych, pod podanym niżej adresem może działać otwarty
            przekaźnik poczty (open relay).
        [few] Według zewnętrznych źródeł, takich jak publiczne bazy danych, pod { $count } podanymi niżej adresami mogą
            działać otwarte przekaźniki poczty (open relay).
        [many] Według zewnętrznych źródeł, takich jak publiczne bazy danych, pod { $count } podanymi niżej adresami mogą
            działać otwarte przekaźniki poczty (open relay).
       *[other] Według zewnętrznych źródeł, takich jak publiczne bazy danych, pod { $count } podanymi niżej adresami mogą
            działać otwarte przekaźniki poczty (open relay).
    }
    [proxy] { $count ->
        [one] Według zewnętrznych źródeł, takich jak publiczne bazy danych, pod podanym niżej adresem może działać otwarty
            serwer proxy (open proxy).
        [few] Według zewnętrznych źródeł, takich jak publiczne bazy danych, pod { $count } podanymi niżej adresami mogą
            działać otwarte serwery proxy (open proxy).
        [many] Według zewnętrznych źródeł, takich jak publiczne bazy danych, pod { $count } podanymi niżej adresami mogą
            działać otwarte serwery proxy (open proxy).
       *[other] Według zewnętrznych źródeł, takich jak publiczne bazy danych, pod { $count } podanymi niżej adresami mogą
            działać otwarte serwery proxy (open proxy).
    }
    [mixed] { $count ->
        [one] Według zewnętrznych źródeł, takich jak publiczne bazy danych, pod podanym niżej adresem mogą działać otwarty
            przekaźnik poczty (open relay) i otwarty serwer proxy (open proxy).
        [few] Według zewnętrznych źródeł, takich jak publiczne bazy danych, pod { $count } podanymi niżej adresami mogą
            działać otwarte przekaźniki poczty (open relay) lub otwarte serwery proxy (open proxy).
        [many] Według zewnętrznych źródeł, takich jak publiczne bazy danych, pod { $count } podanymi niżej adresami mogą
            działać otwarte przekaźniki poczty (open relay) lub otwarte serwery proxy (open proxy).
       *[other] Według zewnętrznych źródeł, takich jak publiczne bazy danych, pod { $count } podanymi niżej adresami mogą
            działać otwarte przekaźniki poczty (open relay) lub otwarte serwery proxy (open proxy).
    }
   *[other] { $count ->
        [one] Według zewnętrznych źródeł, takich jak publiczne bazy danych, pod podanym niżej adresem może działać usługa
            otwarta dla każdego w internecie.
        [few] Według zewnętrznych źródeł, takich jak publiczne bazy danych, pod { $count } podanymi niżej adresami mogą
            działać usługi otwarte dla każdego w internecie.
        [many] Według zewnętrznych źródeł, takich jak publiczne bazy danych, pod { $count } podanymi niżej adresami mogą
            działać usługi otwarte dla każdego w internecie.
       *[other] Według zewnętrznych źródeł, takich jak publiczne bazy danych, pod { $count } podanymi niżej adresami mogą
            działać usługi otwarte dla każdego w internecie.
    }
}
observation-observed = { $kind ->
    [relay] { $count ->
        [one] Nasze własne obserwacje, ostatnie z dnia { $day }, wskazują, że pod podanym niżej adresem działa otwarty
            przekaźnik poczty (open relay).
        [few] Nasze własne obserwacje, ostatnie z dnia { $day }, wskazują, że pod { $count } podanymi niżej adresami
            działają otwarte przekaźniki poczty (open relay).
        [many] Nasze własne obserwacje, ostatnie z dnia { $day }, wskazują, że pod { $count } podanymi niżej adresami
            działają otwarte przekaźniki poczty (open relay).
       *[other] Nasze własne obserwacje, ostatnie z dnia { $day }, wskazują, że pod { $count } podanymi niżej adresami
            działają otwarte przekaźniki poczty (open relay).
    }
    [proxy] { $count ->
        [one] Nasze własne obserwacje, ostatnie z dnia { $day }, wskazują, że pod podanym niżej adresem działa otwarty
            serwer proxy (open proxy).
        [few] Nasze własne obserwacje, ostatnie z dnia { $day }, wskazują, że pod { $count } podanymi niżej adresami
            działają otwarte serwery proxy (open proxy).
        [many] Nasze własne obserwacje, ostatnie z dnia { $day }, wskazują, że pod { $count } podanymi niżej adresami
            działają otwarte serwery proxy (open proxy).
       *[other] Nasze własne obserwacje, ostatnie z dnia { $day }, wskazują, że pod { $count } podanymi niżej adresami
            działają otwarte serwery proxy (open proxy).
    }
    [mixed] { $count ->
        [one] Nasze własne obserwacje, ostatnie z dnia { $day }, wskazują, że pod podanym niżej adresem działają otwarty
            przekaźnik poczty (open relay) i otwarty serwer proxy (open proxy).
        [few] Nasze własne obserwacje, ostatnie z dnia { $day }, wskazują, że pod { $count } podanymi niżej adresami
            działają otwarte przekaźniki poczty (open relay) lub otwarte serwery proxy (open proxy).
        [many] Nasze własne obserwacje, ostatnie z dnia { $day }, wskazują, że pod { $count } podanymi niżej adresami
            działają otwarte przekaźniki poczty (open relay) lub otwarte serwery proxy (open proxy).
       *[other] Nasze własne obserwacje, ostatnie z dnia { $day }, wskazują, że pod { $count } podanymi niżej adresami
            działają otwarte przekaźniki poczty (open relay) lub otwarte serwery proxy (open proxy).
    }
   *[other] { $count ->
        [one] Nasze własne obserwacje, ostatnie z dnia { $day }, wskazują, że pod podanym niżej adresem działa usługa
            otwarta dla każdego w internecie.
        [few] Nasze własne obserwacje, ostatnie z dnia { $day }, wskazują, że pod { $count } podanymi niżej adresami
            działają usługi otwarte dla każdego w internecie.
        [many] Nasze własne obserwacje, ostatnie z dnia { $day }, wskazują, że pod { $count } podanymi niżej adresami
            działają usługi otwarte dla każdego w internecie.
       *[other] Nasze własne obserwacje, ostatnie z dnia { $day }, wskazują, że pod { $count } podanymi niżej adresami
            działają usługi otwarte dla każdego w internecie.
    }
}
observation-confirmed = { $kind ->
    [relay] { $count ->
        [one] Test przeprowadzony w dniu { $day } potwierdził, że pod podanym niżej adresem działa otwarty przekaźnik poczty
            (open relay).
        [few] Testy, z których ostatni przeprowadzono w dniu { $day }, potwierdziły, że pod { $count } podanymi niżej
            adresami działają otwarte przekaźniki poczty (open relay).
        [many] Testy, z których ostatni przeprowadzono w dniu { $day }, potwierdziły, że pod { $count } podanymi niżej
            adresami działają otwarte przekaźniki poczty (open relay).
       *[other] Testy, z których ostatni przeprowadzono w dniu { $day }, potwierdziły, że pod { $count } podanymi niżej
            adresami działają otwarte przekaźniki poczty (open relay).
    }
    [proxy] { $count ->
        [one] Test przeprowadzony w dniu { $day } potwierdził, że pod podanym niżej adresem działa otwarty serwer proxy
            (open proxy).
        [few] Testy, z których ostatni przeprowadzono w dniu { $day }, potwierdziły, że pod { $count } podanymi niżej
            adresami działają otwarte serwery proxy (open proxy).
        [many] Testy, z których ostatni przeprowadzono w dniu { $day }, potwierdziły, że pod { $count } podanymi niżej
            adresami działają otwarte serwery proxy (open proxy).
       *[other] Testy, z których ostatni przeprowadzono w dniu { $day }, potwierdziły, że pod { $count } podanymi niżej
            adresami działają otwarte serwery proxy (open proxy).
    }
    [mixed] { $count ->
        [one] Test przeprowadzony w dniu { $day } potwierdził, że pod podanym niżej adresem działają otwarty przekaźnik
            poczty (open relay) i otwarty serwer proxy (open proxy).
        [few] Testy, z których ostatni przeprowadzono w dniu { $day }, potwierdziły, że pod { $count } podanymi niżej
            adresami działają otwarte przekaźniki poczty (open relay) lub otwarte serwery proxy (open proxy).
        [many] Testy, z których ostatni przeprowadzono w dniu { $day }, potwierdziły, że pod { $count } podanymi niżej
            adresami działają otwarte przekaźniki poczty (open relay) lub otwarte serwery proxy (open proxy).
       *[other] Testy, z których ostatni przeprowadzono w dniu { $day }, potwierdziły, że pod { $count } podanymi niżej
            adresami działają otwarte przekaźniki poczty (open relay) lub otwarte serwery proxy (open proxy).
    }
   *[other] { $count ->
        [one] Test przeprowadzony w dniu { $day } potwierdził, że pod podanym niżej adresem działa usługa otwarta dla
            każdego w internecie.
        [few] Testy, z których ostatni przeprowadzono w dniu { $day }, potwierdziły, że pod { $count } podanymi niżej
            adresami działają usługi otwarte dla każdego w internecie.
        [many] Testy, z których ostatni przeprowadzono w dniu { $day }, potwierdziły, że pod { $count } podanymi niżej
            adresami działają usługi otwarte dla każdego w internecie.
       *[other] Testy, z których ostatni przeprowadzono w dniu { $day }, potwierdziły, że pod { $count } podanymi niżej
            adresami działają usługi otwarte dla każdego w internecie.
    }
}

mechanism = Serwery pocztowe i serwery proxy mają służyć osobom z jednej organizacji lub sieci. Gdy taki serwer jest
    otwarty, służy wszystkim: przekaźnik doręcza wiadomości między obcymi sobie osobami, a serwer proxy łączy obcych z
    dowolnym innym komputerem. Większość z nich jest otwarta przez niedopatrzenie: zbyt liberalne ustawienie, test, którego
    skutków nie cofnięto, lub zapomniany komputer.
abuse = Nadawcy spamu poszukują takich serwerów, ponieważ wszystko, co przez nie przechodzi, zdaje się pochodzić właśnie
    stamtąd, a prawdziwe źródło pozostaje ukryte. Skutkiem jest więcej spamu dla wszystkich, po części służącego oszustwom,
    oraz nadawcy, których trudno odnaleźć.
programme = Niniejsze pismo jest częścią kampanii, którą prowadzi { $organisation }, aby pomóc administratorom otwartych
    przekaźników poczty i otwartych serwerów proxy w ich zabezpieczeniu.
