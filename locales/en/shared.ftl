# Sentences that every letter uses. A sentence may run over several lines: they are joined with blanks.

## Notices and table

below = An English version of this letter follows below.
greeting = Dear administrator,

column-address = IP address
column-port = Port
column-what = What was seen
column-seen = Last seen
column-source = Source

what-open-relay = open mail relay
what-open-proxy-http = open HTTP proxy
what-open-proxy-socks = open SOCKS proxy

# Variables: $shown and $entries count lines of the table.
table-more = The table shows only { $shown ->
        [one] the first of { $entries } lines
       *[other] the first { $shown } of { $entries } lines
    }; the complete list is in the attached file addresses.csv.

# Variables: $count counts addresses.
request = { $count ->
    [one] Please check this server and, if it is indeed open to everyone, secure it; both steps are described below.
   *[other] Please check these servers and secure those that are indeed open to everyone; both steps are described
        below.
}

# Variables: $contact is a mail address.
why-you = We are writing to { $contact } because this address is on record as the contact for the network concerned.

forward = { $count ->
    [one] If somebody else looks after this server, please pass this letter on: each line of the table can
        stand on its own.
   *[other] If somebody else looks after some of these servers, please pass this letter on: each line of the
        table can stand on its own.
} The attached file addresses.csv holds the same information in a form that programs can read.

## How to check

heading-check = How to check
check-relay = Open mail relay: run this command from a computer outside your own network (swaks is a free program for testing
    mail servers).
check-relay-good = Good result: the server refuses with an error about relaying or logging in, such as “554 5.7.1 Relay
    access denied”. If it answers RCPT TO with 250, the relay is open. Any other error proves nothing; please try again
    later or from another network. The command stops before any message is sent.
check-http = Open HTTP proxy: run this command from a computer outside your own network.
check-http-good = Good result: curl gets no connection, reports an error such as “CONNECT tunnel failed, response 403”, or shows
    a page of the server itself. If the page “Example Domain” comes back, even once, the proxy is open.
check-socks = Open SOCKS proxy: run this command from a computer outside your own network (for SOCKS 4, write --socks4a in
    place of --socks5-hostname).
check-socks-good = Good result: curl reports an error or gets no connection at all. If the page “Example Domain” comes
    back, the proxy is open.
check-other = Open service: test from a computer outside your own network whether it still answers strangers.
check-each = For the other lines of the table, use the matching command with their address and port.

## How to close it

heading-repair = How to secure the server

repair-relay = Open mail relay
repair-relay-postfix = Postfix: in main.cf, name only your own networks and keep the rule that refuses to relay for others;
    then reload.
repair-relay-exim = Exim: name only your own hosts and domains, keep the rule of the standard acl_check_rcpt that refuses all
    others (“relay not permitted”), then restart. On Debian and Ubuntu, use dpkg-reconfigure exim4-config.
repair-relay-sendmail = Sendmail: take promiscuous_relay and similar features out of sendmail.mc, allow only your own
    networks in /etc/mail/access, then rebuild and restart.
repair-relay-exchange = Microsoft Exchange: take the right to relay away from anonymous senders, on each receive connector
    that can be reached from the Internet (NAME stands for the connector).
repair-relay-any = Any other mail server: relay only for your own networks and for users who have logged in. If the machine
    need not receive mail at all, close its port in the firewall.

repair-http = Open HTTP proxy
repair-http-squid = Squid: let the ACL localnet name only your own networks, and end the rules with a refusal; then reload.
repair-http-apache = Apache httpd: switch the forward proxy off. A reverse proxy (ProxyPass) does not need it.
repair-http-nginx = nginx: name a fixed destination in proxy_pass, never one taken from the request.
repair-http-3proxy = 3proxy: ahead of the line “proxy”, admit only your own networks (here: the machine itself); then restart.
repair-http-mikrotik = MikroTik RouterOS: switch the web proxy off, or allow it only from your own network.
repair-http-any = Any other proxy: let it listen on an internal address only, or ask for a password; otherwise close its port
    in the firewall.

repair-socks = Open SOCKS proxy
repair-socks-dante = Dante: in sockd.conf (or danted.conf), listen on an internal address and ask for a login, and let the
    “client pass” rules name only your own networks; then restart.
repair-socks-3proxy = 3proxy: ahead of the line “socks”, admit only your own networks (here: the machine itself); then restart.
repair-socks-mikrotik = MikroTik RouterOS: switch the SOCKS server off.
repair-socks-any = Any other SOCKS server: let it listen on an internal address only, or ask for a password; otherwise close
    its port in the firewall.

repair-other = Open service
repair-other-any = Let the service answer only those who need it: on an internal address, behind a login, or through the
    firewall.

repair-unknown = If nobody has set up such a service on purpose, malicious software may be behind it; in that case, please
    examine the machine before you put it back into use.

## Why this matters

heading-why = Why this matters
consequences = For those who run the server, this can mean that
consequence-blame = recipients believe that the spam comes from you,
consequence-strangers = strangers use your servers and your Internet connection,
consequence-traffic = the additional traffic slows your connection down,
consequence-cost = administering your systems costs more time and money, or
consequence-provider = your Internet service provider interrupts your service.

## Who writes, and what comes next

heading-who = Who we are
purpose = This letter is for your information. We ask for nothing in return: no reply, no payment, no passwords and no access
    to your systems.
partners = Our partners in this campaign:
verify = You can write to us or call us: our postal address and telephone number are at the end of this letter. To make sure
    that it comes from us, please see this page on our own website:

heading-next = What happens next
# Variables: $date is a day such as 2026-12-05.
recheck = { $count ->
    [one] We will check this address again on { $date }. If the server is secured by then, we will not write
        to you about it again.
   *[other] We will check these addresses again on { $date }. We will not write to you again about those that
        are secured by then.
}
recheck-open = { $count ->
    [one] We will check this address once more before we write to you about it again.
   *[other] We will check these addresses once more before we write to you about them again.
}
# Variables: $address is a mail address, $reference the letter's reference number.
opt-out = If you do not wish to receive such letters, or do not want us to check your addresses, simply reply to this letter
    or write to { $address }, quoting { $reference }. We will respect your choice.

heading-more = Further information
link-info = About this campaign:
link-fix = Step-by-step instructions for securing a server:

closing = Thank you for helping to keep the Internet a safer place for everyone.
regards = Yours faithfully,
telephone = Telephone: { $phone }
mail = E-mail: { $address }
reference = Reference: { $reference }
date = Date: { $date }
