# Traditional Chinese for Taiwan and Hong Kong: 您, full-width marks, 「」, no blanks beside Latin words. One form for all numbers.
# 位址 is an IP address, 地址 a mail or postal address. Context and variables: see locales/en/shared.ftl.

## Around the letter

below = 本函的繁體中文版請見下文。
greeting = 管理員您好：

## The table

column-address = IP位址
column-port = 連接埠
column-what = 類型
column-seen = 最近發現
column-source = 來源

what-open-relay = 開放郵件轉寄
what-open-proxy-http = 開放HTTP代理伺服器
what-open-proxy-socks = 開放SOCKS代理伺服器

table-more = 全部內容共{ $entries }列，上表僅顯示前{ $shown }列；完整清單請見附件addresses.csv。

## After the table

request = 煩請您檢查相關伺服器；若確實對任何人開放，請採取措施加以防護。檢查方式與處理方式說明如下。

meaning-relay = 開放轉寄（open relay）是指無論寄件者與收件者是誰，郵件伺服器都會轉寄其郵件。
meaning-proxy = 開放代理伺服器（open proxy）是指任何人都能透過它連線到網際網路上其他電腦的伺服器。

forward = 若相關伺服器由他人管理，煩請將本函轉交給對方：表中每一列皆可單獨使用。附件addresses.csv以程式可讀取的格式提供相同資訊。
attached-xarf = 另附XARF格式的報告，每份報告針對單一位址，供自動處理使用。

## A reminder

reminder-subject-one = 再次致函：伺服器可能處於開放狀態（{ $ip }）
reminder-subject-many = 再次致函：伺服器可能處於開放狀態（{ $count }個位址）

reminder-reported = 我們曾於{ $sent }就下列位址致函給您（我方參考編號：{ $first }）。此後，我們又收到相關通報。
reminder-observed = 我們曾於{ $sent }就下列位址致函給您（我方參考編號：{ $first }）。我們最近一次檢查時，伺服器似乎仍處於開放狀態。
reminder-confirmed = 我們曾於{ $sent }就下列位址致函給您（我方參考編號：{ $first }）。新的測試顯示，伺服器仍處於開放狀態。
reminder-others = 我們上次函件所提及的其他位址，已不在我們的清單上。感謝您的協助。
reminder-crossed = 若您在這段期間已完成防護，則無須再做任何處理。

## A correction

correction-subject-one = 更正：關於{ $ip }的函件
correction-subject-many = 更正：關於{ $count }個位址的函件

correction-observation = 我們曾於{ $sent }就下列位址（共{ $count }個）致函給您（我方參考編號：{ $first }）。該函內容有誤，原不應列入相關位址。對於我們的
    錯誤以及因此造成您的不便，我們深感抱歉。
correction-said = 該函所列內容如下：
correction-nothing = 您無須對上述位址採取任何措施。請不必理會我們先前就其所作的說明。
correction-others = 該函中有關其他位址的內容仍然有效。
correction-forward = 若您已將該函轉交他人，煩請將本更正函一併轉交。附件addresses.csv以程式可讀取的格式列出相關位址。
correction-closing = 感謝您的諒解。

## How to check

heading-check = 檢查方式
check-relay = 開放郵件轉寄：請在您自己網路以外的電腦上執行以下指令（swaks是一套用於測試郵件伺服器的自由軟體）。
check-relay-good = 正常結果：伺服器予以拒絕，並回報與轉寄或登入有關的錯誤，例如「554 5.7.1 Relay access denied」。若伺服器對RCPT TO的
    回應為250，即表示轉寄功能是開放的。其他任何錯誤都無法據以判斷，請稍後再試，或改用其他網路再試。此指令在寄出任何郵件之前就會停止。
check-http = 開放HTTP代理伺服器：請在您自己網路以外的電腦上執行以下指令。
check-http-good = 正常結果：curl無法建立連線，或回報錯誤（例如「CONNECT tunnel failed, response 403」），或顯示該伺服器本身的網頁。
    若傳回「Example Domain」網頁，即使只有一次，即表示該代理伺服器是開放的。
check-socks = 開放SOCKS代理伺服器：請在您自己網路以外的電腦上執行以下指令（若為SOCKS 4，請將--socks5-hostname改為--socks4a）。
check-socks-good = 正常結果：curl回報錯誤，或完全無法建立連線。若傳回「Example Domain」網頁，即表示該代理伺服器是開放的。
check-other = 開放服務：請在您自己網路以外的電腦上，測試該服務是否仍會回應陌生人。
check-each = 對於表中的其他各列，請使用相應的指令，並代入該列的位址與連接埠。

## How to close it

heading-repair = 處理方式

