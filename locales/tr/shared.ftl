# Bütün mektupların ortak cümleleri. Hitap: siz; tırnak “ ”. Bağlam ve değişkenler: bkz. locales/en/shared.ftl.
# Değişkenlere ek getirilmez: ardından bir isim gelir ({ $date } tarihinde, { $address } adresine).

## Duyuru ve tablo

below = Bu mektubun Türkçesi aşağıdadır.
greeting = Sayın Yetkili,

column-address = IP adresi
column-port = Port
column-what = Tespit
column-seen = Son görülme
column-source = Kaynak

what-open-relay = açık e-posta aktarıcısı
what-open-proxy-http = açık HTTP proxy
what-open-proxy-socks = açık SOCKS proxy

table-more = Tablo, toplam { $entries } satırın yalnızca { $shown ->
        [one] ilkini
       *[other] ilk { $shown } tanesini
    } göstermektedir; listenin tamamı ekteki addresses.csv dosyasındadır.

request = { $count ->
    [one] Bu sunucuyu kontrol etmenizi ve gerçekten herkese açıksa güvenli hâle getirmenizi rica ederiz; her iki adım da
        aşağıda anlatılmaktadır.
   *[other] Bu sunucuları kontrol etmenizi ve gerçekten herkese açık olanları güvenli hâle getirmenizi rica ederiz; her iki
        adım da aşağıda anlatılmaktadır.
}

meaning-relay = Açık e-posta aktarıcısı (open relay), herkesten gelen iletileri herkese aktaran bir e-posta sunucusudur.
meaning-proxy = Açık proxy (open proxy), herkesin üzerinden internetteki başka bilgisayarlara erişebildiği bir sunucudur.

forward = { $count ->
    [one] Bu sunucunun sorumlusu başka biriyse lütfen bu mektubu o kişiye iletiniz: tablonun her satırı tek başına
        anlaşılabilir.
   *[other] Bu sunucuların bazılarının sorumluları başka kişilerse lütfen bu mektubu o kişilere iletiniz: tablonun her
        satırı tek başına anlaşılabilir.
} Ekteki addresses.csv dosyası aynı bilgileri programların okuyabileceği bir biçimde içerir.
attached-xarf = Otomatik olarak işlenebilmesi için, her adrese ilişkin XARF biçiminde raporlar da ektedir.

## Hatırlatma

reminder-subject-one = Hatırlatma: açık sunucu olabilir ({ $ip })
reminder-subject-many = { $count ->
    [one] Hatırlatma: { $count } adreste açık sunucu olabilir
   *[other] Hatırlatma: { $count } adreste açık sunucular olabilir
}

reminder-reported = { $count ->
    [one] Bu adres hakkında size { $sent } tarihinde yazmıştık (referansımız: { $first }). O tarihten sonra adres yeniden
        bildirildi.
   *[other] Bu adresler hakkında size { $sent } tarihinde yazmıştık (referansımız: { $first }). O tarihten sonra adresler
        yeniden bildirildi.
}
reminder-observed = { $count ->
    [one] Bu adres hakkında size { $sent } tarihinde yazmıştık (referansımız: { $first }). Son kontrolümüzde sunucu hâlâ
        açık görünüyordu.
   *[other] Bu adresler hakkında size { $sent } tarihinde yazmıştık (referansımız: { $first }). Son kontrolümüzde sunucular
        hâlâ açık görünüyordu.
}
reminder-confirmed = { $count ->
    [one] Bu adres hakkında size { $sent } tarihinde yazmıştık (referansımız: { $first }). Yeni bir test, sunucunun hâlâ
        açık olduğunu gösterdi.
   *[other] Bu adresler hakkında size { $sent } tarihinde yazmıştık (referansımız: { $first }). Yeni testler, sunucuların
        hâlâ açık olduğunu gösterdi.
}
reminder-others = İlk mektubumuzda geçen diğer adresler artık listemizde yer almamaktadır. Yardımınız için teşekkür ederiz.
reminder-crossed = { $count ->
    [one] Bu sunucuyu bu arada güvenli hâle getirdiyseniz yapmanız gereken başka bir şey yoktur.
   *[other] Bu sunucuları bu arada güvenli hâle getirdiyseniz yapmanız gereken başka bir şey yoktur.
}

## Düzeltme

correction-subject-one = Düzeltme: { $ip } hakkındaki mektubumuz
correction-subject-many = Düzeltme: { $count } adres hakkındaki mektubumuz

