# The letter about open mail relays alone. See locales/README.md before you translate.
#
# A public body writes to the people who run a mail server it has found. Polite, factual, no blame: they may not know.
# Variables, where a sentence has them: $count is the number of addresses, $ip the one address, $day the day of the latest
# observation (2026-11-20), $organisation the sender's name. $kind also exists; it is always relay here.

# The subject of the letter, in 60 columns at most, without a full stop. -one for one address, -many for several; -many also needs
# the form for one: a long address does not fit into a subject, and is counted instead.
subject-one = Possible open mail relay at { $ip }
subject-many = { $count ->
    [one] Possible open mail relay at { $count } address
   *[other] Possible open mail relays at { $count } addresses
}

# The first sentence of the letter; the table of addresses follows it. One of the three is used. They differ in how sure we are:
# others told us (may be), we saw it ourselves (suggest), a test has shown it (confirmed). Keep that difference.
observation-reported = { $count ->
    [one] According to third parties, such as public databases, the mail server at the address below may be an
        open relay.
   *[other] According to third parties, such as public databases, the mail servers at the { $count } addresses
        below may be open relays.
}
observation-observed = { $count ->
    [one] Our own observations, most recently on { $day }, suggest that the mail server at the address below is an
        open relay.
   *[other] Our own observations, most recently on { $day }, suggest that the mail servers at the { $count }
        addresses below are open relays.
}
observation-confirmed = { $count ->
    [one] A test on { $day } has confirmed that the mail server at the address below is an open relay.
   *[other] Tests, most recently on { $day }, have confirmed that the mail servers at the { $count } addresses
        below are open relays.
}

# Two paragraphs on why it matters: how it comes about, and what follows from it.
mechanism = A mail server normally accepts a message only if its sender or its recipient belongs to the organisation that runs the
    server. An open relay accepts messages between any two strangers and delivers them. In the early days of the Internet this
    was a courtesy; today it is almost always an oversight in the configuration.
abuse = Those who send spam look for open relays, because a message that passes through one seems to come from there, and its true
    origin stays hidden. The result is more spam for everyone, some of it fraudulent, and senders who are hard to trace.

programme = This letter is part of a campaign by { $organisation } that informs the operators of open mail relays and helps them to
    secure their servers.
