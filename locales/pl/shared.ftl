# Zdania wspólne dla wszystkich pism. Zwrot „Państwo”, cudzysłów „ ”. Kontekst i zmienne: zob. locales/en/shared.ftl.
# Po zwrocie „Szanowni Państwo!” z wykrzyknikiem tekst zaczyna się wielką literą.
# Po jednoliterowych wyrazach (a, i, o, u, w, z) stoi spacja nierozdzielająca (U+00A0).

## Zapowiedź i tabela

below = Polska wersja tego pisma znajduje się poniżej.
greeting = Szanowni Państwo!

column-address = Adres IP
column-port = Port
column-what = Wykryta usługa
column-seen = Zaobserwowano
column-source = Źródło

what-open-relay = otwarty przekaźnik poczty
what-open-proxy-http = otwarty serwer proxy HTTP
what-open-proxy-socks = otwarty serwer proxy SOCKS

table-more = Tabela zawiera tylko { $shown ->
        [one] pierwszy wiersz
        [few] { $shown } pierwsze wiersze
        [many] { $shown } pierwszych wierszy
       *[other] { $shown } pierwszego wiersza
    } z { $entries }; pełna lista znajduje się w załączonym pliku addresses.csv.

request = { $count ->
    [one] Uprzejmie prosimy o sprawdzenie tego serwera, a jeżeli rzeczywiście jest on otwarty dla wszystkich, o jego
        zabezpieczenie; oba kroki opisano poniżej.
    [few] Uprzejmie prosimy o sprawdzenie tych serwerów i o zabezpieczenie tych, które rzeczywiście są otwarte dla
        wszystkich; oba kroki opisano poniżej.
    [many] Uprzejmie prosimy o sprawdzenie tych serwerów i o zabezpieczenie tych, które rzeczywiście są otwarte dla
        wszystkich; oba kroki opisano poniżej.
   *[other] Uprzejmie prosimy o sprawdzenie tych serwerów i o zabezpieczenie tych, które rzeczywiście są otwarte dla
        wszystkich; oba kroki opisano poniżej.
}

meaning-relay = Otwarty przekaźnik poczty (open relay) to serwer pocztowy, który przekazuje wiadomości od każdego nadawcy do
    każdego odbiorcy.
meaning-proxy = Otwarty serwer proxy (open proxy) to serwer, przez który każdy może łączyć się z innymi komputerami
    w internecie.

forward = { $count ->
    [one] Jeżeli tym serwerem opiekuje się ktoś inny, prosimy o przekazanie mu tego pisma: każdy wiersz tabeli jest
        zrozumiały sam w sobie.
    [few] Jeżeli niektórymi z tych serwerów opiekują się inne osoby, prosimy o przekazanie im tego pisma: każdy wiersz
        tabeli jest zrozumiały sam w sobie.
    [many] Jeżeli niektórymi z tych serwerów opiekują się inne osoby, prosimy o przekazanie im tego pisma: każdy wiersz
        tabeli jest zrozumiały sam w sobie.
   *[other] Jeżeli niektórymi z tych serwerów opiekują się inne osoby, prosimy o przekazanie im tego pisma: każdy wiersz
        tabeli jest zrozumiały sam w sobie.
} Załączony plik addresses.csv zawiera te same informacje w postaci czytelnej dla programów.
attached-xarf = Załączamy również zgłoszenia dotyczące poszczególnych adresów w formacie XARF, przeznaczone do
    automatycznego przetwarzania.

## Przypomnienie

reminder-subject-one = Przypomnienie: być może otwarty serwer, { $ip }
reminder-subject-many = { $count ->
    [one] Przypomnienie: być może otwarty serwer pod { $count } adresem
    [few] Przypomnienie: być może otwarte serwery pod { $count } adresami
    [many] Przypomnienie: być może otwarte serwery pod { $count } adresami
   *[other] Przypomnienie: być może otwarte serwery pod { $count } adresami
}