correction-observation = { $count ->
    [one] Aşağıdaki adres hakkında size { $sent } tarihinde yazmıştık (referansımız: { $first }). O mektup hatalıydı: bu
        adresin o mektupta yer almaması gerekirdi. Hatamız ve size verdiği rahatsızlık için özür dileriz.
   *[other] Aşağıdaki { $count } adres hakkında size { $sent } tarihinde yazmıştık (referansımız: { $first }). O mektup
        hatalıydı: bu adreslerin o mektupta yer almaması gerekirdi. Hatamız ve size verdiği rahatsızlık için özür dileriz.
}
correction-said = Mektubumuzda şunlar yazıyordu:
correction-nothing = { $count ->
    [one] Bu adres için yapmanız gereken bir şey yoktur. Lütfen adres hakkında yazdıklarımızı dikkate almayınız.
   *[other] Bu adresler için yapmanız gereken bir şey yoktur. Lütfen adresler hakkında yazdıklarımızı dikkate almayınız.
}
correction-others = O mektupta diğer adresler hakkında yazdıklarımız geçerliliğini korumaktadır.
correction-forward = Mektubumuzu başkalarına ilettiyseniz lütfen bu düzeltmeyi de iletiniz. Ekteki addresses.csv dosyası,
    adresleri programların okuyabileceği bir biçimde listeler.
correction-closing = Anlayışınız için teşekkür ederiz.

## Kontrol

heading-check = Nasıl kontrol edilir
check-relay = Açık e-posta aktarıcısı: bu komutu kendi ağınızın dışındaki bir bilgisayarda çalıştırınız (swaks, e-posta
    sunucularını test etmeye yarayan özgür bir yazılımdır).
check-relay-good = İyi sonuç: sunucu, aktarma veya kimlik doğrulama ile ilgili bir hata vererek reddeder; örneğin “554 5.7.1
    Relay access denied”. Sunucu RCPT TO komutuna 250 koduyla yanıt verirse aktarıcı açıktır. Başka hatalar bir şey
    kanıtlamaz; böyle bir durumda lütfen daha sonra veya başka bir ağdan yeniden deneyiniz. Komut, herhangi bir ileti
    gönderilmeden durur.
check-http = Açık HTTP proxy: bu komutu kendi ağınızın dışındaki bir bilgisayarda çalıştırınız.
check-http-good = İyi sonuç: curl bağlantı kuramaz, “CONNECT tunnel failed, response 403” gibi bir hata bildirir veya
    sunucunun kendi sayfasını gösterir. “Example Domain” sayfası bir kez bile görünürse proxy açıktır.
check-socks = Açık SOCKS proxy: bu komutu kendi ağınızın dışındaki bir bilgisayarda çalıştırınız (SOCKS 4 için
    --socks5-hostname yerine --socks4a yazınız).
check-socks-good = İyi sonuç: curl bir hata bildirir veya hiç bağlantı kuramaz. “Example Domain” sayfası görünürse proxy
    açıktır.
check-other = Açık hizmet: hizmetin yabancılara hâlâ yanıt verip vermediğini kendi ağınızın dışındaki bir bilgisayardan
    kontrol ediniz.
check-each = Tablonun diğer satırları için, uygun komutu o satırdaki adres ve port ile kullanınız.

## Güvenli hâle getirme

heading-repair = Sunucu nasıl güvenli hâle getirilir

repair-relay = Açık e-posta aktarıcısı
repair-relay-postfix = Postfix: main.cf dosyasında yalnızca kendi ağlarınızı belirtiniz ve başkaları için aktarmayı reddeden
    kuralı koruyunuz; ardından yapılandırmayı yeniden yükleyiniz.
repair-relay-exim = Exim: yalnızca kendi bilgisayarlarınızı ve alan adlarınızı belirtiniz, standart acl_check_rcpt
    listesinde diğer herkesi reddeden kuralı (“relay not permitted”) koruyunuz ve hizmeti yeniden başlatınız. Debian ve
    Ubuntu sistemlerinde dpkg-reconfigure exim4-config komutunu kullanınız.
repair-relay-sendmail = Sendmail: sendmail.mc dosyasından promiscuous_relay ve benzeri seçenekleri çıkarınız,
    /etc/mail/access dosyasında yalnızca kendi ağlarınıza izin veriniz, ardından yapılandırmayı yeniden oluşturup hizmeti
    yeniden başlatınız.
# Ayarın adı Exchange sürümüne göre değişir; bu nedenle İngilizcesi de verilmiştir.
repair-relay-exchange = Microsoft Exchange: internetten erişilebilen her alma bağlayıcısında anonim gönderenlerin aktarma
    iznini kaldırınız (NAME, bağlayıcının adıdır). “Dışarıdan güvenli” (Externally secured) olarak işaretlenmiş bir
    bağlayıcı yalnızca kendi sunucularınızdan gelen bağlantıları kabul etmelidir.
repair-relay-any = Diğer e-posta sunucuları: yalnızca kendi ağlarınızdan ve kimliği doğrulanmış kullanıcılardan gelen
    iletileri aktarınız. Makinenin hiç e-posta alması gerekmiyorsa portunu güvenlik duvarında kapatınız.

repair-http = Açık HTTP proxy
repair-http-squid = Squid: localnet erişim listesinde (ACL) yalnızca kendi ağlarınız bulunsun ve kurallar bir ret kuralıyla
    bitsin; ardından yapılandırmayı yeniden yükleyiniz.
repair-http-apache = Apache httpd: ileri yönlü proxy işlevini (forward proxy) kapatınız. Ters proxy (ProxyPass) için bu
    işlev gerekmez. İleri yönlü proxy gerekiyorsa Require ip ile yalnızca kendi ağlarınıza izin veriniz.
