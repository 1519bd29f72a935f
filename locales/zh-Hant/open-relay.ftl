# Traditional Chinese. Variables: see locales/en/open-relay.ftl. One form for all numbers; the number stands in brackets.

subject-one = 可能為開放轉寄郵件伺服器（{ $ip }）
subject-many = 可能為開放轉寄郵件伺服器（{ $count }個位址）

observation-reported = 根據公開資料庫等第三方資訊，下列位址（共{ $count }個）上的郵件伺服器可能處於開放轉寄（open relay）狀態。
observation-observed = 根據我們自己的觀測（最近一次為{ $day }），下列位址（共{ $count }個）上的郵件伺服器似乎處於開放轉寄（open relay）狀態。
observation-confirmed = 我們的測試（最近一次為{ $day }）已證實，下列位址（共{ $count }個）上的郵件伺服器處於開放轉寄（open relay）狀態。

mechanism = 一般而言，只有當寄件者或收件者屬於營運該伺服器的組織時，郵件伺服器才會接受郵件。開放轉寄的郵件伺服器則會接受任意兩個陌生人之間的郵件並予以
    遞送。在網際網路早期，這是出於善意提供的便利；如今，這幾乎都是設定時無意的疏漏。
abuse = 寄送垃圾郵件的人會尋找開放轉寄的郵件伺服器，因為經由它的郵件看起來都來自該伺服器，而真正的來源則遭到隱藏。結果是所有人收到的垃圾郵件都會增加，
    其中部分具有詐騙性質，而寄件者則難以追查。

programme = 本函是{ $organisation }所推動活動的一部分，該活動旨在將有關情形告知開放轉寄郵件伺服器的營運者，並協助他們防護其伺服器。
