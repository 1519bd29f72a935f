# De brief over alleen open mailrelays.
#
# Variabelen: zie locales/en/open-relay.ftl.

subject-one = Mogelijk open mailrelay op { $ip }
subject-many = { $count ->
    [one] Mogelijk open mailrelay op { $count } adres
   *[other] Mogelijk open mailrelays op { $count } adressen
}

observation-reported = { $count ->
    [one] Volgens derden, zoals openbare databanken, is de mailserver op het onderstaande adres mogelijk een open relay.
   *[other] Volgens derden, zoals openbare databanken, zijn de mailservers op de { $count } onderstaande adressen mogelijk
        open relays.
}
observation-observed = { $count ->
    [one] Onze eigen waarnemingen, de recentste van { $day }, wijzen erop dat de mailserver op het onderstaande adres een
        open relay is.
   *[other] Onze eigen waarnemingen, de recentste van { $day }, wijzen erop dat de mailservers op de { $count } onderstaande
        adressen open relays zijn.
}
observation-confirmed = { $count ->
    [one] Een test op { $day } heeft bevestigd dat de mailserver op het onderstaande adres een open relay is.
   *[other] Tests, de recentste van { $day }, hebben bevestigd dat de mailservers op de { $count } onderstaande adressen
        open relays zijn.
}

mechanism = Een mailserver neemt een bericht normaal gesproken alleen aan als de afzender of de ontvanger hoort bij de
    organisatie die de server beheert. Een open relay neemt berichten tussen willekeurige onbekenden aan en bezorgt ze. In
    de begintijd van het internet was dat een vriendelijkheid; tegenwoordig is het bijna altijd een vergissing in de
    configuratie.
abuse = Wie spam verstuurt, zoekt open relays, want een bericht dat via zo’n relay loopt, lijkt daarvandaan te komen en de
    werkelijke herkomst blijft verborgen. Het gevolg is meer spam voor iedereen, deels frauduleus, en afzenders die moeilijk
    te achterhalen zijn.
programme = Deze brief maakt deel uit van een campagne van { $organisation } die de beheerders van open mailrelays
    informeert en hen helpt hun servers te beveiligen.