repair-http-nginx = nginx: proxy_pass için sabit bir hedef belirtiniz, hiçbir zaman istekten alınan bir hedef kullanmayınız.
repair-http-3proxy = 3proxy: “proxy” satırından önce yalnızca kendi ağlarınıza (burada: makinenin kendisine) izin veriniz;
    ardından hizmeti yeniden başlatınız.
repair-http-mikrotik = MikroTik RouterOS: web proxy hizmetini kapatınız veya buna yalnızca kendi ağınızdan izin veriniz.

repair-socks = Açık SOCKS proxy
repair-socks-dante = Dante: sockd.conf (veya danted.conf) dosyasında hizmetin iç ağdaki bir adresi dinlemesini ve kimlik
    doğrulama istemesini sağlayınız, “client pass” kurallarında yalnızca kendi ağlarınızı belirtiniz; ardından hizmeti
    yeniden başlatınız.
repair-socks-3proxy = 3proxy: “socks” satırından önce yalnızca kendi ağlarınıza (burada: makinenin kendisine) izin veriniz;
    ardından hizmeti yeniden başlatınız.
repair-socks-mikrotik = MikroTik RouterOS: SOCKS sunucusunu kapatınız. Bu sunucuyu siz açmadıysanız RouterOS sürümünü
    güncelleyiniz ve cihazın parolalarını değiştiriniz.

repair-proxy-any = Diğer proxy sunucuları: yalnızca iç ağdaki bir adresi dinlemelerini sağlayınız veya parola isteyiniz; bu
    mümkün değilse portlarını güvenlik duvarında kapatınız.

repair-other = Açık hizmet
repair-other-any = Hizmetin yalnızca ona ihtiyacı olanlara yanıt vermesini sağlayınız: iç ağdaki bir adreste, kimlik
    doğrulama ile veya güvenlik duvarı kurallarıyla.

repair-unknown = Böyle bir hizmeti kimse bilerek kurmadıysa arkasında kötü amaçlı yazılım olabilir; bu durumda lütfen
    makineyi yeniden kullanıma almadan önce inceleyiniz.

## Neden önemli

heading-why = Bu neden önemlidir
consequences = Sunucuyu işletenler için bunun sonuçları şunlar olabilir:
consequence-blame = alıcılar, spam iletilerin sizden geldiğini sanır;
consequence-strangers = yabancılar sunucularınızı ve internet bağlantınızı kullanır;
consequence-traffic = ek trafik bağlantınızı yavaşlatır;
consequence-cost = sistemlerinizin yönetimi daha çok zaman ve para gerektirir;
consequence-provider = internet servis sağlayıcınız hizmetinizi keser.

## Gönderen ve sonraki adımlar

heading-who = Hakkımızda
why-you = İlgili ağın iletişim adresi olarak kayıtlı olduğu için { $contact } adresine yazıyoruz.
purpose = Bu mektup yalnızca bilgilendirme amaçlıdır. Karşılığında hiçbir şey istemiyoruz: ne yanıt, ne ödeme, ne parola, ne
    de sistemlerinize erişim.
partners = Bu kampanyadaki ortaklarımız:
verify = Bize yazabilir veya telefon edebilirsiniz: posta adresimiz ve telefon numaramız bu mektubun sonundadır. Mektubun
    bizden geldiğinden emin olmak için lütfen kendi web sitemizdeki şu sayfaya bakınız:

heading-next = Sonraki adımlar
recheck = { $count ->
    [one] Bu adresi { $date } tarihinde yeniden kontrol edeceğiz. Sunucu o tarihe kadar güvenli hâle getirilmişse size bu
        konuda bir daha yazmayacağız.
   *[other] Bu adresleri { $date } tarihinde yeniden kontrol edeceğiz. O tarihe kadar güvenli hâle getirilmiş olanlar
        hakkında size bir daha yazmayacağız.
}
recheck-open = { $count ->
    [one] Size bu adres hakkında yeniden yazmadan önce adresi bir kez daha kontrol edeceğiz.
   *[other] Size bu adresler hakkında yeniden yazmadan önce adresleri bir kez daha kontrol edeceğiz.
}
opt-out = Bu tür mektuplar almak istemiyorsanız veya adreslerinizi kontrol etmemizi istemiyorsanız bu mektubu yanıtlamanız
    ya da { $reference } referansını belirterek { $address } adresine yazmanız yeterlidir. Tercihinize saygı göstereceğiz.

heading-more = Daha fazla bilgi
link-info = Bu kampanya hakkında:
link-fix = Bir sunucuyu güvenli hâle getirmek için adım adım talimatlar:

closing = İnternetin herkes için daha güvenli bir yer olmasına katkıda bulunduğunuz için teşekkür ederiz.
regards = Saygılarımızla,
telephone = Telefon: { $phone }
mail = E-posta: { $address }
reference = Referans: { $reference }
date = Tarih: { $date }
