# De brief over open mailrelays en open proxyservers.
#
# Variabelen: zie locales/en/secure-your-server.ftl.

subject-one = { $kind ->
    [relay] Mogelijk open mailrelay op { $ip }
    [proxy] Mogelijk open proxyserver op { $ip }
    [mixed] Mogelijk open mailrelay en proxyserver op { $ip }
   *[other] Mogelijk open dienst op { $ip }
}
subject-many = { $kind ->
    [relay] { $count ->
        [one] Mogelijk open mailrelay op { $count } adres
       *[other] Mogelijk open mailrelays op { $count } adressen
    }
    [proxy] { $count ->
        [one] Mogelijk open proxyserver op { $count } adres
       *[other] Mogelijk open proxyservers op { $count } adressen
    }
    [mixed] { $count ->
        [one] Mogelijk open relay en proxyserver op { $count } adres
       *[other] Mogelijk open relays en proxyservers op { $count } adressen
    }
   *[other] { $count ->
        [one] Mogelijk open dienst op { $count } adres
       *[other] Mogelijk open diensten op { $count } adressen
    }
}

observation-reported = { $kind ->
    [relay] { $count ->
        [one] Volgens derden, zoals openbare databanken, draait op het onderstaande adres mogelijk een open mailrelay (open
            relay).
       *[other] Volgens derden, zoals openbare databanken, draaien op de { $count } onderstaande adressen mogelijk open
            mailrelays (open relays).
    }
    [proxy] { $count ->
        [one] Volgens derden, zoals openbare databanken, draait op het onderstaande adres mogelijk een open proxyserver
            (open proxy).
       *[other] Volgens derden, zoals openbare databanken, draaien op de { $count } onderstaande adressen mogelijk open
            proxyservers (open proxies).
    }
    [mixed] { $count ->
        [one] Volgens derden, zoals openbare databanken, draaien op het onderstaande adres mogelijk een open mailrelay (open
            relay) en een open proxyserver (open proxy).
       *[other] Volgens derden, zoals openbare databanken, draaien op de { $count } onderstaande adressen mogelijk open
            mailrelays (open relays) of open proxyservers (open proxies).
    }
   *[other] { $count ->
        [one] Volgens derden, zoals openbare databanken, staat op het onderstaande adres mogelijk een dienst voor iedereen
            op internet open.
       *[other] Volgens derden, zoals openbare databanken, staan op de { $count } onderstaande adressen mogelijk diensten
            voor iedereen op internet open.
    }
}
observation-observed = { $kind ->
    [relay] { $count ->
        [one] Onze eigen waarnemingen, de recentste van { $day }, wijzen erop dat op het onderstaande adres een open
            mailrelay (open relay) draait.
       *[other] Onze eigen waarnemingen, de recentste van { $day }, wijzen erop dat op de { $count } onderstaande adressen
            open mailrelays (open relays) draaien.
    }
    [proxy] { $count ->
        [one] Onze eigen waarnemingen, de recentste van { $day }, wijzen erop dat op het onderstaande adres een open
            proxyserver (open proxy) draait.
       *[other] Onze eigen waarnemingen, de recentste van { $day }, wijzen erop dat op de { $count } onderstaande adressen
            open proxyservers (open proxies) draaien.
    }
    [mixed] { $count ->
        [one] Onze eigen waarnemingen, de recentste van { $day }, wijzen erop dat op het onderstaande adres een open
            mailrelay (open relay) en een open proxyserver (open proxy) draaien.
       *[other] Onze eigen waarnemingen, de recentste van { $day }, wijzen erop dat op de { $count } onderstaande adressen
            open mailrelays (open relays) of open proxyservers (open proxies) draaien.
    }
   *[other] { $count ->
        [one] Onze eigen waarnemingen, de recentste van { $day }, wijzen erop dat op het onderstaande adres een dienst voor
            iedereen op internet openstaat.
       *[other] Onze eigen waarnemingen, de recentste van { $day }, wijzen erop dat op de { $count } onderstaande adressen
            diensten voor iedereen op internet openstaan.
    }
}
observation-confirmed = { $kind ->
    [relay] { $count ->
        [one] Een test op { $day } heeft bevestigd dat op het onderstaande adres een open mailrelay (open relay) draait.
       *[other] Tests, de recentste van { $day }, hebben bevestigd dat op de { $count } onderstaande adressen open
            mailrelays (open relays) draaien.
    }
    [proxy] { $count ->
        [one] Een test op { $day } heeft bevestigd dat op het onderstaande adres een open proxyserver (open proxy) draait.
       *[other] Tests, de recentste van { $day }, hebben bevestigd dat op de { $count } onderstaande adressen open
            proxyservers (open proxies) draaien.
    }
    [mixed] { $count ->
        [one] Een test op { $day } heeft bevestigd dat op het onderstaande adres een open mailrelay (open relay) en een open
            proxyserver (open proxy) draaien.
       *[other] Tests, de recentste van { $day }, hebben bevestigd dat op de { $count } onderstaande adressen open
            mailrelays (open relays) of open proxyservers (open proxies) draaien.
    }
   *[other] { $count ->
        [one] Een test op { $day } heeft bevestigd dat op het onderstaande adres een dienst voor iedereen op internet
            openstaat.
       *[other] Tests, de recentste van { $day }, hebben bevestigd dat op de { $count } onderstaande adressen diensten voor
            iedereen op internet openstaan.
    }
}

mechanism = Mailservers en proxyservers zijn bedoeld voor de mensen van één organisatie of netwerk. Staat zo’n server open,
    dan werkt hij voor iedereen: een relay bezorgt berichten tussen onbekenden, een proxyserver verbindt onbekenden met elke
    andere computer. Meestal is dat een vergissing: een te ruime instelling, een test die nooit ongedaan is gemaakt of een
    machine die is vergeten.
abuse = Wie spam verstuurt, zoekt zulke servers, want alles wat via zo’n server loopt, lijkt daarvandaan te komen en de
    werkelijke herkomst blijft verborgen. Het gevolg is meer spam voor iedereen, deels frauduleus, en afzenders die moeilijk
    te achterhalen zijn.
programme = Deze brief maakt deel uit van een campagne van { $organisation } die de beheerders van open relays en open
    proxyservers helpt deze te beveiligen.
