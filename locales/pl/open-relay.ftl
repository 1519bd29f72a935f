# Pismo dotyczące wyłącznie otwartych przekaźników poczty.
#
# Zmienne: zob. locales/en/open-relay.ftl.

subject-one = Być może otwarty przekaźnik poczty: { $ip }
subject-many = { $count ->
    [one] Być może otwarty przekaźnik poczty pod { $count } adresem
    [few] Być może otwarte przekaźniki poczty pod { $count } adresami
    [many] Być może otwarte przekaźniki poczty pod { $count } adresami
   *[other] Być może otwarte przekaźniki poczty pod { $count } adresami
}

observation-reported = { $count ->
    [one] Według zewnętrznych źródeł, takich jak publiczne bazy danych, serwer pocztowy pod podanym niżej adresem może być
        otwartym przekaźnikiem (open relay).
    [few] Według zewnętrznych źródeł, takich jak publiczne bazy danych, serwery pocztowe pod { $count } podanymi niżej
        adresami mogą być otwartymi przekaźnikami (open relay).
    [many] Według zewnętrznych źródeł, takich jak publiczne bazy danych, serwery pocztowe pod { $count } podanymi niżej
        adresami mogą być otwartymi przekaźnikami (open relay).
   *[other] Według zewnętrznych źródeł, takich jak publiczne bazy danych, serwery pocztowe pod { $count } podanymi niżej
        adresami mogą być otwartymi przekaźnikami (open relay).
}
observation-observed = { $count ->
    [one] Nasze własne obserwacje, ostatnie z dnia { $day }, wskazują, że serwer pocztowy pod podanym niżej adresem jest
        otwartym przekaźnikiem (open relay).
    [few] Nasze własne obserwacje, ostatnie z dnia { $day }, wskazują, że serwery pocztowe pod { $count } podanymi niżej
        adresami są otwartymi przekaźnikami (open relay).
    [many] Nasze własne obserwacje, ostatnie z dnia { $day }, wskazują, że serwery pocztowe pod { $count } podanymi niżej
        adresami są otwartymi przekaźnikami (open relay).
   *[other] Nasze własne obserwacje, ostatnie z dnia { $day }, wskazują, że serwery pocztowe pod { $count } podanymi niżej
        adresami są otwartymi przekaźnikami (open relay).
}
observation-confirmed = { $count ->
    [one] Test przeprowadzony w dniu { $day } potwierdził, że serwer pocztowy pod podanym niżej adresem jest otwartym
        przekaźnikiem (open relay).
    [few] Testy, z których ostatni przeprowadzono w dniu { $day }, potwierdziły, że serwery pocztowe pod { $count } podanymi
        niżej adresami są otwartymi przekaźnikami (open relay).
    [many] Testy, z których ostatni przeprowadzono w dniu { $day }, potwierdziły, że serwery pocztowe pod { $count }
        podanymi niżej adresami są otwartymi przekaźnikami (open relay).
   *[other] Testy, z których ostatni przeprowadzono w dniu { $day }, potwierdziły, że serwery pocztowe pod { $count }
        podanymi niżej adresami są otwartymi przekaźnikami (open relay).
}

mechanism = Serwer pocztowy zwykle przyjmuje wiadomość tylko wtedy, gdy jej nadawca lub odbiorca należy do organizacji,
    która ten serwer prowadzi. Otwarty przekaźnik przyjmuje wiadomości między zupełnie obcymi osobami i je doręcza. W
    początkach internetu była to uprzejmość; dziś jest to prawie zawsze niedopatrzenie w konfiguracji.
abuse = Nadawcy spamu poszukują otwartych przekaźników, ponieważ wiadomość, która przez taki przekaźnik przechodzi, zdaje
    się pochodzić właśnie stamtąd, a jej prawdziwe źródło pozostaje ukryte. Skutkiem jest więcej spamu dla wszystkich, po
    części służącego oszustwom, oraz nadawcy, których trudno odnaleźć.
programme = Niniejsze pismo jest częścią kampanii, którą prowadzi { $organisation }, aby informować administratorów
    otwartych przekaźników poczty i pomagać im w zabezpieczeniu serwerów.