reminder-reported = { $count ->
    [one] W dniu { $sent } pisaliśmy do Państwa w sprawie tego adresu (nasz znak: { $first }). Od tego czasu otrzymaliśmy na
        jego temat kolejne zgłoszenie.
    [few] W dniu { $sent } pisaliśmy do Państwa w sprawie tych adresów (nasz znak: { $first }). Od tego czasu otrzymaliśmy
        na ich temat kolejne zgłoszenia.
    [many] W dniu { $sent } pisaliśmy do Państwa w sprawie tych adresów (nasz znak: { $first }). Od tego czasu otrzymaliśmy
        na ich temat kolejne zgłoszenia.
   *[other] W dniu { $sent } pisaliśmy do Państwa w sprawie tych adresów (nasz znak: { $first }). Od tego czasu otrzymaliśmy
        na ich temat kolejne zgłoszenia.
}
reminder-observed = { $count ->
    [one] W dniu { $sent } pisaliśmy do Państwa w sprawie tego adresu (nasz znak: { $first }). Podczas naszego ostatniego
        sprawdzenia serwer nadal wydawał się otwarty.
    [few] W dniu { $sent } pisaliśmy do Państwa w sprawie tych adresów (nasz znak: { $first }). Podczas naszego ostatniego
        sprawdzenia serwery nadal wydawały się otwarte.
    [many] W dniu { $sent } pisaliśmy do Państwa w sprawie tych adresów (nasz znak: { $first }). Podczas naszego ostatniego
        sprawdzenia serwery nadal wydawały się otwarte.
   *[other] W dniu { $sent } pisaliśmy do Państwa w sprawie tych adresów (nasz znak: { $first }). Podczas naszego ostatniego
        sprawdzenia serwery nadal wydawały się otwarte.
}
reminder-confirmed = { $count ->
    [one] W dniu { $sent } pisaliśmy do Państwa w sprawie tego adresu (nasz znak: { $first }). Nowy test wykazał, że serwer
        jest nadal otwarty.
    [few] W dniu { $sent } pisaliśmy do Państwa w sprawie tych adresów (nasz znak: { $first }). Nowe testy wykazały, że
        serwery są nadal otwarte.
    [many] W dniu { $sent } pisaliśmy do Państwa w sprawie tych adresów (nasz znak: { $first }). Nowe testy wykazały, że
        serwery są nadal otwarte.
   *[other] W dniu { $sent } pisaliśmy do Państwa w sprawie tych adresów (nasz znak: { $first }). Nowe testy wykazały, że
        serwery są nadal otwarte.
}
reminder-others = Pozostałych adresów wymienionych w naszym pierwszym piśmie nie ma już na naszej liście. Dziękujemy Państwu
    za pomoc.
reminder-crossed = { $count ->
    [one] Jeżeli w międzyczasie serwer został już zabezpieczony, nie muszą Państwo robić nic więcej.
    [few] Jeżeli w międzyczasie serwery zostały już zabezpieczone, nie muszą Państwo robić nic więcej.
    [many] Jeżeli w międzyczasie serwery zostały już zabezpieczone, nie muszą Państwo robić nic więcej.
   *[other] Jeżeli w międzyczasie serwery zostały już zabezpieczone, nie muszą Państwo robić nic więcej.
}

## Sprostowanie

correction-subject-one = Sprostowanie: nasze pismo dotyczące { $ip }
correction-subject-many = { $count ->
    [one] Sprostowanie: nasze pismo dotyczące { $count } adresu
    [few] Sprostowanie: nasze pismo dotyczące { $count } adresów
    [many] Sprostowanie: nasze pismo dotyczące { $count } adresów
   *[other] Sprostowanie: nasze pismo dotyczące { $count } adresów
}

