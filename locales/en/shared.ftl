# Sentences that every letter uses. See locales/README.md before you translate.
#
# A public body writes to the people who run a server, or to the provider of its network. "We" is that body; the reader is
# addressed formally. Commands and settings stand between these sentences; product names, file names and settings stay as they are.
#
# A sentence may run over several lines: they are joined with blanks (in Chinese and Japanese, without).
# Variables, where a sentence has them: $count is the number of addresses the letter is about, $day and $date are days such as
# 2026-11-20, $address and $contact are mail addresses, $reference is the letter's number such as FW-7K3QX-9XM2A.

## Around the letter

# Above a letter in two languages, the reader's first: this version stands below.
below = An English version of this letter follows below.
greeting = Dear administrator,

## The table: headings in one or two words, at most 16 columns; a mail program shows five of them side by side

column-address = IP address
column-port = Port
# What was found at the address: one of the three terms below.
column-what = What was seen
# Day and time of the latest observation.
column-seen = Last seen
# Who reported or observed it.
column-source = Source

# In the table; at most 28 columns.
what-open-relay = open mail relay
what-open-proxy-http = open HTTP proxy
what-open-proxy-socks = open SOCKS proxy

# $shown and $entries count lines of the table.
table-more = The table shows only { $shown ->
        [one] the first of { $entries } lines
       *[other] the first { $shown } of { $entries } lines
    }; the complete list is in the attached file addresses.csv.

## After the table

# The one thing we ask for.
request = { $count ->
    [one] Please check this server and, if it is indeed open to everyone, secure it; both steps are described below.
   *[other] Please check these servers and secure those that are indeed open to everyone; both steps are described
        below.
}

# What the terms mean, each in one sentence. Here the English term follows in brackets, unless yours is the same.
meaning-relay = An open mail relay is a mail server that passes on messages from anyone to anyone.
meaning-proxy = An open proxy is a server through which anyone can reach other computers on the Internet.

forward = { $count ->
    [one] If somebody else looks after this server, please pass this letter on: each line of the table can
        stand on its own.
   *[other] If somebody else looks after some of these servers, please pass this letter on: each line of the
        table can stand on its own.
} The attached file addresses.csv holds the same information in a form that programs can read.
# XARF is the name of a format for such reports.
attached-xarf = Reports on single addresses in the XARF format are also attached, for automatic processing.

## A reminder: a second letter about addresses that are still open. It begins with one of the first three; the observation of
## the first letter follows. $sent is the day of the first letter, $first its reference.

# Subjects, as those of the first letter: 60 columns at most, without a full stop.
reminder-subject-one = Reminder: possible open server at { $ip }
reminder-subject-many = { $count ->
    [one] Reminder: possible open server at { $count } address
   *[other] Reminder: possible open servers at { $count } addresses
}

# Others told us, we saw it ourselves, a test has shown it: keep that difference.
reminder-reported = { $count ->
    [one] We wrote to you about this address on { $sent } (our reference: { $first }). Since then, it has been
        reported again.
   *[other] We wrote to you about these addresses on { $sent } (our reference: { $first }). Since then, they have
        been reported again.
}
reminder-observed = { $count ->
    [one] We wrote to you about this address on { $sent } (our reference: { $first }). When we last checked it, the
        server still appeared to be open.
   *[other] We wrote to you about these addresses on { $sent } (our reference: { $first }). When we last checked
        them, the servers still appeared to be open.
}
reminder-confirmed = { $count ->
    [one] We wrote to you about this address on { $sent } (our reference: { $first }). A new test has shown that the
        server is still open.
   *[other] We wrote to you about these addresses on { $sent } (our reference: { $first }). New tests have shown that
        the servers are still open.
}
# The first letter named more addresses than this one.
reminder-others = The other addresses in our first letter are no longer on our list. Thank you for your help.
reminder-crossed = { $count ->
    [one] If you have secured this server in the meantime, there is nothing more you need to do.
   *[other] If you have secured these servers in the meantime, there is nothing more you need to do.
}

## A correction: we were wrong about the addresses in the table. $sent is the day of the first letter, $first its reference.

# Subjects, as those of the first letter: 60 columns at most, without a full stop.
correction-subject-one = Correction: our letter about { $ip }
correction-subject-many = { $count ->
    [one] Correction: our letter about { $count } address
   *[other] Correction: our letter about { $count } addresses
}

correction-observation = { $count ->
    [one] We wrote to you about the address below on { $sent } (our reference: { $first }). That letter was wrong: it
        should not have named this address. We apologise for our mistake and for any trouble it has caused you.
   *[other] We wrote to you about the { $count } addresses below on { $sent } (our reference: { $first }). That letter
        was wrong: it should not have named these addresses. We apologise for our mistake and for any trouble it has
        caused you.
}
# The table follows.
correction-said = This is what our letter said:
correction-nothing = { $count ->
    [one] There is nothing you need to do about this address. Please disregard what we wrote about it.
   *[other] There is nothing you need to do about these addresses. Please disregard what we wrote about them.
}
# The first letter named other addresses too, and was right about those.
correction-others = What we wrote about the other addresses in that letter still stands.
correction-forward = If you passed our letter on, please pass this correction on as well. The attached file addresses.csv lists
    the addresses in a form that programs can read.
