# Zinnen die elke brief gebruikt. Aanspreekvorm u; aanhalingstekens ‘ ’. Voor België en Nederland.
# Context en variabelen: zie locales/en/shared.ftl.

## Aankondiging en tabel

below = Verderop vindt u een Nederlandse versie van deze brief.
greeting = Geachte heer, mevrouw,

column-address = IP-adres
column-port = Poort
column-what = Bevinding
column-seen = Laatst gezien
column-source = Bron

what-open-relay = open mailrelay
what-open-proxy-http = open HTTP-proxy
what-open-proxy-socks = open SOCKS-proxy

table-more = De tabel toont alleen de eerste { $shown ->
        [one] regel
       *[other] { $shown } regels
    } van in totaal { $entries }; de volledige lijst staat in het bijgevoegde bestand addresses.csv.

request = { $count ->
    [one] Wij verzoeken u vriendelijk deze server te controleren en hem te beveiligen als hij inderdaad voor iedereen
        openstaat; beide stappen worden hieronder beschreven.
   *[other] Wij verzoeken u vriendelijk deze servers te controleren en de servers te beveiligen die inderdaad voor iedereen
        openstaan; beide stappen worden hieronder beschreven.
}

meaning-relay = Een open mailrelay (open relay) is een mailserver die berichten van iedereen aan iedereen doorstuurt.
meaning-proxy = Een open proxyserver (open proxy) is een server waarmee iedereen andere computers op internet kan bereiken.

forward = { $count ->
    [one] Als iemand anders deze server beheert, wilt u deze brief dan doorsturen? Elke regel van de tabel is op zichzelf te
        begrijpen.
   *[other] Als anderen sommige van deze servers beheren, wilt u deze brief dan doorsturen? Elke regel van de tabel is op
        zichzelf te begrijpen.
} Het bijgevoegde bestand addresses.csv bevat dezelfde gegevens in een vorm die programma’s kunnen lezen.
attached-xarf = Ook zijn meldingen per adres in XARF-formaat bijgevoegd, voor automatische verwerking.

## Herinnering

reminder-subject-one = Herinnering: mogelijk open server op { $ip }
reminder-subject-many = { $count ->
    [one] Herinnering: mogelijk open server op { $count } adres
   *[other] Herinnering: mogelijk open servers op { $count } adressen
}

reminder-reported = { $count ->
    [one] Op { $sent } hebben wij u over dit adres geschreven (ons kenmerk: { $first }). Sindsdien is het opnieuw gemeld.
   *[other] Op { $sent } hebben wij u over deze adressen geschreven (ons kenmerk: { $first }). Sindsdien zijn ze opnieuw
        gemeld.
}
reminder-observed = { $count ->
    [one] Op { $sent } hebben wij u over dit adres geschreven (ons kenmerk: { $first }). Bij onze laatste controle leek de
        server nog steeds open te staan.
   *[other] Op { $sent } hebben wij u over deze adressen geschreven (ons kenmerk: { $first }). Bij onze laatste controle
        leken de servers nog steeds open te staan.
}
reminder-confirmed = { $count ->
    [one] Op { $sent } hebben wij u over dit adres geschreven (ons kenmerk: { $first }). Een nieuwe test heeft uitgewezen
        dat de server nog steeds openstaat.
   *[other] Op { $sent } hebben wij u over deze adressen geschreven (ons kenmerk: { $first }). Nieuwe tests hebben
        uitgewezen dat de servers nog steeds openstaan.
}
reminder-others = De overige adressen uit onze eerste brief staan niet meer op onze lijst. Hartelijk dank voor uw hulp.
reminder-crossed = { $count ->
    [one] Als u deze server intussen hebt beveiligd, hoeft u verder niets te doen.
   *[other] Als u deze servers intussen hebt beveiligd, hoeft u verder niets te doen.
}

## Correctie

correction-subject-one = Correctie: onze brief over { $ip }
correction-subject-many = { $count ->
    [one] Correctie: onze brief over { $count } adres
   *[other] Correctie: onze brief over { $count } adressen
}