correction-observation = { $count ->
    [one] W dniu { $sent } pisaliśmy do Państwa w sprawie podanego niżej adresu (nasz znak: { $first }). Tamto pismo było
        błędne: ten adres nie powinien był się w nim znaleźć. Przepraszamy za naszą pomyłkę i za wszelkie niedogodności
        z niej wynikające.
    [few] W dniu { $sent } pisaliśmy do Państwa w sprawie { $count } podanych niżej adresów (nasz znak: { $first }). Tamto
        pismo było błędne: te adresy nie powinny były się w nim znaleźć. Przepraszamy za naszą pomyłkę i za wszelkie
        niedogodności z niej wynikające.
    [many] W dniu { $sent } pisaliśmy do Państwa w sprawie { $count } podanych niżej adresów (nasz znak: { $first }). Tamto
        pismo było błędne: te adresy nie powinny były się w nim znaleźć. Przepraszamy za naszą pomyłkę i za wszelkie
        niedogodności z niej wynikające.
   *[other] W dniu { $sent } pisaliśmy do Państwa w sprawie { $count } podanych niżej adresów (nasz znak: { $first }). Tamto
        pismo było błędne: te adresy nie powinny były się w nim znaleźć. Przepraszamy za naszą pomyłkę i za wszelkie
        niedogodności z niej wynikające.
}
correction-said = W naszym piśmie podaliśmy następujące informacje:
correction-nothing = { $count ->
    [one] W sprawie tego adresu nie muszą Państwo nic robić. Prosimy o nieuwzględnianie tego, co o nim napisaliśmy.
    [few] W sprawie tych adresów nie muszą Państwo nic robić. Prosimy o nieuwzględnianie tego, co o nich napisaliśmy.
    [many] W sprawie tych adresów nie muszą Państwo nic robić. Prosimy o nieuwzględnianie tego, co o nich napisaliśmy.
   *[other] W sprawie tych adresów nie muszą Państwo nic robić. Prosimy o nieuwzględnianie tego, co o nich napisaliśmy.
}
correction-others = To, co napisaliśmy w tamtym piśmie o pozostałych adresach, pozostaje aktualne.
correction-forward = Jeżeli przekazali Państwo nasze pismo innym osobom, prosimy o przekazanie im również tego sprostowania.
    Załączony plik addresses.csv zawiera listę adresów w postaci czytelnej dla programów.
correction-closing = Dziękujemy Państwu za wyrozumiałość.

## Sprawdzenie

heading-check = Jak sprawdzić serwer
check-relay = Otwarty przekaźnik poczty: prosimy uruchomić to polecenie na komputerze spoza własnej sieci (swaks to wolne
    oprogramowanie do testowania serwerów pocztowych).
check-relay-good = Prawidłowy wynik: serwer odmawia, zgłaszając błąd dotyczący przekazywania poczty lub logowania, na
    przykład „554 5.7.1 Relay access denied”. Jeżeli na RCPT TO odpowiada kodem 250, przekaźnik jest otwarty. Inne błędy
    niczego nie dowodzą; w takim przypadku prosimy spróbować ponownie później lub z innej sieci. Polecenie kończy
    działanie, zanim jakakolwiek wiadomość zostanie wysłana.
check-http = Otwarty serwer proxy HTTP: prosimy uruchomić to polecenie na komputerze spoza własnej sieci.
check-http-good = Prawidłowy wynik: curl nie uzyskuje połączenia, zgłasza błąd, na przykład „CONNECT tunnel failed, response
    403”, albo wyświetla stronę samego serwera. Jeżeli choć raz pojawi się strona „Example Domain”, serwer proxy jest
    otwarty.
check-socks = Otwarty serwer proxy SOCKS: prosimy uruchomić to polecenie na komputerze spoza własnej sieci (w przypadku
    SOCKS 4 należy zamiast --socks5-hostname wpisać --socks4a).
check-socks-good = Prawidłowy wynik: curl zgłasza błąd lub w ogóle nie uzyskuje połączenia. Jeżeli pojawi się strona
    „Example Domain”, serwer proxy jest otwarty.
