//! A dump of RIPE's with every branch that its algorithm has: networks, and the desks that they refer to.

pub(super) const NETWORKS: &str = "
inetnum: 0.0.0.0 - 255.255.255.255
netname: IANA-BLK
org: ORG-IANA
source: RIPE

inetnum: 203.0.113.0 - 203.0.113.255
netname: NON-RIPE-NCC-MANAGED-ADDRESS-BLOCK
abuse-c: AR-REG
source: RIPE

inetnum: 192.0.2.0 - 192.0.2.255
netname: TOP
country: FR
org: ORG-TOP
mnt-by: RIPE-NCC-HM-MNT
source: RIPE

inetnum: 192.0.2.0 - 192.0.2.15
netname: OWN
country: DE
abuse-c: ar-own # the handle in another case
org: ORG-MID
source: RIPE

inetnum: 192.0.2.16 - 192.0.2.31
netname: BY-ORG
org: org-mid
language: NL
source: RIPE

inetnum: 192.0.2.32 - 192.0.2.63
netname: PARENT
source: RIPE

inetnum: 192.0.2.36 - 192.0.2.41
netname: GRANDCHILD
source: RIPE

inetnum: 192.0.2.64 - 192.0.2.79
netname: END
mnt-by: OTHER-MNT, ripe-ncc-end-mnt
source: RIPE

inetnum: 192.0.2.80 - 192.0.2.95
netname: LEGACY
mnt-lower: RIPE-NCC-LEGACY-MNT
source: RIPE

inetnum: 192.0.2.84 - 192.0.2.87
netname: UNDER-LEGACY
source: RIPE

inetnum: 192.0.2.96 - 192.0.2.103
netname: DANGLING-ORG
org: ORG-GONE
source: RIPE

inetnum: 192.0.2.104 - 192.0.2.111
netname: DANGLING-ROLE
abuse-c: AR-GONE
org: ORG-MID
source: RIPE

inetnum: 192.0.2.112 - 192.0.2.119
netname: EMPTY-ROLE
abuse-c: AR-EMPTY
source: RIPE

inetnum: 192.0.2.120 - 192.0.2.127
netname: ORG-WITHOUT
org: ORG-BARE
source: RIPE

inetnum: 192.0.2.128 - 192.0.2.135
netname: UNREAD
abuse-c: AR-UNREAD
mnt-by: RIPE-NCC-END-MNT
source: RIPE

inetnum: 192.0.2.136 - 192.0.2.143
netname: UNREAD-BELOW
abuse-c: AR-UNREAD
source: RIPE

inetnum: 192.0.2.144 - 192.0.2.151
netname: TWO
abuse-c: AR-TWO
source: RIPE

inetnum: 192.0.2.152 - 192.0.2.159
netname: DUMMY
abuse-c: DUMY-RIPE
source: RIPE

inetnum: 192.0.2.160 - 192.0.2.170
netname: OLD
abuse-c: AR-GONE
source: RIPE

inetnum: 192.0.2.160 - 192.0.2.170
netname: TWICE
abuse-c: AR-OWN
source: RIPE

inetnum: 198.51.100.0 - 198.51.100.255
netname: ALONE
source: RIPE

inet6num: 2001:db8::/32
netname: SIX
org: ORG-TOP
source: RIPE

inet6num: 2001:db8:1::/48
netname: SIX-CHILD
source: RIPE

inetnum: 192.0.2.9 - 192.0.2.1
netname: BACKWARDS
source: RIPE
";

pub(super) const DESKS: &str = "
organisation: ORG-TOP
org-name: Top
country: BE
language: FR
abuse-c: AR-TOP
source: RIPE

organisation: ORG-MID
org-name: Caf\u{e9}
abuse-c: AR-MID
source: RIPE

organisation: ORG-BARE
source: RIPE

role: top
nic-hdl: AR-TOP
abuse-mailbox: abuse@top.example
source: RIPE

role: mid
nic-hdl: ar-mid
abuse-mailbox: Abuse Desk <abuse@mid.example>
source: RIPE

role: own
nic-hdl: AR-OWN
abuse-mailbox: abuse@own.example
source: RIPE

role: empty
nic-hdl: AR-EMPTY
e-mail: nobody@empty.example
source: RIPE

role: unread
nic-hdl: AR-UNREAD
abuse-mailbox: unread@ripe.net
source: RIPE

role: registry
nic-hdl: AR-REG
abuse-mailbox: abuse@registry.example
source: RIPE

role: two
nic-hdl: AR-TWO
abuse-mailbox: info@two.example, abuse@two.example (preferred)
source: RIPE
";

/// Both, imported.
pub(super) fn ripe() -> super::Bench {
    super::Bench::new(&[("ripe.db", &format!("{NETWORKS}\n{DESKS}"))])
}
