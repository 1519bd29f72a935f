# The letter about open mail relays and open proxies.
#
# Variables: $kind is relay, proxy, mixed (relays and proxies) or other; $count counts addresses; $ip is the address where
# there is one; $day is the day of the latest observation.

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

observation-reported = { $kind ->
    [relay] { $count ->
        [one] According to third parties, such as public databases, the address below may be an open mail relay: a
            mail server that passes on messages from anyone to anyone.
       *[other] According to third parties, such as public databases, the { $count } addresses below may be open
            mail relays: mail servers that pass on messages from anyone to anyone.
    }
    [proxy] { $count ->
        [one] According to third parties, such as public databases, the address below may be an open proxy: a
            server through which anyone can reach the Internet.
       *[other] According to third parties, such as public databases, the { $count } addresses below may be open
            proxies: servers through which anyone can reach the Internet.
    }
    [mixed] { $count ->
        [one] According to third parties, such as public databases, the address below may be an open mail relay
            and an open proxy: a server that passes on messages and connections for anyone.
       *[other] According to third parties, such as public databases, the { $count } addresses below may be open
            mail relays or open proxies: servers that pass on messages or connections for anyone.
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
            relay: a mail server that passes on messages from anyone to anyone.
       *[other] Our own observations, most recently on { $day }, suggest that the { $count } addresses below are
            open mail relays: mail servers that pass on messages from anyone to anyone.
    }
    [proxy] { $count ->
        [one] Our own observations, most recently on { $day }, suggest that the address below is an open proxy: a
            server through which anyone can reach the Internet.
       *[other] Our own observations, most recently on { $day }, suggest that the { $count } addresses below are
            open proxies: servers through which anyone can reach the Internet.
    }
    [mixed] { $count ->
        [one] Our own observations, most recently on { $day }, suggest that the address below is an open mail
            relay and an open proxy: a server that passes on messages and connections for anyone.
       *[other] Our own observations, most recently on { $day }, suggest that the { $count } addresses below are
            open mail relays or open proxies: servers that pass on messages or connections for anyone.
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
        [one] A test on { $day } has confirmed that the address below is an open mail relay: a mail server that
            passes on messages from anyone to anyone.
       *[other] Tests, most recently on { $day }, have confirmed that the { $count } addresses below are open mail
            relays: mail servers that pass on messages from anyone to anyone.
    }
    [proxy] { $count ->
        [one] A test on { $day } has confirmed that the address below is an open proxy: a server through which
            anyone can reach the Internet.
       *[other] Tests, most recently on { $day }, have confirmed that the { $count } addresses below are open
            proxies: servers through which anyone can reach the Internet.
    }
    [mixed] { $count ->
        [one] A test on { $day } has confirmed that the address below is an open mail relay and an open proxy: a
            server that passes on messages and connections for anyone.
       *[other] Tests, most recently on { $day }, have confirmed that the { $count } addresses below are open mail
            relays or open proxies: servers that pass on messages or connections for anyone.
    }
   *[other] { $count ->
        [one] A test on { $day } has confirmed that a service at the address below is open to anyone on the
            Internet.
       *[other] Tests, most recently on { $day }, have confirmed that services at the { $count } addresses below
            are open to anyone on the Internet.
    }
}

mechanism = Mail servers and proxies are meant to work for the people of one organisation or network. When one is open, it works
    for everyone: a relay delivers messages between strangers, a proxy connects strangers to any other computer. Most are
    open by oversight, through a permissive setting, a test that was never undone, or a machine that was forgotten.
abuse = Those who send spam look for such servers, because whatever passes through one seems to come from there, and its true
    origin stays hidden.
harm = The result is more spam for everyone, some of it fraudulent, and senders who are hard to trace.
# Variables: $organisation is the sender's name.
programme = This letter is part of a campaign by { $organisation } that helps the operators of open relays and open proxies to
    secure them.
