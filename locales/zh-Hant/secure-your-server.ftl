# Traditional Chinese. Variables: see locales/en/secure-your-server.ftl. One form for all numbers; the number stands in brackets.

subject-one = { $kind ->
    [relay] 可能為開放轉寄郵件伺服器（{ $ip }）
    [proxy] 可能為開放代理伺服器（{ $ip }）
    [mixed] 可能為開放轉寄及開放代理伺服器（{ $ip }）
   *[other] 可能有開放服務（{ $ip }）
}
subject-many = { $kind ->
    [relay] 可能為開放轉寄郵件伺服器（{ $count }個位址）
    [proxy] 可能為開放代理伺服器（{ $count }個位址）
    [mixed] 可能為開放轉寄及開放代理伺服器（{ $count }個位址）
   *[other] 可能有開放服務（{ $count }個位址）
}

observation-reported = { $kind ->
    [relay] 根據公開資料庫等第三方資訊，下列位址（共{ $count }個）可能是開放轉寄（open relay）的郵件伺服器。
    [proxy] 根據公開資料庫等第三方資訊，下列位址（共{ $count }個）可能是開放代理伺服器（open proxy）。
    [mixed] 根據公開資料庫等第三方資訊，下列位址（共{ $count }個）可能是開放轉寄（open relay）的郵件伺服器或開放代理伺服器（open
        proxy），或者兩者皆是。
   *[other] 根據公開資料庫等第三方資訊，下列位址（共{ $count }個）上的服務可能對網際網路上的任何人開放。
}
observation-observed = { $kind ->
    [relay] 根據我們自己的觀測（最近一次為{ $day }），下列位址（共{ $count }個）似乎是開放轉寄（open relay）的郵件伺服器。
    [proxy] 根據我們自己的觀測（最近一次為{ $day }），下列位址（共{ $count }個）似乎是開放代理伺服器（open proxy）。
    [mixed] 根據我們自己的觀測（最近一次為{ $day }），下列位址（共{ $count }個）似乎是開放轉寄（open relay）的郵件伺服器或開放代理伺服器（open
        proxy），或者兩者皆是。
   *[other] 根據我們自己的觀測（最近一次為{ $day }），下列位址（共{ $count }個）上的服務似乎對網際網路上的任何人開放。
}
observation-confirmed = { $kind ->
    [relay] 我們的測試（最近一次為{ $day }）已證實，下列位址（共{ $count }個）是開放轉寄（open relay）的郵件伺服器。
    [proxy] 我們的測試（最近一次為{ $day }）已證實，下列位址（共{ $count }個）是開放代理伺服器（open proxy）。
    [mixed] 我們的測試（最近一次為{ $day }）已證實，下列位址（共{ $count }個）是開放轉寄（open relay）的郵件伺服器或開放代理伺服器（open
        proxy），或者兩者皆是。
   *[other] 我們的測試（最近一次為{ $day }）已證實，下列位址（共{ $count }個）上的服務對網際網路上的任何人開放。
}

mechanism = 郵件伺服器與代理伺服器原本只應為某個組織或網路的使用者服務。一旦處於開放狀態，任何人都能使用：開放轉寄的郵件伺服器會替陌生人互相遞送郵件，
    代理伺服器則會將陌生人連線到任何其他電腦。這種情形大多是無意間造成的：設定過於寬鬆、測試後未還原設定，或是主機已無人照管。
abuse = 寄送垃圾郵件的人會尋找此類伺服器，因為經由它們的一切通訊看起來都來自這些伺服器，而真正的來源則遭到隱藏。結果是所有人收到的垃圾郵件都會增加，其中
    部分具有詐騙性質，而寄件者則難以追查。

programme = 本函是{ $organisation }所推動活動的一部分，該活動旨在協助開放轉寄及開放代理伺服器的營運者防護其伺服器。