correction-observation = { $count ->
    [one] Op { $sent } hebben wij u over het onderstaande adres geschreven (ons kenmerk: { $first }). Die brief was onjuist:
        dit adres had er niet in mogen staan. Wij bieden u onze excuses aan voor onze fout en voor het eventuele ongemak.
   *[other] Op { $sent } hebben wij u over de { $count } onderstaande adressen geschreven (ons kenmerk: { $first }). Die
        brief was onjuist: deze adressen hadden er niet in mogen staan. Wij bieden u onze excuses aan voor onze fout en voor
        het eventuele ongemak.
}
correction-said = In onze brief stond het volgende:
correction-nothing = { $count ->
    [one] U hoeft voor dit adres niets te doen. U kunt buiten beschouwing laten wat wij erover hebben geschreven.
   *[other] U hoeft voor deze adressen niets te doen. U kunt buiten beschouwing laten wat wij erover hebben geschreven.
}
correction-others = Wat wij in die brief over de overige adressen hebben geschreven, blijft gelden.
correction-forward = Als u onze brief hebt doorgestuurd, wilt u dan ook deze correctie doorsturen? Het bijgevoegde bestand
    addresses.csv bevat de adressen in een vorm die programma’s kunnen lezen.
correction-closing = Hartelijk dank voor uw begrip.

## Controle

heading-check = Zo controleert u de server
check-relay = Open mailrelay: voer deze opdracht uit op een computer buiten uw eigen netwerk (swaks is vrije software voor
    het testen van mailservers).
check-relay-good = Goed resultaat: de server weigert met een foutmelding over doorsturen (relaying) of aanmelden,
    bijvoorbeeld ‘554 5.7.1 Relay access denied’. Antwoordt de server op RCPT TO met 250, dan staat de relay open. Een
    andere foutmelding bewijst niets; probeer het dan later of vanuit een ander netwerk nog eens. De opdracht stopt
    voordat er een bericht wordt verzonden.
check-http = Open HTTP-proxy: voer deze opdracht uit op een computer buiten uw eigen netwerk.
check-http-good = Goed resultaat: curl krijgt geen verbinding, meldt een fout zoals ‘CONNECT tunnel failed, response 403’ of
    toont een pagina van de server zelf. Verschijnt de pagina ‘Example Domain’, al is het maar één keer, dan staat de proxy
    open.
check-socks = Open SOCKS-proxy: voer deze opdracht uit op een computer buiten uw eigen netwerk (gebruik voor SOCKS 4 de
    optie --socks4a in plaats van --socks5-hostname).
check-socks-good = Goed resultaat: curl meldt een fout of krijgt helemaal geen verbinding. Verschijnt de pagina ‘Example
    Domain’, dan staat de proxy open.
check-other = Open dienst: controleer vanaf een computer buiten uw eigen netwerk of de dienst nog op verzoeken van
    onbekenden antwoordt.
check-each = Gebruik voor de overige regels van de tabel de bijbehorende opdracht met het adres en de poort van die regel.

## Beveiliging

heading-repair = Zo beveiligt u de server

repair-relay = Open mailrelay
repair-relay-postfix = Postfix: vermeld in main.cf alleen uw eigen netwerken en behoud de regel die doorsturen voor anderen
    weigert; herlaad daarna de configuratie.
repair-relay-exim = Exim: vermeld alleen uw eigen hosts en domeinen, behoud in de standaard-ACL acl_check_rcpt de regel die
    alle anderen weigert (‘relay not permitted’) en herstart de dienst. Gebruik op Debian en Ubuntu dpkg-reconfigure
    exim4-config.
repair-relay-sendmail = Sendmail: verwijder promiscuous_relay en soortgelijke opties uit sendmail.mc, sta in
    /etc/mail/access alleen uw eigen netwerken toe, bouw de configuratie opnieuw op en herstart de dienst.
# De naam van de instelling verschilt per versie van Exchange; daarom staat de Engelse erachter.
repair-relay-exchange = Microsoft Exchange: ontneem anonieme afzenders het recht om berichten te laten doorsturen, op elke
    ontvangstconnector die vanaf internet bereikbaar is (NAME staat voor de naam van de connector). Een connector met de
    instelling ‘Extern beveiligd’ (Externally secured) mag alleen verbindingen van uw eigen servers aannemen.
repair-relay-any = Elke andere mailserver: stuur alleen berichten door die uit uw eigen netwerken of van aangemelde
    gebruikers komen. Hoeft de machine helemaal geen mail te ontvangen, sluit dan de poort in de firewall.

repair-http = Open HTTP-proxy
repair-http-squid = Squid: laat de ACL localnet alleen uw eigen netwerken bevatten en sluit de regels af met een weigering;
    herlaad daarna de configuratie.