repair-relay = 開放郵件轉寄
repair-relay-postfix = Postfix：在main.cf中只填寫您自己的網路，並保留拒絕為他人轉寄的規則，然後重新載入設定。
repair-relay-exim = Exim：只填寫您自己的主機與網域，保留標準acl_check_rcpt中拒絕其他一切要求的規則（「relay not permitted」），然後重新啟動。
    在Debian與Ubuntu上，請使用dpkg-reconfigure exim4-config。
repair-relay-sendmail = Sendmail：從sendmail.mc中移除promiscuous_relay及類似功能，在/etc/mail/access中只允許您自己的網路，然後重新產生
    設定並重新啟動。
repair-relay-exchange = Microsoft Exchange：在每個可從網際網路連線的接收連接器上，移除匿名寄件者的轉寄權限（NAME代表連接器的名稱）。設為
    「外部保護」（Externally secured）的連接器只應接受您自己伺服器的連線。
repair-relay-any = 其他郵件伺服器：只為您自己的網路與已登入的使用者轉寄郵件。若該主機完全不需要接收郵件，請在防火牆中關閉其連接埠。

repair-http = 開放HTTP代理伺服器
repair-http-squid = Squid：讓名為localnet的ACL只包含您自己的網路，並在規則最後拒絕其他一切要求，然後重新載入設定。
repair-http-apache = Apache httpd：關閉正向代理。使用反向代理（ProxyPass）時無須開啟此功能。若您確實需要正向代理，請使用Require ip只允許您自己的
    網路。
repair-http-nginx = nginx：在proxy_pass中填寫固定的目的地，切勿使用取自要求內容的目的地。
repair-http-3proxy = 3proxy：在「proxy」那一行之前，只允許您自己的網路（此處為本機），然後重新啟動。
repair-http-mikrotik = MikroTik RouterOS：關閉Web代理，或只允許從您自己的網路使用。

repair-socks = 開放SOCKS代理伺服器
repair-socks-dante = Dante：在sockd.conf（或danted.conf）中，只在內部位址上接聽並要求登入，同時讓「client pass」規則只包含您自己的網路，然後
    重新啟動。
repair-socks-3proxy = 3proxy：在「socks」那一行之前，只允許您自己的網路（此處為本機），然後重新啟動。
repair-socks-mikrotik = MikroTik RouterOS：關閉SOCKS伺服器。若它並非由您自己啟用，請更新RouterOS並變更其密碼。

repair-proxy-any = 其他代理伺服器：使其只在內部位址上接聽，或要求輸入密碼；否則，請在防火牆中關閉其連接埠。

repair-other = 開放服務
repair-other-any = 使該服務只回應有需要的使用者：可將其置於內部位址、要求登入，或以防火牆加以限制。

repair-unknown = 若沒有人刻意設置過此類服務，則可能是惡意軟體所致；在此情況下，請先檢查該主機，再讓它恢復運作。

## Why this matters

heading-why = 為何值得關注
consequences = 對於伺服器的營運者而言，這可能代表：
consequence-blame = 收件者以為垃圾郵件是您寄出的；
consequence-strangers = 陌生人使用您的伺服器與網際網路連線；
consequence-traffic = 額外的流量使您的連線變慢；
consequence-cost = 管理系統需要花費更多的時間與費用；
consequence-provider = 您的網際網路服務供應商中斷您的服務。

## Who writes, and what comes next

heading-who = 關於我們
why-you = 本函寄至電子郵件地址{ $contact }，是因為該地址登記為相關網路的聯絡信箱。
purpose = 本函僅為向您提供資訊。我們不求任何回報：您無須回覆、無須付款，也無須提供密碼或您系統的存取權限。
partners = 本次活動的合作夥伴：
verify = 您可以來信或來電與我們聯絡：我們的通訊地址與電話號碼列於本函末尾。如欲確認本函確由我們寄出，請參閱我們網站上的以下網頁：

heading-next = 後續安排
recheck = 我們將於{ $date }再次檢查相關位址。對於屆時已完成防護的伺服器，我們不會再次致函給您。
recheck-open = 若需就相關位址再次致函給您，我們會先重新檢查一次。
opt-out = 若您不希望收到此類函件，或不希望我們檢查您的位址，只需回覆本函，或寄信至{ $address }，並註明參考編號{ $reference }。我們會尊重您的
    選擇。

heading-more = 更多資訊
link-info = 關於本次活動：
link-fix = 防護伺服器的詳細步驟：

closing = 感謝您與我們一起，讓網際網路對每個人都更加安全。
regards = 順頌時祺
telephone = 電話：{ $phone }
mail = 電子郵件：{ $address }
reference = 參考編號：{ $reference }
date = 日期：{ $date }
