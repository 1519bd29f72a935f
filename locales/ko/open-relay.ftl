# Korean. Variables: see locales/en/open-relay.ftl. One form for all numbers.

subject-one = 오픈 릴레이 가능성 안내 ({ $ip })
subject-many = 오픈 릴레이 가능성 안내 (주소 { $count }개)

observation-reported = 공개 데이터베이스 등 제삼자의 정보에 따르면, 아래 주소 { $count }개의 메일 서버는 오픈 릴레이(open relay)일 가능성이 있습니다.
observation-observed = 저희가 관측한 바에 따르면(최근 관측일: { $day }), 아래 주소 { $count }개의 메일 서버는 오픈 릴레이(open relay)인 것으로
    보입니다.
observation-confirmed = 저희가 시험한 결과(최근 시험일: { $day }), 아래 주소 { $count }개의 메일 서버가 오픈 릴레이(open relay)인 것으로
    확인되었습니다.

mechanism = 메일 서버는 보통 발신자나 수신자가 그 서버를 운영하는 조직에 속해 있을 때에만 메일을 받아들입니다. 오픈 릴레이는 서로 모르는
    사람들 사이의 메일이라도 모두 받아서 전달해 줍니다. 인터넷 초기에는 이것이 일종의 호의였지만, 오늘날에는 거의 모두 설정상의 착오에서
    비롯됩니다.
abuse = 스팸을 보내는 사람들은 오픈 릴레이를 찾아다닙니다. 이를 거친 메일은 그 서버에서 나온 것처럼 보이고, 실제 출처는 드러나지 않기 때문입니다. 그
    결과 사기성 메일을 포함한 스팸이 늘어나고, 발신자를 추적하기도 어려워집니다.

programme = 이 안내문은 오픈 릴레이를 운영하시는 분들께 이를 알리고 서버를 보호하실 수 있도록 돕고자 { $organisation }에서 진행하는 캠페인의 일환으로
    보내 드립니다.
