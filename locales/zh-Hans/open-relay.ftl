# Simplified Chinese. Variables: see locales/en/open-relay.ftl. One form for all numbers; the number stands in brackets.

subject-one = 可能存在开放邮件中继（{ $ip }）
subject-many = 可能存在开放邮件中继（{ $count }个地址）

observation-reported = 根据公共数据库等第三方信息，下列地址（共{ $count }个）上的邮件服务器可能是开放中继（open relay）。
observation-observed = 根据我们自己的观测（最近一次为{ $day }），下列地址（共{ $count }个）上的邮件服务器似乎是开放中继（open relay）。
observation-confirmed = 我们的测试（最近一次为{ $day }）已证实，下列地址（共{ $count }个）上的邮件服务器是开放中继（open relay）。

mechanism = 通常，只有当发件人或收件人属于运营该服务器的组织时，邮件服务器才会接受邮件。开放中继则会接受任意两个陌生人之间的邮件并予以投递。在互联网的
    早期，这是出于善意提供的便利；如今，这几乎都是配置时无意的疏漏。
abuse = 发送垃圾邮件的人会寻找开放中继，因为经由它的邮件看起来来自该服务器，而真正的来源则被隐藏。其结果是，所有人收到的垃圾邮件都会增多，其中一些带有
    欺诈性质，而发送者难以追查。

programme = 本函是{ $organisation }所开展活动的一部分，该活动旨在告知开放邮件中继的运营者有关情况，并帮助他们保护其服务器。
