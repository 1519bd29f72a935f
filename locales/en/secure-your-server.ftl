# The letter about open mail relays and open proxies. See locales/README.md before you translate.
#
# A public body writes to the people who run a server it has found. Polite, factual, no blame: they may not know.
# Variables, where a sentence has them: $kind says what the letter is about: relay, proxy, mixed (relays and proxies) or other
# (something else, or more than these); $count is the number of addresses, $ip the one address, $day the day of the latest observation
# (2026-11-20), $organisation the sender's name.

# The subject of the letter, in 60 columns at most, without a full stop. -one for one address, -many for several; -many also needs
# the form for one: a long address does not fit into a subject, and is counted instead.
subject-one = { $kind ->
    [relay] Possible open mail relay at { $ip }
    [proxy] Possible open proxy at { $ip }
    [mixed] Possible open relay and proxy at { $ip }
   *[other] Possible open service at { $ip }
}
subject-many = { $kind ->
    [relay] { $count ->
        [one] Possible open mail relay at { $count } address
       *[other] Possible open mail relays at { $count } addresses
    }
    [proxy] { $count ->
        [one] Possible open proxy at { $count } address
       *[other] Possible open proxies at { $count } addresses
    }
    [mixed] { $count ->
        [one] Possible open relay and proxy at { $count } address
       *[other] Possible open relays and proxies at { $count } addresses
    }
   *[other] { $count ->
        [one] Possible open service at { $count } address
       *[other] Possible open services at { $count } addresses
    }
}

# The first sentence of the letter; the table of addresses follows it. One of the three is used. They differ in how sure we are:
# others told us (may be), we saw it ourselves (suggest), a test has shown it (confirmed). Keep that difference.
observation-reported = { $kind ->
    [relay] { $count ->
        [one] According to third parties, such as public databases, the address below may be an open mail relay.
       *[other] According to third parties, such as public databases, the { $count } addresses below may be open
            mail relays.
    }
    [proxy] { $count ->
        [one] According to third parties, such as public databases, the address below may be an open proxy.
       *[other] According to third parties, such as public databases, the { $count } addresses below may be open
            proxies.
    }
    [mixed] { $count ->
        [one] According to third parties, such as public databases, the address below may be an open mail relay
            and an open proxy.
       *[other] According to third parties, such as public databases, the { $count } addresses below may be open
            mail relays or open proxies.
    }
   *[other] { $count ->
        [one] According to third parties, such as public databases, a service at the address below may be open to
            anyone on the Internet.
       *[other] According to third parties, such as public databases, services at the { $count } addresses below
            may be open to anyone on the Internet.
    }
}
observation-observed = { $kind ->
    [relay] { $count ->
        [one] Our own observations, most recently on { $day }, suggest that the address below is an open mail
            relay.
       *[other] Our own observations, most recently on { $day }, suggest that the { $count } addresses below are
            open mail relays.
    }
    [proxy] { $count ->
        [one] Our own observations, most recently on { $day }, suggest that the address below is an open proxy.
       *[other] Our own observations, most recently on { $day }, suggest that the { $count } addresses below are
            open proxies.
    }
    [mixed] { $count ->
        [one] Our own observations, most recently on { $day }, suggest that the address below is an open mail
            relay and an open proxy.
       *[other] Our own observations, most recently on { $day }, suggest that the { $count } addresses below are
            open mail relays or open proxies.
    }
   *[other] { $count ->
        [one] Our own observations, most recently on { $day }, suggest that a service at the address below is open
            to anyone on the Internet.
       *[other] Our own observations, most recently on { $day }, suggest that services at the { $count } addresses
            below are open to anyone on the Internet.
    }
}
observation-confirmed = { $kind ->
    [relay] { $count ->
        [one] A test on { $day } has confirmed that the address below is an open mail relay.
       *[other] Tests, most recently on { $day }, have confirmed that the { $count } addresses below are open mail
            relays.
    }
    [proxy] { $count ->
        [one] A test on { $day } has confirmed that the address below is an open proxy.
       *[other] Tests, most recently on { $day }, have confirmed that the { $count } addresses below are open
            proxies.
    }
    [mixed] { $count ->
        [one] A test on { $day } has confirmed that the address below is an open mail relay and an open proxy.
       *[other] Tests, most recently on { $day }, have confirmed that the { $count } addresses below are open mail
            relays or open proxies.
    }
   *[other] { $count ->
        [one] A test on { $day } has confirmed that a service at the address below is open to anyone on the
            Internet.
       *[other] Tests, most recently on { $day }, have confirmed that services at the { $count } addresses below
            are open to anyone on the Internet.
    }
}

# Two paragraphs on why it matters: how it comes about, and what follows from it.
mechanism = Mail servers and proxies are meant to work for the people of one organisation or network. When one is open, it works
    for everyone: a relay delivers messages between strangers, a proxy connects strangers to any other computer. Most are
    open by oversight: a permissive setting, a test that was never undone, or a machine that was forgotten.
abuse = Those who send spam look for such servers, because whatever passes through one seems to come from there, and its true
    origin stays hidden. The result is more spam for everyone, some of it fraudulent, and senders who are hard to trace.

programme = This letter is part of a campaign by { $organisation } that helps the operators of open relays and open proxies to
    secure them.