check-other = Otwarta usługa: prosimy sprawdzić z komputera spoza własnej sieci, czy nadal odpowiada ona obcym.
check-each = Dla pozostałych wierszy tabeli prosimy użyć odpowiedniego polecenia z podanym w nich adresem i portem.

## Zabezpieczenie

heading-repair = Jak zabezpieczyć serwer

repair-relay = Otwarty przekaźnik poczty
repair-relay-postfix = Postfix: w pliku main.cf należy podać tylko własne sieci i zachować regułę, która odmawia
    przekazywania poczty dla innych, a następnie przeładować konfigurację.
repair-relay-exim = Exim: należy podać tylko własne hosty i domeny, zachować w standardowej liście ACL acl_check_rcpt
    regułę, która odrzuca wszystkich pozostałych („relay not permitted”), a następnie ponownie uruchomić usługę. W systemach
    Debian i Ubuntu służy do tego polecenie dpkg-reconfigure exim4-config.
repair-relay-sendmail = Sendmail: należy usunąć z pliku sendmail.mc opcję promiscuous_relay i podobne,
    w /etc/mail/access zezwolić na dostęp tylko własnym sieciom, a następnie wygenerować konfigurację na nowo i ponownie
    uruchomić usługę.
# Nazwa ustawienia zależy od wersji Exchange, dlatego w nawiasie podano nazwę angielską.
repair-relay-exchange = Microsoft Exchange: należy odebrać anonimowym nadawcom prawo do przekazywania poczty na każdym
    łączniku odbioru (receive connector) dostępnym z internetu (NAME oznacza nazwę łącznika). Łącznik oznaczony jako
    „zabezpieczony zewnętrznie” (Externally secured) powinien przyjmować połączenia tylko od własnych serwerów.
repair-relay-any = Każdy inny serwer pocztowy: należy przekazywać tylko pocztę z własnych sieci i od zalogowanych
    użytkowników. Jeżeli komputer w ogóle nie musi odbierać poczty, należy zamknąć jego port w zaporze sieciowej.

repair-http = Otwarty serwer proxy HTTP
repair-http-squid = Squid: lista ACL localnet powinna obejmować tylko własne sieci, a reguły powinny kończyć się odmową;
    następnie należy przeładować konfigurację.
repair-http-apache = Apache httpd: należy wyłączyć forward proxy. Reverse proxy (ProxyPass) go nie potrzebuje. Jeżeli
    forward proxy jest potrzebne, należy za pomocą Require ip dopuścić tylko własne sieci.
repair-http-nginx = nginx: w proxy_pass należy podać stały adres docelowy, nigdy zaś pobrany z żądania.
repair-http-3proxy = 3proxy: przed wierszem „proxy” należy dopuścić tylko własne sieci (tutaj: sam komputer), a następnie
    ponownie uruchomić usługę.
repair-http-mikrotik = MikroTik RouterOS: należy wyłączyć web proxy lub zezwolić na nie tylko z własnej sieci.

repair-socks = Otwarty serwer proxy SOCKS
repair-socks-dante = Dante: w pliku sockd.conf (lub danted.conf) należy ustawić nasłuchiwanie na adresie wewnętrznym,
    wymagać logowania i w regułach „client pass” podać tylko własne sieci, a następnie ponownie uruchomić usługę.
repair-socks-3proxy = 3proxy: przed wierszem „socks” należy dopuścić tylko własne sieci (tutaj: sam komputer), a następnie
    ponownie uruchomić usługę.
repair-socks-mikrotik = MikroTik RouterOS: należy wyłączyć serwer SOCKS. Jeżeli nie został on włączony przez Państwa, należy
    zaktualizować RouterOS i zmienić hasła urządzenia.

repair-proxy-any = Każdy inny serwer proxy: należy ustawić nasłuchiwanie wyłącznie na adresie wewnętrznym lub wymagać hasła;
    w przeciwnym razie należy zamknąć jego port w zaporze sieciowej.

