# The letter about open mail relays alone.
#
# Variables: $kind is always relay here; $count counts addresses; $ip is the address where there is one; $day is the day of
# the latest observation.

subject-one = Possible open mail relay at { $ip }
subject-many = { $count ->
    [one] Possible open mail relay at { $count } address
   *[other] Possible open mail relays at { $count } addresses
}

observation-reported = { $count ->
    [one] According to third parties, such as public databases, the mail server at the address below may be an
        open relay: one that passes on messages from anyone to anyone.
   *[other] According to third parties, such as public databases, the mail servers at the { $count } addresses
        below may be open relays: ones that pass on messages from anyone to anyone.
}
observation-observed = { $count ->
    [one] Our own observations, most recently on { $day }, suggest that the mail server at the address below is an
        open relay: one that passes on messages from anyone to anyone.
   *[other] Our own observations, most recently on { $day }, suggest that the mail servers at the { $count }
        addresses below are open relays: ones that pass on messages from anyone to anyone.
}
observation-confirmed = { $count ->
    [one] A test on { $day } has confirmed that the mail server at the address below is an open relay: one that
        passes on messages from anyone to anyone.
   *[other] Tests, most recently on { $day }, have confirmed that the mail servers at the { $count } addresses
        below are open relays: ones that pass on messages from anyone to anyone.
}

mechanism = A mail server normally accepts a message only if its sender or its recipient belongs to the organisation that runs the
    server. An open relay accepts messages between any two strangers and delivers them. In the early days of the Internet this
    was a courtesy; today it is almost always an oversight in the configuration.
abuse = Those who send spam look for open relays, because a message that passes through one seems to come from there, and its true
    origin stays hidden.
harm = The result is more spam for everyone, some of it fraudulent, and senders who are hard to trace.
# Variables: $organisation is the sender's name.
programme = This letter is part of a campaign by { $organisation } that informs the operators of open mail relays and helps them to
    secure their servers.