repair-http-apache = Apache httpd: schakel de forward proxy uit. Een reverse proxy (ProxyPass) heeft die niet nodig. Hebt u
    wel een forward proxy nodig, laat dan met Require ip alleen uw eigen netwerken toe.
repair-http-nginx = nginx: geef in proxy_pass een vaste bestemming op, nooit een bestemming die uit het verzoek komt.
repair-http-3proxy = 3proxy: laat vóór de regel ‘proxy’ alleen uw eigen netwerken toe (hier: de machine zelf); herstart
    daarna de dienst.
repair-http-mikrotik = MikroTik RouterOS: schakel de webproxy uit of sta hem alleen vanuit uw eigen netwerk toe.

repair-socks = Open SOCKS-proxy
repair-socks-dante = Dante: laat de dienst in sockd.conf (of danted.conf) op een intern adres luisteren, vraag om aanmelding
    en vermeld in de regels ‘client pass’ alleen uw eigen netwerken; herstart daarna de dienst.
repair-socks-3proxy = 3proxy: laat vóór de regel ‘socks’ alleen uw eigen netwerken toe (hier: de machine zelf); herstart
    daarna de dienst.
repair-socks-mikrotik = MikroTik RouterOS: schakel de SOCKS-server uit. Hebt u hem niet zelf ingeschakeld, werk RouterOS dan
    bij en wijzig de wachtwoorden van het apparaat.

repair-proxy-any = Elke andere proxy: laat hem alleen op een intern adres luisteren of vraag om een wachtwoord; sluit anders
    de poort in de firewall.

repair-other = Open dienst
repair-other-any = Laat de dienst alleen antwoorden aan wie hem nodig heeft: op een intern adres, na aanmelding of
    afgeschermd door de firewall.

repair-unknown = Heeft niemand zo’n dienst met opzet ingericht, dan kan er kwaadaardige software achter zitten; onderzoek in
    dat geval de machine voordat u deze weer in gebruik neemt.

## Belang

heading-why = Waarom dit belangrijk is
consequences = Voor wie de server beheert, kan dit het volgende betekenen:
consequence-blame = ontvangers denken dat de spam van u komt;
consequence-strangers = onbekenden gebruiken uw servers en uw internetverbinding;
consequence-traffic = het extra verkeer vertraagt uw verbinding;
consequence-cost = het beheer van uw systemen kost meer tijd en geld;
consequence-provider = uw internetprovider onderbreekt de dienstverlening.

## Afzender en vervolg

heading-who = Wie wij zijn
why-you = Wij schrijven aan het adres { $contact }, omdat dit geregistreerd staat als contactadres voor het betrokken
    netwerk.
purpose = Deze brief is alleen ter informatie. Wij vragen er niets voor terug: geen antwoord, geen betaling, geen
    wachtwoorden en geen toegang tot uw systemen.
partners = Onze partners in deze campagne:
verify = U kunt ons schrijven of bellen: ons postadres en telefoonnummer staan onder aan deze brief. Op deze pagina van onze
    eigen website kunt u nagaan of de brief echt van ons komt:

heading-next = Wat er hierna gebeurt
recheck = { $count ->
    [one] Wij controleren dit adres opnieuw op { $date }. Is de server dan beveiligd, dan schrijven wij u er niet meer over.
   *[other] Wij controleren deze adressen opnieuw op { $date }. Over de adressen die dan beveiligd zijn, schrijven wij u
        niet meer.
}
recheck-open = { $count ->
    [one] Wij controleren dit adres nog een keer voordat wij u er opnieuw over schrijven.
   *[other] Wij controleren deze adressen nog een keer voordat wij u er opnieuw over schrijven.
}
opt-out = Wilt u zulke brieven niet ontvangen of wilt u niet dat wij uw adressen controleren, beantwoord dan gewoon deze
    brief of schrijf naar { $address } onder vermelding van kenmerk { $reference }. Wij respecteren uw keuze.

heading-more = Meer informatie
link-info = Over deze campagne:
link-fix = Stapsgewijze instructies om een server te beveiligen:

closing = Hartelijk dank dat u helpt het internet voor iedereen veiliger te maken.
regards = Met vriendelijke groet,
telephone = Telefoon: { $phone }
mail = E-mail: { $address }
reference = Kenmerk: { $reference }
date = Datum: { $date }