repair-other = Otwarta usługa
repair-other-any = Usługa powinna odpowiadać tylko tym, którzy jej potrzebują: na adresie wewnętrznym, po zalogowaniu lub za
    zaporą sieciową.

repair-unknown = Jeżeli nikt nie uruchomił takiej usługi celowo, może za nią stać złośliwe oprogramowanie; w takim przypadku
    zalecamy zbadanie komputera przed jego ponownym użyciem.

## Znaczenie

heading-why = Dlaczego to ważne
consequences = Dla tych, którzy prowadzą serwer, może to oznaczać, że:
consequence-blame = odbiorcy uważają, że spam pochodzi od Państwa;
consequence-strangers = obcy korzystają z Państwa serwerów i łącza internetowego;
consequence-traffic = dodatkowy ruch spowalnia Państwa łącze;
consequence-cost = administrowanie Państwa systemami wymaga więcej czasu i pieniędzy;
consequence-provider = Państwa dostawca usług internetowych przerywa świadczenie usługi.

## Nadawca i dalsze kroki

heading-who = Kim jesteśmy
why-you = Piszemy na adres { $contact }, ponieważ jest on zarejestrowany jako adres kontaktowy sieci, której to pismo
    dotyczy.
purpose = Niniejsze pismo ma charakter wyłącznie informacyjny. Nie prosimy o nic w zamian: ani o odpowiedź, ani o zapłatę,
    ani o hasła, ani o dostęp do Państwa systemów.
partners = Nasi partnerzy w tej kampanii:
verify = Mogą Państwo do nas napisać lub zadzwonić: nasz adres pocztowy i numer telefonu znajdują się na końcu tego pisma.
    Aby upewnić się, że pochodzi ono od nas, można odwiedzić tę stronę w naszym własnym serwisie:

heading-next = Co dalej
recheck = { $count ->
    [one] Ponownie sprawdzimy ten adres w dniu { $date }. Jeżeli serwer będzie wówczas zabezpieczony, nie napiszemy już do
        Państwa w jego sprawie.
    [few] Ponownie sprawdzimy te adresy w dniu { $date }. W sprawie tych, które będą wówczas zabezpieczone, nie napiszemy
        już do Państwa.
    [many] Ponownie sprawdzimy te adresy w dniu { $date }. W sprawie tych, które będą wówczas zabezpieczone, nie napiszemy
        już do Państwa.
   *[other] Ponownie sprawdzimy te adresy w dniu { $date }. W sprawie tych, które będą wówczas zabezpieczone, nie napiszemy
        już do Państwa.
}
recheck-open = { $count ->
    [one] Zanim ponownie napiszemy do Państwa w sprawie tego adresu, jeszcze raz go sprawdzimy.
    [few] Zanim ponownie napiszemy do Państwa w sprawie tych adresów, jeszcze raz je sprawdzimy.
    [many] Zanim ponownie napiszemy do Państwa w sprawie tych adresów, jeszcze raz je sprawdzimy.
   *[other] Zanim ponownie napiszemy do Państwa w sprawie tych adresów, jeszcze raz je sprawdzimy.
}
opt-out = Jeżeli nie chcą Państwo otrzymywać takich pism lub nie życzą sobie Państwo, abyśmy sprawdzali Państwa adresy,
    wystarczy odpowiedzieć na to pismo lub napisać na adres { $address }, podając znak { $reference }. Uszanujemy Państwa
    decyzję.

heading-more = Więcej informacji
link-info = O tej kampanii:
link-fix = Instrukcje zabezpieczania serwera krok po kroku:

closing = Dziękujemy, że pomagają Państwo uczynić internet bezpieczniejszym dla wszystkich.
regards = Z poważaniem
telephone = Telefon: { $phone }
mail = E-mail: { $address }
reference = Znak: { $reference }
date = Data: { $date }