# In place of the closing words of the other letters.
correction-closing = Thank you for your understanding.

## How to check: an introduction, a command on a line of its own, and what its result means. What stands in quotation marks is the
## output of a program and stays English.

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

## How to close it: for each program, what to do; its settings stand on lines of their own below. Each sentence begins with the
## name of the program.

heading-repair = How to secure the server

repair-relay = Open mail relay
repair-relay-postfix = Postfix: in main.cf, name only your own networks and keep the rule that refuses to relay for others;
    then reload.
repair-relay-exim = Exim: name only your own hosts and domains, keep the rule of the standard acl_check_rcpt that refuses all
    others (“relay not permitted”), then restart. On Debian and Ubuntu, use dpkg-reconfigure exim4-config.
repair-relay-sendmail = Sendmail: take promiscuous_relay and similar features out of sendmail.mc, allow only your own
    networks in /etc/mail/access, then rebuild and restart.
# NAME stands in the command. “Externally secured” is a setting of Exchange: use the words of its version in your language.
repair-relay-exchange = Microsoft Exchange: take the right to relay away from anonymous senders, on each receive connector
    that can be reached from the Internet (NAME stands for the connector). A connector marked “Externally secured” must accept
    only your own servers.
repair-relay-any = Any other mail server: relay only for your own networks and for users who have logged in. If the machine
    need not receive mail at all, close its port in the firewall.

repair-http = Open HTTP proxy
repair-http-squid = Squid: let the ACL localnet name only your own networks, and end the rules with a refusal; then reload.
repair-http-apache = Apache httpd: switch the forward proxy off. A reverse proxy (ProxyPass) does not need it. If you do
    need a forward proxy, admit only your own networks with Require ip.
repair-http-nginx = nginx: name a fixed destination in proxy_pass, never one taken from the request.
repair-http-3proxy = 3proxy: ahead of the line “proxy”, admit only your own networks (here: the machine itself); then restart.
repair-http-mikrotik = MikroTik RouterOS: switch the web proxy off, or allow it only from your own network.

repair-socks = Open SOCKS proxy
repair-socks-dante = Dante: in sockd.conf (or danted.conf), listen on an internal address and ask for a login, and let the
    “client pass” rules name only your own networks; then restart.
repair-socks-3proxy = 3proxy: ahead of the line “socks”, admit only your own networks (here: the machine itself); then restart.
repair-socks-mikrotik = MikroTik RouterOS: switch the SOCKS server off. If you did not switch it on yourself, update RouterOS and
    change its passwords.

# For both kinds of proxy.
repair-proxy-any = Any other proxy: let it listen on an internal address only, or ask for a password; otherwise close its port
    in the firewall.

repair-other = Open service
repair-other-any = Let the service answer only those who need it: on an internal address, behind a login, or through the
    firewall.

repair-unknown = If nobody has set up such a service on purpose, malicious software may be behind it; in that case, please
    examine the machine before you put it back into use.

## Why this matters

heading-why = Why this matters
# A list follows: five clauses that complete this sentence, in this order. Set marks and capitals as your language does in lists.
consequences = For those who run the server, this can mean that
consequence-blame = recipients believe that the spam comes from you,
consequence-strangers = strangers use your servers and your Internet connection,
consequence-traffic = the additional traffic slows your connection down,
consequence-cost = administering your systems costs more time and money, or
consequence-provider = your Internet service provider interrupts your service.

## Who writes, and what comes next

heading-who = Who we are
why-you = We are writing to { $contact } because this address is on record as the contact for the network concerned.
purpose = This letter is for your information. We ask for nothing in return: no reply, no payment, no passwords and no access
    to your systems.
# A list of names follows.
partners = Our partners in this campaign:
# A link follows.
verify = You can write to us or call us: our postal address and telephone number are at the end of this letter. To make sure
    that it comes from us, please see this page on our own website:

heading-next = What happens next
recheck = { $count ->
    [one] We will check this address again on { $date }. If the server is secured by then, we will not write
        to you about it again.
   *[other] We will check these addresses again on { $date }. We will not write to you again about those that
        are secured by then.
}
# In place of recheck, when no day is fixed.
recheck-open = { $count ->
    [one] We will check this address once more before we write to you about it again.
   *[other] We will check these addresses once more before we write to you about them again.
}
opt-out = If you do not wish to receive such letters, or do not want us to check your addresses, simply reply to this letter
    or write to { $address }, quoting { $reference }. We will respect your choice.

# Two links follow, each after its own line.
heading-more = Further information
link-info = About this campaign:
link-fix = Step-by-step instructions for securing a server:

closing = Thank you for helping to keep the Internet a safer place for everyone.
# The sender's name, postal address, telephone and mail address follow.
regards = Yours faithfully,
telephone = Telephone: { $phone }
mail = E-mail: { $address }
reference = Reference: { $reference }
date = Date: { $date }
