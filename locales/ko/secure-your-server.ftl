# Korean. Variables: see locales/en/secure-your-server.ftl. One form for all numbers.

subject-one = { $kind ->
    [relay] 오픈 릴레이 가능성 안내 ({ $ip })
    [proxy] 공개 프록시 가능성 안내 ({ $ip })
    [mixed] 오픈 릴레이 및 공개 프록시 가능성 안내 ({ $ip })
   *[other] 개방된 서비스 가능성 안내 ({ $ip })
}
subject-many = { $kind ->
    [relay] 오픈 릴레이 가능성 안내 (주소 { $count }개)
    [proxy] 공개 프록시 가능성 안내 (주소 { $count }개)
    [mixed] 오픈 릴레이 및 공개 프록시 가능성 안내 (주소 { $count }개)
   *[other] 개방된 서비스 가능성 안내 (주소 { $count }개)
}

observation-reported = { $kind ->
    [relay] 공개 데이터베이스 등 제삼자의 정보에 따르면, 아래 주소 { $count }개는 오픈 릴레이(open relay)일 가능성이 있습니다.
    [proxy] 공개 데이터베이스 등 제삼자의 정보에 따르면, 아래 주소 { $count }개는 공개 프록시(open proxy)일 가능성이 있습니다.
    [mixed] 공개 데이터베이스 등 제삼자의 정보에 따르면, 아래 주소 { $count }개는 오픈 릴레이(open relay) 또는 공개 프록시(open proxy)이거나
        둘 다일 가능성이 있습니다.
   *[other] 공개 데이터베이스 등 제삼자의 정보에 따르면, 아래 주소 { $count }개에서 인터넷상의 누구에게나 개방된 서비스가 운영되고 있을
        가능성이 있습니다.
}
observation-observed = { $kind ->
    [relay] 저희가 관측한 바에 따르면(최근 관측일: { $day }), 아래 주소 { $count }개는 오픈 릴레이(open relay)인 것으로 보입니다.
    [proxy] 저희가 관측한 바에 따르면(최근 관측일: { $day }), 아래 주소 { $count }개는 공개 프록시(open proxy)인 것으로 보입니다.
    [mixed] 저희가 관측한 바에 따르면(최근 관측일: { $day }), 아래 주소 { $count }개는 오픈 릴레이(open relay) 또는 공개 프록시(open
        proxy)이거나 둘 다인 것으로 보입니다.
   *[other] 저희가 관측한 바에 따르면(최근 관측일: { $day }), 아래 주소 { $count }개에서 인터넷상의 누구에게나 개방된 서비스가 운영되고 있는
        것으로 보입니다.
}
observation-confirmed = { $kind ->
    [relay] 저희가 시험한 결과(최근 시험일: { $day }), 아래 주소 { $count }개가 오픈 릴레이(open relay)인 것으로 확인되었습니다.
    [proxy] 저희가 시험한 결과(최근 시험일: { $day }), 아래 주소 { $count }개가 공개 프록시(open proxy)인 것으로 확인되었습니다.
    [mixed] 저희가 시험한 결과(최근 시험일: { $day }), 아래 주소 { $count }개가 오픈 릴레이(open relay) 또는 공개 프록시(open proxy)이거나
        둘 다인 것으로 확인되었습니다.
   *[other] 저희가 시험한 결과(최근 시험일: { $day }), 아래 주소 { $count }개에서 인터넷상의 누구에게나 개방된 서비스가 운영되고 있는 것으로
        확인되었습니다.
}

mechanism = 메일 서버와 프록시는 본래 한 조직이나 한 네트워크의 사용자를 위한 것입니다. 이러한 서버가 개방되어 있으면 누구나 이용할 수 있게 됩니다. 릴레이는
    서로 모르는 사람들의 메일을 전달해 주고, 프록시는 모르는 사람을 다른 어떤 컴퓨터에든 연결해 줍니다. 대부분은 지나치게 느슨한 설정, 되돌리지
    않은 시험용 설정, 잊힌 장비 등으로 인하여 의도치 않게 개방된 것입니다.
abuse = 스팸을 보내는 사람들은 이러한 서버를 찾아다닙니다. 이를 거친 통신은 모두 그 서버에서 나온 것처럼 보이고, 실제 출처는 드러나지 않기
    때문입니다. 그 결과 사기성 메일을 포함한 스팸이 늘어나고, 발신자를 추적하기도 어려워집니다.

programme = 이 안내문은 오픈 릴레이와 공개 프록시를 운영하시는 분들이 서버를 보호하실 수 있도록 { $organisation }에서 진행하는 캠페인의 일환으로 보내
    드립니다.
