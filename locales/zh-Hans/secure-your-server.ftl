# Simplified Chinese. Variables: see locales/en/secure-your-server.ftl. One form for all numbers; the number stands in brackets.

subject-one = { $kind ->
    [relay] 可能存在开放邮件中继（{ $ip }）
    [proxy] 可能存在开放代理（{ $ip }）
    [mixed] 可能存在开放中继和开放代理（{ $ip }）
   *[other] 可能存在开放服务（{ $ip }）
}
subject-many = { $kind ->
    [relay] 可能存在开放邮件中继（{ $count }个地址）
    [proxy] 可能存在开放代理（{ $count }个地址）
    [mixed] 可能存在开放中继和开放代理（{ $count }个地址）
   *[other] 可能存在开放服务（{ $count }个地址）
}

observation-reported = { $kind ->
    [relay] 根据公共数据库等第三方信息，下列地址（共{ $count }个）可能是开放邮件中继（open relay）。
    [proxy] 根据公共数据库等第三方信息，下列地址（共{ $count }个）可能是开放代理（open proxy）。
    [mixed] 根据公共数据库等第三方信息，下列地址（共{ $count }个）可能是开放邮件中继（open relay）或开放代理（open proxy），或者两者
        皆是。
   *[other] 根据公共数据库等第三方信息，下列地址（共{ $count }个）上的服务可能对互联网上的任何人开放。
}
observation-observed = { $kind ->
    [relay] 根据我们自己的观测（最近一次为{ $day }），下列地址（共{ $count }个）似乎是开放邮件中继（open relay）。
    [proxy] 根据我们自己的观测（最近一次为{ $day }），下列地址（共{ $count }个）似乎是开放代理（open proxy）。
    [mixed] 根据我们自己的观测（最近一次为{ $day }），下列地址（共{ $count }个）似乎是开放邮件中继（open relay）或开放代理（open proxy），
        或者两者皆是。
   *[other] 根据我们自己的观测（最近一次为{ $day }），下列地址（共{ $count }个）上的服务似乎对互联网上的任何人开放。
}
observation-confirmed = { $kind ->
    [relay] 我们的测试（最近一次为{ $day }）已证实，下列地址（共{ $count }个）是开放邮件中继（open relay）。
    [proxy] 我们的测试（最近一次为{ $day }）已证实，下列地址（共{ $count }个）是开放代理（open proxy）。
    [mixed] 我们的测试（最近一次为{ $day }）已证实，下列地址（共{ $count }个）是开放邮件中继（open relay）或开放代理（open proxy），或者两者
        皆是。
   *[other] 我们的测试（最近一次为{ $day }）已证实，下列地址（共{ $count }个）上的服务对互联网上的任何人开放。
}

mechanism = 邮件服务器和代理本应只为某一组织或某一网络的用户服务。一旦处于开放状态，任何人都能使用它：中继替陌生人互相投递邮件，代理把陌生人连接到
    任意一台其他计算机。这种情况大多是无意造成的：设置过于宽松，测试后没有恢复配置，或者设备已无人过问。
abuse = 发送垃圾邮件的人会寻找此类服务器，因为经由它们的一切通信看起来都来自这些服务器，而真正的来源则被隐藏。其结果是，所有人收到的垃圾邮件都会增多，其中
    一些带有欺诈性质，而发送者难以追查。

programme = 本函是{ $organisation }所开展活动的一部分，该活动旨在帮助开放中继和开放代理的运营者保护其服务器。
