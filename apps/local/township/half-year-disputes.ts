import type { DemoDispute } from './shapes.js';

/** The 43 disputes of the half year: 36 circulated, 7 in-house, 42 resolved. */
export const disputes: DemoDispute[] = [
  {
    ref: 'd01',
    title: '八名泥工年底讨要建房工钱',
    narrative:
      '罗水金、潘继荣等八人去年九月起在桥头组文化活动室工地做泥工，包工头汤国平按月只付生活费，至今欠工钱四万六千余元，只有记工本，没有工资条；发包方盛耀祖说进度款已付给汤国平。元旦前八人两次到汤国平家中讨要未果，今早聚在工地门口，扬言不结清就不让装修队进场。要求春节前一次结清。',
    category: 'labour',
    grade: 'yellow',
    complexity: 'ordinary',
    village: 'village-shixi',
    address: '石溪村桥头组文化活动室工地',
    parties: [
      { name: '罗水金', role: 'applicant', phone: '13700002237', idNumber: '990101195706121378' },
      { name: '潘继荣', role: 'applicant', phone: '15800003474' },
      { name: '汤国平', role: 'respondent', phone: '13200004711' },
      { name: '盛耀祖', role: 'other' },
    ],
    dangerSigns: ['group'],
    legs: [
      {
        to: 'labour',
        reason: '属拖欠农民工工资，由人社部门核账并责令支付。',
        answerAfterMinutes: 150,
        answer: 'accept',
      },
    ],
    contact: '电话联系双方：罗水金一方同意派两名代表来谈，当日从工地撤离；汤国平承认欠款，对工日数有异议。',
    plan: {
      goal: '春节前足额支付八人工钱，防止聚集阻工',
      measures: [
        '核对记工本和付款流水，逐人确认数额',
        '约谈发包方，落实工程余款代发',
        '派出所关注工地动态，引导推选代表协商',
      ],
    },
    progress: [
      '对照记工本和汤国平的付款记录逐人核账，确认欠四万五千二百元，八人签字认可。',
      '约谈发包方，同意从未付工程款中直接代发，不再经汤国平转手。',
    ],
    resolution: {
      afterWorkingDays: 5,
      outcome: 'mediated',
      summary: '经核账确认欠薪四万五千二百元，由发包方从工程余款中代发，分两笔打入八人银行卡，八人不再到工地聚集。',
      terms: [
        { text: '首笔三万元打入八人银行卡', dueAfterDays: 3 },
        { text: '余款一万五千二百元付清', dueAfterDays: 15 },
      ],
    },
    visits: [
      { note: '入户见罗水金、潘继荣，首笔工钱已到账，情绪平稳。', satisfied: true },
      { note: '电话回访，八人已各自回家备年货，没有再去工地。', satisfied: true },
      { note: '余款已全部到账，八人表示满意。', satisfied: true },
    ],
  },
  {
    ref: 'd02',
    title: '晾晒腊味油水滴落楼下引口角',
    narrative:
      '新屋组安置楼三楼鲍红珍在阳台外杆上晾腊肉腊肠，油水滴到二楼樊小娥晒的被套上，从冬至到现在已经有三四回。樊小娥上楼说过一次，鲍红珍答应收杆但没有动，今早两人在楼道里争吵，邻居劝开。樊小娥要求把晾杆移走，并把弄脏的被套洗干净。',
    category: 'neighbours',
    grade: 'blue',
    complexity: 'simple',
    village: 'village-baitang',
    address: '白塘村新屋组安置楼二单元',
    parties: [
      { name: '樊小娥', role: 'applicant', phone: '15000007185' },
      { name: '鲍红珍', role: 'respondent', phone: '15900008422' },
    ],
    legs: [
      {
        to: 'police',
        reason: '事情简单、双方都在场，由派出所值班民警当场调处。',
        answerAfterMinutes: 0,
        answer: 'accept',
      },
    ],
    contact: '民警上楼当面听了双方意见，看了晾杆位置和弄脏的被套。',
    progress: [],
    resolution: {
      afterWorkingDays: 0,
      outcome: 'settled-on-spot',
      summary: '鲍红珍当场把晾杆移到楼顶公用晾晒处，并把被套拿回去清洗，向樊小娥赔了不是，双方握手言和。',
    },
    visits: [{ note: '电话回访，晾杆没有再装回去，被套已洗净送还，两家见面照常打招呼。', satisfied: true }],
  },
  {
    ref: 'd03',
    title: '借款一万八逾期不还起争执',
    narrative:
      '2024年3月欧阳勇因买农用三轮车向袁德胜借款一万八千元，立有借条，写明一年内还清，未约定利息。到期后欧阳勇先后还了四千元，之后以养蜂亏本为由一拖再拖，去年十月起不接电话。袁德胜上门两次发生口角，村里劝过没有结果。要求年前把余款一万四千元还清。',
    category: 'debt',
    grade: 'blue',
    complexity: 'ordinary',
    village: 'village-helin',
    address: '鹤林村中心组',
    parties: [
      { name: '袁德胜', role: 'applicant', phone: '15500009659' },
      { name: '欧阳勇', role: 'respondent', phone: '13500001896', idNumber: '990101196105053968' },
    ],
    legs: [
      {
        to: 'justice',
        reason: '有借条的民间借贷，双方都愿意谈，由司法所主持调解。',
        answerAfterMinutes: 210,
        answer: 'accept',
      },
    ],
    contact: '约袁德胜到司法所看了借条和转账记录；电话联系上欧阳勇，他承认欠款，请求分期。',
    progress: ['核对还款记录，双方确认尚欠一万四千元，不计利息。'],
    resolution: {
      afterWorkingDays: 4,
      outcome: 'mediated',
      summary: '双方确认尚欠一万四千元，欧阳勇分三期归还，袁德胜不主张利息；由欧阳勇的堂兄在协议上作见证。',
      terms: [
        { text: '归还首期四千元', dueAfterDays: 7 },
        { text: '归还二期五千元', dueAfterDays: 60 },
        { text: '归还末期五千元', dueAfterDays: 120 },
      ],
    },
    visits: [{ note: '首期四千元已转账，袁德胜表示只要按期还就不再上门。', satisfied: true }],
  },
  {
    ref: 'd04',
    title: '邻居翻建新房地脚越过老墙脚线',
    narrative:
      '上屋组尹志诚去年底拆旧翻建，新开的地基沟比原老墙脚往东挪出约四十公分，易长发认为占了自家宅基地和两家之间的巷子。尹志诚说按批的图纸放线，易长发提出老墙脚石还在，邻居聂桂花可以作证。村委会上门量过一次，因为没有图纸没有结论。易长发要求停工复测。',
    category: 'homestead',
    grade: 'blue',
    complexity: 'ordinary',
    village: 'village-shixi',
    address: '石溪村上屋组',
    parties: [
      { name: '易长发', role: 'applicant', phone: '15100003133' },
      { name: '尹志诚', role: 'respondent', phone: '13000004370' },
      { name: '聂桂花', role: 'witness' },
    ],
    legs: [
      {
        to: 'land',
        reason: '涉及宅基地四至和批建面积，由自然资源所到场核验。',
        answerAfterMinutes: 180,
        answer: {
          returnReason: 'insufficient-facts',
          text: '未附建房审批表和现场尺寸，无法判断是否超占，请补充后再送。',
          upheld: false,
          decision: '审批表由自然资源所自己存档，现场照片和老墙脚位置已随单附上，可以核验，理由不成立。',
        },
        thenAcceptAfterMinutes: 130,
      },
    ],
    contact: '到现场见到双方，尹志诚同意在复测前不浇地圈梁。',
    progress: ['调出建房审批图，用老墙脚石和巷口电杆两个点复测，新沟东边越出批准范围三十二公分。'],
    resolution: {
      afterWorkingDays: 5,
      outcome: 'mediated',
      summary:
        '复测结果双方签字认可，尹志诚把东侧地基沟回填三十二公分，保留一米二的巷子；易长发同意施工期间让材料车从自家坪上过。',
      terms: [{ text: '东侧地基沟回填到批准线', dueAfterDays: 7 }],
    },
    visits: [{ note: '到场看过，地基沟已经回填，巷子留够一米二，两家没有新的意见。', satisfied: true }],
  },
  {
    ref: 'd05',
    title: '毛竹山界址不清互指越界砍竹',
    narrative:
      '竹坑组后龙山卓景松与幸来福两家竹山相连，林权证上东至写“山脊分水”，西至写“大石”，但大石早年修路已经炸掉。入冬以来两家先后请人砍竹，互相说对方砍过了界，卓景松清点少了约六十根大竹。组里老人甘火生指过一次界，两家都不认。双方要求林业站上山勘界。',
    category: 'forest-title',
    grade: 'blue',
    complexity: 'complex',
    village: 'village-helin',
    address: '鹤林村竹坑组后龙山',
    parties: [
      { name: '卓景松', role: 'applicant', phone: '13600006844' },
      { name: '幸来福', role: 'respondent', phone: '15200008081' },
      { name: '甘火生', role: 'witness' },
    ],
    legs: [
      {
        to: 'forestry',
        reason: '林权证四至不清引起的山林界址争议，由林业站勘界调处。',
        answerAfterMinutes: 330,
        answer: 'accept',
      },
    ],
    contact: '分别电话联系两家，约好天晴一起上山，勘界前争议地段都不砍。',
    progress: [
      '带原始林权登记档案上山，由当年划山的老人指认大石旧址，打了临时桩。',
      '按档案勾图落到地形图上，争议带宽约九米，两家对北段没有异议。',
    ],
    resolution: {
      afterWorkingDays: 11,
      outcome: 'mediated',
      summary: '以大石旧址到山脊第二个鞍部的连线为界，埋设五根界桩；已砍的竹子按越界数折算，幸来福补给卓景松九百元。',
      terms: [
        { text: '埋设五根水泥界桩并拍照存档', dueAfterDays: 10 },
        { text: '补付竹款九百元', dueAfterDays: 5 },
      ],
    },
    visits: [{ note: '护林员陪同看过，五根界桩都在，竹款已付，两家各砍各的。', satisfied: true }],
  },
  {
    ref: 'd06',
    title: '三兄弟轮养母亲费用分摊不均',
    narrative:
      '喻冬秀今年八十一岁，三个儿子原来约定每家轮流照顾四个月。去年九月她摔伤髋骨，住院花了两万三千元，医保报销后剩九千多元，老大涂先礼垫付后要求均摊，老三涂先智说自己常年在外，只肯出一千元，老二涂先义不表态。现在轮到老三，老人仍住在老大家。老人要求三个儿子把话说清楚。',
    category: 'family',
    grade: 'blue',
    complexity: 'ordinary',
    village: 'village-baitang',
    address: '白塘村老屋组',
    parties: [
      { name: '喻冬秀', role: 'applicant', phone: '13800001555', idNumber: '990101196504266557' },
      { name: '涂先礼', role: 'respondent', phone: '13700002792' },
      { name: '涂先义', role: 'respondent', phone: '15800004029' },
      { name: '涂先智', role: 'respondent', phone: '13200005266' },
    ],
    legs: [
      {
        to: 'justice',
        reason: '赡养费分担属家庭赡养纠纷，由司法所上门调解。',
        answerAfterMinutes: 240,
        answer: 'accept',
      },
    ],
    contact: '上门看望老人并听了她的意见，和在外的涂先智通了视频，约定周末回来一起谈。',
    progress: ['三兄弟到齐，核对住院清单和报销单，把各家困难都摆到桌面上谈。'],
    resolution: {
      afterWorkingDays: 5,
      outcome: 'mediated',
      summary: '剩余医药费九千四百元三家均摊；老人固定住老大家，老二每月出三百元，老三每月出六百元，年节轮流接回家过。',
      terms: [
        { text: '涂先义、涂先智各付医药费三千一百元', dueAfterDays: 10 },
        { text: '自下月起每月五日前支付生活费', dueAfterDays: 40 },
      ],
    },
    visits: [{ note: '到家看望老人，两笔医药费已经付清，老人说心里踏实了。', satisfied: true }],
  },
  {
    ref: 'd07',
    title: '竹制品厂扣发离职工人工资',
    narrative:
      '关玉娇在茶亭组竹制品加工厂做计件工一年多，上月底提出离职，厂主柏振华以“没有提前一个月说”和“有一批货返工”为由，扣下她十一、十二月工资共五千三百元。关玉娇手里有每月的工资条和计件本，找厂里谈过三次，厂主只肯给一半。要求全额支付。',
    category: 'labour',
    grade: 'blue',
    complexity: 'ordinary',
    village: 'village-shixi',
    address: '石溪村茶亭组竹制品加工厂',
    parties: [
      { name: '关玉娇', role: 'applicant', phone: '13900006503' },
      { name: '柏振华', role: 'respondent', phone: '15000007740' },
    ],
    legs: [
      {
        to: 'labour',
        reason: '属用工单位扣发工资，由人社部门核实后责令支付。',
        answerAfterMinutes: 160,
        answer: 'accept',
      },
    ],
    contact: '看了关玉娇的工资条、计件本；到厂里见了柏振华，说明扣发工资的规定。',
    progress: ['核对返工单，只有四十件是关玉娇经手，折工钱一百二十元。'],
    resolution: {
      afterWorkingDays: 3,
      outcome: 'mediated',
      summary: '厂方支付五千一百八十元，扣除返工一百二十元双方认可，关玉娇当场交还工具并办了离职手续。',
      terms: [{ text: '支付工资五千一百八十元', dueAfterDays: 3 }],
    },
    visits: [{ note: '工资已经打卡，关玉娇表示没有别的要求。', satisfied: true }],
  },
  {
    ref: 'd08',
    title: '屋后排水沟被填致雨水倒灌',
    narrative:
      '水口组柳春华屋后有一条老排水沟，经霍金宝菜地边流到水圳。去年十一月霍金宝平整菜地，把约六米长的沟填了，说沟占了自家地。上周连下三天雨，水倒灌进柳春华的灶屋，泡湿两袋稻谷。村民小组长叫霍金宝挖开，他只挖了一条浅印。柳春华要求恢复原来的沟。',
    category: 'neighbours',
    grade: 'blue',
    complexity: 'ordinary',
    village: 'village-helin',
    address: '鹤林村水口组',
    parties: [
      { name: '柳春华', role: 'applicant', phone: '15900008977' },
      { name: '霍金宝', role: 'respondent', phone: '15500001214' },
    ],
    legs: [
      { to: 'justice', reason: '相邻排水纠纷，由司法所会同村委会调解。', answerAfterMinutes: 870, answer: 'accept' },
    ],
    contact: '到现场看了沟的走向和灶屋的水印，双方都在场，霍金宝同意先挖一条临时沟。',
    progress: ['和村委会一起定了埋管方案，霍金宝提出不能让菜地塌边。'],
    resolution: {
      afterWorkingDays: 6,
      outcome: 'mediated',
      summary: '改明沟为暗管，村里出两节直径三十公分的水泥管，柳春华出工，霍金宝让出地面；稻谷损失柳春华不再追究。',
      terms: [{ text: '水泥管埋设完成并试水', dueAfterDays: 12 }],
    },
    visits: [{ note: '管子已经埋好，前天下雨没有积水，霍金宝的菜地也种上了。', satisfied: true }],
  },
  {
    ref: 'd09',
    title: '外墙贴砖工程尾款久拖不付',
    narrative:
      '单国富家新房外墙去年八月包给苗建新贴砖，口头约定每平方米四十五元，包工不包料。十月完工后单国富以砖缝不齐为由，留下尾款六千二百元没有付。苗建新带着两个徒弟，徒弟的工钱也压着，几次来讨，单国富要求返工后再给。苗建新来所要求帮忙讨回工钱。',
    category: 'labour',
    grade: 'blue',
    complexity: 'ordinary',
    village: 'village-baitang',
    address: '白塘村樟树下组',
    parties: [
      { name: '苗建新', role: 'applicant', phone: '13500002451' },
      { name: '单国富', role: 'respondent', phone: '15100003688' },
    ],
    legs: [
      {
        to: 'labour',
        reason: '当事人反映是讨要工钱，先由人社部门核实用工关系。',
        answerAfterMinutes: 190,
        answer: {
          returnReason: 'not-our-duty',
          text: '双方按面积结算、自带工具、自行雇人，是承揽关系，不是劳动关系，不归人社部门处理。',
          upheld: true,
          decision: '查明确为包工承揽，退单理由成立，改派司法所调解。',
        },
      },
      { to: 'justice', reason: '承揽合同尾款争议，由司法所调解。', answerAfterMinutes: 140, answer: 'accept' },
    ],
    contact: '约双方到屋前一起看外墙，当面指认了有问题的墙面。',
    progress: ['请一位老师傅到场看，二楼东面约八平方米要重勾缝，其余合格。'],
    resolution: {
      afterWorkingDays: 4,
      outcome: 'mediated',
      summary: '苗建新三天内把二楼东面八平方米重勾缝，单国富验收后付尾款六千元，双方两清。',
      terms: [
        { text: '二楼东面重勾缝', dueAfterDays: 4 },
        { text: '验收后付尾款六千元', dueAfterDays: 8 },
      ],
    },
    visits: [{ note: '外墙已勾好，尾款当天付清，苗建新已给徒弟发了工钱。', satisfied: true }],
  },
  {
    ref: 'd10',
    title: '丈夫酒后动手妻子带孩子躲避',
    narrative:
      '阮美凤与岑少强结婚九年，育有一子七岁。岑少强近两年打牌输钱，酒后常摔东西。昨晚因阮美凤不给钱，岑少强打了她两个耳光，又掐她手臂，孩子在旁边哭。阮美凤带孩子连夜躲到娘家哥哥阮国安家。去年八月村妇联劝过一次。阮美凤要求不再挨打，孩子能安心上学。',
    category: 'family',
    grade: 'red',
    complexity: 'complex',
    village: 'village-shixi',
    address: '石溪村溪背组',
    parties: [
      { name: '阮美凤', role: 'victim', phone: '13000004925' },
      { name: '岑少强', role: 'respondent', phone: '15600006162' },
      { name: '阮国安', role: 'other' },
    ],
    dangerSigns: ['domestic-violence', 'violence', 'minor'],
    legs: [
      {
        to: 'police',
        reason: '涉家庭暴力和未成年人，先由派出所处置，司法所和妇联随后跟进。',
        answerAfterMinutes: 0,
        answer: 'accept',
      },
    ],
    contact: '女民警到阮国安家见了阮美凤和孩子，查看并拍照固定伤情，陪同就医；当天传唤岑少强到所谈话。',
    plan: {
      goal: '保障母子人身安全，制止再次施暴',
      measures: [
        '出具告诫书，告知可申请人身安全保护令',
        '落实孩子临时居住和接送',
        '村妇联、辅警每日看望，戒酒戒赌同步跟进',
      ],
    },
    progress: [
      '对岑少强出具家庭暴力告诫书，本人当面签收，责令不得到阮国安家纠缠；母子情绪已经稳定。',
      '联合村妇联、学校做了安全约定，孩子由舅舅接送上学。',
      '岑少强主动把工资卡交给父亲保管，并到镇卫生院做了戒酒咨询。',
    ],
    resolution: {
      afterWorkingDays: 10,
      outcome: 'mediated',
      summary:
        '岑少强书面保证不再动手、不再赌博，工资由双方共同保管；阮美凤愿意给一次机会，搬回家中，村妇联和辅警定期上门；再有暴力由派出所依法处理。',
      terms: [{ text: '岑少强每周到村警务室报到一次', dueAfterDays: 30 }],
    },
    visits: [
      { note: '双人上门，分开和阮美凤、岑少强谈，没有再发生打骂，孩子睡得安稳。', satisfied: true },
      { note: '和班主任核实，孩子按时到校，情绪正常。', satisfied: true },
      { note: '家中平静，岑少强在镇上工地做工，按周到村警务室报到，没有再喝酒闹事。', satisfied: true },
    ],
  },
  {
    ref: 'd11',
    title: '挖机租用台班费结算起争议',
    narrative:
      '管得胜去年十二月清挖鱼塘，租用席文涛的小挖机，口头说每小时一百三十元，油钱各半。做了五天后管得胜说中间有一天半机器坏了不该计时，席文涛的记录是四十一小时，管得胜只认三十二小时，差一千多元。席文涛把铲斗留在塘边不拉走，管得胜没法蓄水。双方都要求算清账。',
    category: 'contract',
    grade: 'blue',
    complexity: 'ordinary',
    village: 'village-baitang',
    address: '白塘村岭脚组鱼塘',
    parties: [
      { name: '席文涛', role: 'applicant', phone: '15200008636' },
      { name: '管得胜', role: 'respondent', phone: '13100009873' },
    ],
    legs: [
      { to: 'justice', reason: '租赁费结算属合同纠纷，由司法所调解。', answerAfterMinutes: 120, answer: 'accept' },
    ],
    contact: '电话联系双方，约定在塘边对账，席文涛先把铲斗拉走不影响蓄水。',
    progress: ['对照加油票和维修店的记录，确认停机九小时，另有一小时没有记的加活。'],
    resolution: {
      afterWorkingDays: 3,
      outcome: 'mediated',
      summary: '按三十二小时结算，另补一小时加活，共四千二百九十元，油钱各半；管得胜当场转账。',
    },
    visits: [{ note: '电话回访，款已付清，鱼塘已经放水，开春还请席文涛来修塘埂。', satisfied: true }],
  },
  {
    ref: 'd12',
    title: '年关讨要八百元饲料款起口角',
    narrative:
      '窑前组饲料店主巫荣昌说车有田去年赊了五包鸡饲料，共八百元，账本上有记，年关到了一直不给。车有田说其中两包是替弟弟拿的，自己只认三包。今天上午两人在店门口争吵，车有田的摩托车横在店门前不让开，围了七八个人看。巫荣昌要求把账结清。',
    category: 'debt',
    grade: 'blue',
    complexity: 'simple',
    village: 'village-helin',
    address: '鹤林村窑前组饲料店',
    parties: [
      { name: '巫荣昌', role: 'applicant', phone: '13800002110' },
      { name: '车有田', role: 'respondent', phone: '13700003347' },
    ],
    legs: [{ to: 'police', reason: '数额小、争议简单，由派出所到场调处。', answerAfterMinutes: 0, answer: 'accept' }],
    contact: '辅警到店前，先请车有田把摩托车移开，再看账本。',
    progress: [],
    resolution: {
      afterWorkingDays: 0,
      outcome: 'settled-on-spot',
      summary: '车有田的弟弟到场承认拿了两包，两兄弟当场扫码付清八百元，巫荣昌在账本上划账。',
    },
    visits: [{ note: '电话回访巫荣昌，账已经清了，车有田年后还来店里买饲料。', satisfied: true }],
  },
  {
    ref: 'd13',
    title: '初二放烟花引燃邻居柴垛',
    narrative:
      '正月初二上午，宫建军的两个孙子在晒谷坪放小烟花，火星落到成水英屋侧的柴垛，烧掉约两担干柴，熏黑了一面墙，邻居提水扑灭，人没有受伤。成水英要求赔柴并把墙刷白，宫建军觉得过年图个热闹，对方说话太重，两人吵起来，儿媳也参与争执。',
    category: 'neighbours',
    grade: 'blue',
    complexity: 'simple',
    village: 'village-baitang',
    address: '白塘村塘边组晒谷坪',
    parties: [
      { name: '成水英', role: 'applicant', phone: '15800004584' },
      { name: '宫建军', role: 'respondent', phone: '13200005821' },
    ],
    legs: [
      { to: 'police', reason: '事情刚发生，双方都在，由值班民警到场调处。', answerAfterMinutes: 0, answer: 'accept' },
    ],
    contact: '民警和村辅警到晒谷坪，先确认余火已灭，再请两家坐下来说。',
    progress: [],
    resolution: {
      afterWorkingDays: 1,
      outcome: 'settled-on-spot',
      summary: '宫建军赔三百元柴钱，第二天买石灰把墙刷白，并带孙子登门赔礼；民警同时讲了燃放和防火要求。',
    },
    visits: [{ note: '电话回访，墙已刷好，成水英说都是乡邻，过去就算了。', satisfied: true }],
  },
  {
    ref: 'd14',
    title: '婚约解除彩礼返还数额谈不拢',
    narrative:
      '瞿海龙与闵雪芹去年国庆订婚，男方给彩礼八万八千元，另买三金约两万元，没有登记结婚。春节期间两人因去哪里打工闹翻，女方提出解除婚约，只肯退五万元，说办酒和买家具已花了钱。男方父亲瞿松年带亲属正月初六到女方家，同女方父亲闵贵才吵起来，扬言不退就把家具搬走。男方要求退八万元和三金。',
    category: 'family',
    grade: 'yellow',
    complexity: 'ordinary',
    village: 'village-helin',
    address: '鹤林村坳上组',
    parties: [
      { name: '瞿海龙', role: 'applicant', phone: '13900007058', idNumber: '990101196303114784' },
      { name: '瞿松年', role: 'applicant' },
      { name: '闵雪芹', role: 'respondent', phone: '15900009532' },
      { name: '闵贵才', role: 'respondent', phone: '15500001769' },
    ],
    dangerSigns: ['threat'],
    legs: [
      {
        to: 'justice',
        reason: '婚约财产纠纷，双方都愿意调解，由司法所主持。',
        answerAfterMinutes: 100,
        answer: 'accept',
      },
    ],
    contact: '分别见了两家，男方亲属答应在调解期间不再上门；女方同意把开支列出来。',
    plan: {
      goal: '稳住两家亲属，不搬东西、不堵门，按规定谈拢返还数额',
      measures: ['分开做工作，明确调解期间互不上门', '核对彩礼、三金和共同开支', '请双方媒人和村干部参加调解'],
    },
    progress: [
      '逐项核对办酒、家具开支单据，认可一万九千元为共同花费。',
      '男女双方单独谈，都表示不再继续，愿意好聚好散。',
    ],
    resolution: {
      afterWorkingDays: 6,
      outcome: 'mediated',
      summary: '女方退还彩礼六万五千元，三金退回戒指和项链，家具归女方；男方亲属就初六的言语向女方父亲道歉。',
      terms: [
        { text: '退还彩礼四万元并交回戒指项链', dueAfterDays: 5 },
        { text: '退还余下二万五千元', dueAfterDays: 40 },
      ],
    },
    visits: [
      { note: '到两家看过，首笔已退，双方亲属没有再起冲突。', satisfied: true },
      { note: '电话联系闵贵才，没有人再上门。', satisfied: true },
      { note: '两家都说按协议走，瞿海龙已外出务工。', satisfied: true },
    ],
  },
  {
    ref: 'd15',
    title: '拆旧建新滴水伸过邻家地界',
    narrative:
      '下屋组盘家旺拆旧建新，二层挑檐向西伸出六十公分，滴水正落在游祖辉宅基地边的空坪。游祖辉手里的宅基地使用证写西至“自己滴水”，认为挑檐越了界，准备自家建房时会受影响。盘家旺说老房子就有滴水。施工队已经支了模板，游祖辉把水泥车拦下一次。要求把挑檐收回来。',
    category: 'homestead',
    grade: 'blue',
    complexity: 'ordinary',
    village: 'village-shixi',
    address: '石溪村下屋组',
    parties: [
      { name: '游祖辉', role: 'applicant', phone: '13500003006' },
      { name: '盘家旺', role: 'respondent', phone: '15100004243' },
    ],
    legs: [
      {
        to: 'land',
        reason: '涉及宅基地使用证四至和建房批准范围，由自然资源所核实。',
        answerAfterMinutes: 260,
        answer: 'accept',
      },
    ],
    contact: '到现场让双方指界，盘家旺同意暂停二层浇筑两天等复核。',
    progress: ['调出两家宅基地档案，复核挑檐超出盘家旺用地边线二十八公分。'],
    resolution: {
      afterWorkingDays: 4,
      outcome: 'mediated',
      summary: '挑檐收回到用地边线以内，改装檐沟落水管把水引到自家明沟；游祖辉不再拦车。',
      terms: [{ text: '檐沟和落水管安装完成', dueAfterDays: 30 }],
    },
    visits: [{ note: '现场看过，挑檐模板已改，两家没有再争。', satisfied: true }],
  },
  {
    ref: 'd16',
    title: '新搭雨棚滴水冲刷邻居土墙',
    narrative:
      '老屋组庄明亮上个月在巷口搭了一个彩钢雨棚停三轮车，棚沿离解兰香家土墙只有二十公分，一下雨水就冲墙脚，墙皮掉了一大块。解兰香说了两次，庄明亮说等天晴再弄，一直没有弄。今天又下雨，解兰香拿棍子去捅雨棚，两人吵起来。要求马上把水引开。',
    category: 'neighbours',
    grade: 'blue',
    complexity: 'simple',
    village: 'village-baitang',
    address: '白塘村老屋组巷口',
    parties: [
      { name: '解兰香', role: 'applicant', phone: '13000005480' },
      { name: '庄明亮', role: 'respondent', phone: '15600006717' },
    ],
    legs: [{ to: 'justice', reason: '相邻滴水纠纷，由司法所就近上门调解。', answerAfterMinutes: 90, answer: 'accept' }],
    contact: '上门看了棚沿和墙脚，双方当场都在。',
    progress: [],
    resolution: {
      afterWorkingDays: 1,
      outcome: 'mediated',
      summary: '庄明亮把棚沿锯短三十公分并加装水槽，把水引到巷口暗沟，出一百元买水泥给解兰香补墙脚。',
      terms: [{ text: '装好水槽并补好墙脚', dueAfterDays: 5 }],
    },
    visits: [{ note: '水槽已装，墙脚补好，上周下雨没有再冲墙。', satisfied: true }],
  },
  {
    ref: 'd17',
    title: '外出多年返乡讨回代耕承包田',
    narrative:
      '鄢德全全家2012年外出务工，把大垄一亩六分承包田交给芮家兴代耕，口头说好不收租，随时可以拿回。今年春节鄢德全返乡不再外出，要收回种烟叶，芮家兴说田埂、进水口都是自己修的，又已经翻耕撒了肥，要种完今年才交。组长说合过一次没成。双方对肥料钱和交田时间有争议。',
    category: 'land-contract',
    grade: 'blue',
    complexity: 'ordinary',
    village: 'village-helin',
    address: '鹤林村窑前组大垄',
    parties: [
      { name: '鄢德全', role: 'applicant', phone: '13600007954' },
      { name: '芮家兴', role: 'respondent', phone: '15200009191' },
    ],
    legs: [
      {
        to: 'agriculture',
        reason: '二轮承包田代耕返还争议，由农业部门查合同并调解。',
        answerAfterMinutes: 200,
        answer: 'accept',
      },
    ],
    contact: '核对鄢德全的承包经营权证，电话约双方到田头见面。',
    progress: ['查明证载面积一亩六分属鄢德全户，双方对权属没有异议，只争投入。'],
    resolution: {
      afterWorkingDays: 4,
      outcome: 'mediated',
      summary: '芮家兴清明前交还承包田，鄢德全补给他翻耕和肥料钱六百元，修田埂的工不再算。',
      terms: [
        { text: '补付翻耕和肥料钱六百元', dueAfterDays: 3 },
        { text: '清明前交还承包田', dueAfterDays: 25 },
      ],
    },
    visits: [{ note: '田已经交接，鄢德全开始整地起垄，两家没有意见。', satisfied: true }],
  },
  {
    ref: 'd18',
    title: '雇工越界砍伐邻家杉木三十余株',
    narrative:
      '牛角窝山场景志坤与荆先文两家相邻，荆先文办了采伐证，请曲保国的砍伐队间伐杉木，三天前被景志坤发现越过山沟，砍了他家三十四株，树头还留在山上。景志坤带儿子上山把油锯扣下，双方推搡。荆先文说当年划山就是以沟的西边小路为界。景志坤要求赔偿并退还木头。',
    category: 'forest-title',
    grade: 'yellow',
    complexity: 'complex',
    village: 'village-helin',
    address: '鹤林村坳上组牛角窝',
    parties: [
      { name: '景志坤', role: 'applicant', phone: '13100001428', idNumber: '990101198805098488' },
      { name: '荆先文', role: 'respondent', phone: '13800002665' },
      { name: '曲保国', role: 'other' },
    ],
    dangerSigns: ['group'],
    legs: [
      {
        to: 'forestry',
        reason: '山场四至不清又涉及越界采伐，由林业站勘查认定。',
        answerAfterMinutes: 130,
        answer: 'accept',
      },
    ],
    contact: '当天上山制止了继续采伐，油锯由林业站暂管，双方都同意等勘界结果。',
    plan: {
      goal: '停止采伐，不再发生推搡，查清界线后赔偿',
      measures: ['油锯和木头就地登记保管，谁也不动', '林业站调档勘界、清点树桩', '分清雇主和砍伐队责任，一次谈清赔偿'],
    },
    progress: [
      '林业站勘查树桩三十四株，折立木蓄积四点二立方米，已经逐株编号拍照。',
      '查阅林权档案，勾图界线为山沟，小路是后来拉木头开出来的。',
      '曲保国的砍伐队承认看错界，愿意分担一部分。',
    ],
    resolution: {
      afterWorkingDays: 12,
      outcome: 'mediated',
      summary:
        '确认以山沟为界，荆先文和曲保国共同赔偿木材款和补植费一万二千元，木头归荆先文处理；景志坤归还油锯，采伐违规部分由林业部门另行处理。',
      terms: [
        { text: '支付首笔赔款八千元', dueAfterDays: 7 },
        { text: '余款四千元及补植杉苗四十株', dueAfterDays: 30 },
      ],
    },
    visits: [
      { note: '到家见景志坤，首笔赔款已收，父子情绪平和。', satisfied: true },
      { note: '电话联系双方，没有新的争执。', satisfied: true },
      { note: '护林员反映山上已停工，界沟打了红漆。', satisfied: true },
      { note: '赔款付清，杉苗已补种。', satisfied: true },
    ],
  },
  {
    ref: 'd19',
    title: '旧宅基地围菜园占道互不相让',
    narrative:
      '岭脚组湛光明老屋倒塌多年，宅基地空着。今年正月他用竹篱把空基围成菜园，篱笆伸到路边，柯秋生进出的路从一米八变成一米，收割机、板车过不去。柯秋生认为占了集体的路，湛光明说围的是自家老墙脚以内。双方在村群里争了两天。柯秋生要求恢复原来的路宽。',
    category: 'homestead',
    grade: 'blue',
    complexity: 'ordinary',
    village: 'village-baitang',
    address: '白塘村岭脚组',
    parties: [
      { name: '柯秋生', role: 'applicant', phone: '15800005139' },
      { name: '湛光明', role: 'respondent', phone: '13200006376' },
    ],
    legs: [
      {
        to: 'land',
        reason: '涉及旧宅基地范围，先由自然资源所核实四至。',
        answerAfterMinutes: 230,
        answer: {
          returnReason: 'not-our-duty',
          text: '经查旧宅基地范围双方没有争议，争的是通行和篱笆，不属权属纠纷，建议司法所调解。',
          upheld: true,
          decision: '核对档案后双方认可老墙脚线，实为相邻通行纠纷，退单理由成立。',
        },
      },
      { to: 'justice', reason: '相邻通行纠纷，由司法所会同村委会调解。', answerAfterMinutes: 110, answer: 'accept' },
    ],
    contact: '带村干部到路口量了宽度，双方都愿意当面谈。',
    progress: ['湛光明同意让路，但担心车轮压坏菜地边。'],
    resolution: {
      afterWorkingDays: 3,
      outcome: 'mediated',
      summary: '篱笆往里退七十公分，路面恢复到一米七，路边由柯秋生砌一道矮石坎护住菜地。',
      terms: [
        { text: '篱笆后退七十公分', dueAfterDays: 3 },
        { text: '砌好护边石坎', dueAfterDays: 15 },
      ],
    },
    visits: [{ note: '路口看过，篱笆已经退回，石坎砌好，板车能过。', satisfied: true }],
  },
  {
    ref: 'd20',
    title: '牌桌上言语不合推搡致人轻微伤',
    narrative:
      '昨晚九点多，翁志刚与冷小斌在桥头组小卖部打扑克，因一张牌说对方偷看，冷小斌推了翁志刚一把，翁志刚后脑碰到货架，擦破皮肿了一块，卫生院检查为软组织挫伤，花医药费三百二十元。店主桂三妹打电话报警。翁志刚要求赔医药费和误工费，并当面道歉。',
    category: 'public-order',
    grade: 'yellow',
    complexity: 'simple',
    village: 'village-shixi',
    address: '石溪村桥头组小卖部',
    parties: [
      { name: '翁志刚', role: 'victim', phone: '13900007613' },
      { name: '冷小斌', role: 'respondent', phone: '15000008850' },
      { name: '桂三妹', role: 'witness' },
    ],
    dangerSigns: ['violence'],
    legs: [
      {
        to: 'police',
        reason: '轻微伤害、双方熟人，可以治安调解，由派出所办理。',
        answerAfterMinutes: 0,
        answer: 'accept',
      },
    ],
    contact: '民警询问双方和店主，看了卫生院的检查单，双方都愿意调解。',
    plan: {
      goal: '当日调解结案，防止双方再约架',
      measures: ['分开询问、固定伤情和证人证言', '请双方家人一起参加调解'],
    },
    progress: [],
    resolution: {
      afterWorkingDays: 1,
      outcome: 'mediated',
      summary: '冷小斌当面道歉，赔偿医药费、误工费共八百元，当场付清，双方签治安调解协议书。',
    },
    visits: [
      { note: '上门见翁志刚，伤口已结痂，没有再提要求。', satisfied: true },
      { note: '电话联系两人，仍在同一工地做事，关系正常。', satisfied: true },
      { note: '店主桂三妹反映店里没有再发生争吵。', satisfied: true },
    ],
  },
  {
    ref: 'd21',
    title: '猪栏粪水外溢臭味扰邻',
    narrative:
      '敖振兴在溪背组塘坎下养了十四头猪，栏舍离邬桃英家后门不到十五米，化粪池满了没有清，粪水顺着路沟流到邬桃英屋后，天一暖臭味和蚊蝇都来了。邬桃英去年秋天就说过，敖振兴清过一次。上周村保洁员也劝过。邬桃英要求把粪水堵住，最好把猪栏搬远一点。',
    category: 'neighbours',
    grade: 'blue',
    complexity: 'ordinary',
    village: 'village-shixi',
    address: '石溪村溪背组塘坎下',
    parties: [
      { name: '邬桃英', role: 'applicant', phone: '15500002324' },
      { name: '敖振兴', role: 'respondent', phone: '13500003561' },
    ],
    legs: [
      {
        to: 'justice',
        reason: '相邻环境妨害纠纷，由司法所会同村委会调解。',
        answerAfterMinutes: 180,
        answer: 'accept',
      },
    ],
    contact: '到栏舍和屋后都看了，敖振兴答应先把溢出来的沟清干净。',
    plan: {
      goal: '彻底断住粪水外溢，避免两家再起冲突',
      measures: ['三格化粪池按图施工，村里派人看', '约定清运日期并上墙登记', '超过承载的生猪限期出栏'],
    },
    progress: ['请畜牧防疫员到场，建议建三格化粪池并定期清运。'],
    resolution: {
      afterWorkingDays: 5,
      outcome: 'mediated',
      summary: '敖振兴每周清粪一次，粪水不再入沟，一个月内加盖化粪池；邬桃英同意猪栏暂不搬。',
      terms: [
        { text: '路沟清理干净', dueAfterDays: 3 },
        { text: '化粪池加盖', dueAfterDays: 30 },
      ],
    },
    visits: [
      {
        note: '电话回访，邬桃英说清了一次又停了，昨天粪水再次流到屋后，两家又吵起来。',
        satisfied: false,
        outcome: 'relapsed',
      },
      { note: '上门看过，化粪池盖板已经做好，屋后干爽。', satisfied: true },
      { note: '电话联系邬桃英，清运有登记，没有再溢。', satisfied: true },
      { note: '到栏舍看过，存栏已减到六头，臭味明显轻了。', satisfied: true },
    ],
    afterRelapse: {
      resolution: {
        afterWorkingDays: 5,
        outcome: 'mediated',
        summary:
          '敖振兴当周请人抽空化粪池并浇好盖板，与有机肥合作社签了每周清运的单子，存栏减到六头；邬桃英认可，村保洁员每周看一次。',
      },
    },
  },
  {
    ref: 'd22',
    title: '承包地田埂被铲面积对不上',
    narrative:
      '塘边组大坵伍祥林与洪细毛两家承包地相连，去年冬天洪细毛用旋耕机犁田，把中间约五十米长的田埂铲薄，伍祥林步量少了七厘田。洪细毛说田埂本来就歪，自己只是修直。村委会叫双方自己商量，伍祥林把界石重新插到洪细毛田里一尺。两家在田头争了几回。要求按确权图定界。',
    category: 'land-contract',
    grade: 'blue',
    complexity: 'ordinary',
    village: 'village-baitang',
    address: '白塘村塘边组大坵',
    parties: [
      { name: '伍祥林', role: 'applicant', phone: '15100004798' },
      { name: '洪细毛', role: 'respondent', phone: '13000006035' },
    ],
    legs: [
      {
        to: 'justice',
        reason: '田埂相邻争议，先由司法所调解。',
        answerAfterMinutes: 170,
        answer: {
          returnReason: 'party-refuses',
          text: '双方明确表示不接受口头调解，只认承包地确权图，要求农业部门到田里复核。',
          upheld: true,
          decision: '双方书面表示先复核再谈，退单理由成立，改派农业部门。',
        },
      },
      {
        to: 'agriculture',
        reason: '需按承包地确权数据复核田界，由农业部门办理。',
        answerAfterMinutes: 160,
        answer: 'accept',
      },
    ],
    contact: '电话通知双方带承包经营权证，约定当天下午到大坵复核，界石先不动。',
    progress: ['用确权坐标放样，老田埂中线与图一致，洪细毛一侧多犁了约四十公分。'],
    resolution: {
      afterWorkingDays: 4,
      outcome: 'mediated',
      summary: '按确权坐标恢复田埂，中线打木桩六根，洪细毛出工把田埂筑回，伍祥林撤回新插的界石。',
      terms: [{ text: '田埂恢复并打桩', dueAfterDays: 6 }],
    },
    visits: [{ note: '田埂已经筑回，六根木桩在位，两家都已泡田。', satisfied: true }],
  },
  {
    ref: 'd23',
    title: '兄弟争父亲老宅翻建份额',
    narrative:
      '中心组施永康、施永泰兄弟的父亲2019年去世，留下老祠堂边四间瓦房，没有分书。施永泰一直住西边两间，今年备料要拆掉全部翻建三层，施永康在县城务工，认为有自己一半，两次回来阻工。三月中旬施永康把脚手架推倒，施永泰扬言“谁拦就跟谁拼”。妹妹施满妹劝不住。施永康要求先分清再建。',
    category: 'homestead',
    grade: 'yellow',
    complexity: 'complex',
    village: 'village-helin',
    address: '鹤林村中心组老祠堂边',
    parties: [
      { name: '施永康', role: 'applicant', phone: '15600007272', idNumber: '990101198205014121' },
      { name: '施永泰', role: 'respondent', phone: '13600008509' },
      { name: '施满妹', role: 'other' },
    ],
    dangerSigns: ['threat'],
    legs: [
      {
        to: 'land',
        reason: '涉及宅基地使用权和建房审批，由自然资源所主办。',
        answerAfterMinutes: 95,
        answer: 'accept',
      },
    ],
    contact: '分别找兄弟两人谈，施永泰答应暂停拆房，施永康答应不再到现场推架子。',
    plan: {
      goal: '停工停争，分清老宅份额后再报建',
      measures: [
        '脚手架拆除，现场由村干部每日看一次',
        '查清登记和审批情况，讲明一户一宅的规定',
        '请长辈和妹妹参与，促成分家协议',
      ],
    },
    progress: [
      '查档：宅基地使用证登记在父亲名下，翻建申请只有施永泰一人签字，审批未完成。',
      '请族中两位长辈和妹妹参加，施永康提出可以不要房，但要留一块地基。',
      '兄弟就西边两间归施永泰、东边两间归施永康初步谈拢。',
    ],
    resolution: {
      afterWorkingDays: 11,
      outcome: 'mediated',
      summary:
        '老宅按中墙一分为二，东西各两间，施永泰在西侧地基上按规定另行申请翻建；东墙由施永泰负责加固；兄弟互相道歉，签分家协议。',
      terms: [
        { text: '签分家协议并报村委会备案', dueAfterDays: 5 },
        { text: '东墙加固完成', dueAfterDays: 40 },
      ],
    },
    visits: [
      { note: '到家见施永泰，脚手架已拆，准备重新报批。', satisfied: true },
      { note: '电话联系施永康，情绪平稳，清明回来同弟弟一起扫了墓。', satisfied: true },
      { note: '族中长辈反映兄弟俩已经说话。', satisfied: true },
      { note: '东墙加固好，两家没有新的争议。', satisfied: true },
    ],
  },
  {
    ref: 'd24',
    title: '电动三轮车电瓶三天坏了要退',
    narrative:
      '古秀莲三月二十三日在桥头组车行花三千四百元买了一辆电动三轮车，骑了三天电瓶充不进电，推到店里，店主水根旺说要寄回厂家检测，等十天半个月。古秀莲要用车接孙子上学，要求退车或者马上换电瓶，店主不同意，两人在店里争执，古秀莲打了报警电话。',
    category: 'consumer',
    grade: 'blue',
    complexity: 'simple',
    village: 'village-shixi',
    address: '石溪村桥头组车行',
    parties: [
      { name: '古秀莲', role: 'applicant', phone: '13100001983' },
      { name: '水根旺', role: 'respondent', phone: '13800003220' },
    ],
    legs: [
      { to: 'police', reason: '消费小额争议，双方在现场，由派出所当场调处。', answerAfterMinutes: 0, answer: 'accept' },
    ],
    contact: '民警到车行看了购车票和三包卡，让店主当场测电瓶。',
    progress: [],
    resolution: {
      afterWorkingDays: 0,
      outcome: 'settled-on-spot',
      summary: '测出两块电瓶电压不足，水根旺当场换上新电瓶，旧电瓶由他自己返厂，三包期从换的当天起算。',
    },
    visits: [{ note: '电话回访古秀莲，换的电瓶好用，天天接送孙子。', satisfied: true }],
  },
  {
    ref: 'd25',
    title: '进组道路被石头堵住两家对峙',
    narrative:
      '竹坑组进组路有一段十二米从佘益民自留地边过，去年扩路时口头说好补八百元，一直没有兑现。三月二十六日佘益民用三块大石头把路堵住，凌火旺等十多户的车进不来，农资要肩挑。前天凌火旺带人去搬石头，佘益民一家五口拦着，双方对峙约半小时，同组的戚长河好不容易劝开。要求马上通路。',
    category: 'neighbours',
    grade: 'yellow',
    complexity: 'ordinary',
    village: 'village-helin',
    address: '鹤林村竹坑组进组路',
    parties: [
      { name: '凌火旺', role: 'applicant', phone: '13700004457' },
      { name: '佘益民', role: 'respondent', phone: '15800005694' },
      { name: '戚长河', role: 'other' },
    ],
    dangerSigns: ['group'],
    legs: [
      {
        to: 'justice',
        reason: '相邻通行纠纷已有聚集苗头，由司法所会同村委会尽快调解。',
        answerAfterMinutes: 290,
        answer: 'accept',
      },
    ],
    contact: '当天到现场，佘益民同意先挪开一块石头让小车过，凌火旺一方不再聚人。',
    plan: {
      goal: '当天恢复通行，查清补偿欠账，不再对峙',
      measures: ['先挪石头保小车和急救通行', '核对扩路补偿记录', '开户主会定补偿和护坎'],
    },
    progress: [
      '村委会翻出扩路时的会议记录，确认八百元补偿属实，只是没有入账。',
      '十三户开户主会，同意补偿由村里出一半、各户分一半。',
    ],
    resolution: {
      afterWorkingDays: 5,
      outcome: 'mediated',
      summary: '村里和各户凑齐八百元当面交给佘益民，三块石头当场搬走；佘益民写下让路承诺，路边由组里砌二十米护坎。',
      terms: [{ text: '路边护坎砌好', dueAfterDays: 30 }],
    },
    visits: [
      { note: '上门见两家，路是通的，没有再放石头。', satisfied: true },
      { note: '电话联系组长，农用车正常进出。', satisfied: true },
      { note: '护坎动工，佘益民自己也出了工。', satisfied: true },
      { note: '路面和护坎都好，两家关系缓和。', satisfied: true },
    ],
  },
  {
    ref: 'd26',
    title: '清明扫墓砍坟边老樟枝起争议',
    narrative:
      '庙背山詹有才家祖坟边有一株老樟，树脚在缪国香家自留山里，树枝盖到坟头。前两天詹家上山挂纸，砍掉三根大枝，缪国香认为樟树是自家山上的，砍枝要先问，要求赔一千元。詹有才说坟是祖上就有的，坟边一丈都算坟山。村里劝了两句没有结果。双方都要求把界讲清。',
    category: 'forest-title',
    grade: 'blue',
    complexity: 'ordinary',
    village: 'village-shixi',
    address: '石溪村茶亭组庙背山',
    parties: [
      { name: '詹有才', role: 'applicant', phone: '13900008168' },
      { name: '缪国香', role: 'respondent', phone: '15000009405' },
    ],
    legs: [
      {
        to: 'forestry',
        reason: '涉及自留山林木权属和坟山范围，由林业站处理。',
        answerAfterMinutes: 310,
        answer: 'accept',
      },
    ],
    contact: '约双方到庙背山看现场，缪国香同意清明前不拦人上山祭扫。',
    progress: ['查自留山登记，老樟在缪国香户四至以内；樟树为保护树种，修枝也要报林业站。'],
    resolution: {
      afterWorkingDays: 4,
      outcome: 'mediated',
      summary:
        '老樟归缪国香户管护，坟前三米内由詹家除草修枝，修枝须先报林业站；詹有才补给缪国香三百元，并学习古树保护规定。',
      terms: [{ text: '补付三百元', dueAfterDays: 3 }],
    },
    visits: [{ note: '两家都认，清明当天詹家正常扫墓，没有再争。', satisfied: true }],
  },
  {
    ref: 'd27',
    title: '新砌围墙挡住邻家大门采光',
    narrative:
      '屈大江、屈小江兄弟三月底在禾坪边砌一道两米四高的围墙，正对宁春娥家大门，只隔一米五。宁春娥认为挡光又挡路，要求停砌。屈家说墙在自己地上。四月五日宁春娥的儿子回来推掉一段墙，屈小江拿锄头追出来，被邻居抱住。宁春娥要求拆墙，屈家要求赔墙。',
    category: 'neighbours',
    grade: 'yellow',
    complexity: 'ordinary',
    village: 'village-baitang',
    address: '白塘村樟树下组禾坪边',
    parties: [
      { name: '宁春娥', role: 'applicant', phone: '15900001642' },
      { name: '屈大江', role: 'respondent', phone: '15500002879' },
      { name: '屈小江', role: 'respondent' },
    ],
    dangerSigns: ['violence'],
    legs: [
      {
        to: 'justice',
        reason: '相邻采光、通行纠纷，由司法所调解。',
        answerAfterMinutes: 120,
        answer: {
          returnReason: 'not-our-duty',
          text: '经看现场，围墙所在的禾坪是集体建设用地，没有建房或用地审批，应先由自然资源所认定是否违建。',
          upheld: true,
          decision: '用地未批属实，先定用地再谈相邻，退单理由成立。',
        },
      },
      { to: 'land', reason: '围墙用地未批，由自然资源所认定并主办调处。', answerAfterMinutes: 90, answer: 'accept' },
    ],
    contact: '到禾坪见双方，屈家同意停砌，宁春娥的儿子答应不再动手。',
    plan: {
      goal: '停砌停拆，不再动手，先定用地再谈相邻',
      measures: ['村辅警每天到禾坪看一次', '自然资源所三天内认定用地性质', '两家各出一人代表参加调解'],
    },
    progress: ['认定围墙占用集体禾坪二十一平方米，未经审批，应自行拆除；屈家表示只想挡鸡鸭。'],
    resolution: {
      afterWorkingDays: 4,
      outcome: 'mediated',
      summary:
        '屈家自行拆除禾坪上的围墙，改在自家地界内种冬青绿篱，高度不过一米二；宁春娥的儿子赔推墙的砖钱四百元并道歉。',
      terms: [
        { text: '拆除禾坪围墙', dueAfterDays: 5 },
        { text: '赔付砖钱四百元', dueAfterDays: 3 },
      ],
    },
    visits: [
      { note: '上门看过，围墙已拆，禾坪恢复，两家没有冲突。', satisfied: true },
      { note: '电话联系宁春娥，儿子已回厂上班。', satisfied: true },
      { note: '绿篱已种，两家小孩一起在禾坪玩。', satisfied: true },
    ],
  },
  {
    ref: 'd28',
    title: '老晒谷坪归哪户使用各执一词',
    narrative:
      '上屋组老晒谷坪约一百四十平方米，分田到户时分给简茂林、蒙永昌等四户共用。近年两户建房搬走，蒙永昌在坪上堆砖堆沙，说当年组里作价给了他父亲，拿出一张手写条，没有盖章。简茂林不认，原组会计揭秀珍也说没有作过价。三月起两家为停车、晒谷争了四次。要求确定使用权。',
    category: 'land-title',
    grade: 'blue',
    complexity: 'complex',
    village: 'village-shixi',
    address: '石溪村上屋组老晒谷坪',
    parties: [
      { name: '简茂林', role: 'applicant', phone: '15100005353' },
      { name: '蒙永昌', role: 'respondent', phone: '13000006590' },
      { name: '揭秀珍', role: 'witness' },
    ],
    legs: [
      {
        to: 'land',
        reason: '集体土地使用权归属争议，由自然资源所查档确认。',
        answerAfterMinutes: 250,
        answer: 'accept',
      },
    ],
    contact: '上门看了手写条和晒谷坪现状，双方都答应在查清前不再堆新料。',
    progress: [
      '查土地详查和组里分户账，晒谷坪登记为组集体，没有作价转让记录。',
      '走访三位当年的组干部，都说只是借给蒙家临时堆料。',
      '开户代表会，四户后人都表示愿意按老规矩共用。',
    ],
    resolution: {
      afterWorkingDays: 12,
      outcome: 'mediated',
      summary: '确认晒谷坪属上屋组集体，由四户共用，划出停车、晒谷两块；蒙永昌一个月内清走砖沙，手写条作废存档。',
      terms: [
        { text: '清走砖沙', dueAfterDays: 30 },
        { text: '划线分区并立公示牌', dueAfterDays: 35 },
      ],
    },
    visits: [{ note: '到坪上看过，砖沙已清走一半，两家没有再争。', satisfied: true }],
  },
  {
    ref: 'd29',
    title: '春茶采工工价与斤两结算不清',
    narrative:
      '坳上组茶场主褚友明三月下旬雇郁金娣、商桂芳等十一名妇女采明前茶，说好每斤鲜叶二十二元。十天后结账，褚友明按“老叶”扣掉三成，又把秤改成去皮一斤半，十一人共少发约四千元。采工们昨天把茶篓堆在场门口不肯走，褚友明叫来两个亲戚推人。要求按说好的价结清。',
    category: 'labour',
    grade: 'yellow',
    complexity: 'ordinary',
    village: 'village-helin',
    address: '鹤林村坳上组茶场',
    parties: [
      { name: '郁金娣', role: 'applicant', phone: '13600009064' },
      { name: '商桂芳', role: 'applicant', phone: '15200001301' },
      { name: '褚友明', role: 'respondent', phone: '13100002538' },
    ],
    dangerSigns: ['group'],
    legs: [
      {
        to: 'labour',
        reason: '季节性用工欠薪、人数较多，由人社部门核实支付。',
        answerAfterMinutes: 110,
        answer: 'accept',
      },
    ],
    contact: '到茶场请双方坐下来，采工推商桂芳为代表，褚友明的亲戚先回去。',
    plan: {
      goal: '当天疏散聚集，三天内结清采工工钱',
      measures: ['推选代表，劝离无关人员', '复秤、抽样，逐人核算', '茶场建立当场过秤签字的办法'],
    },
    progress: ['现场复秤并抽查鲜叶，认定去皮应为八两，老叶只占约一成。'],
    resolution: {
      afterWorkingDays: 4,
      outcome: 'mediated',
      summary: '按复秤结果重新结算，补发十一人共三千一百五十元，褚友明当面说明扣秤的不对；以后每天当场过秤、当场签字。',
      terms: [{ text: '补发工钱三千一百五十元', dueAfterDays: 3 }],
    },
    visits: [
      { note: '上门见郁金娣、商桂芳，补发的钱已经到手。', satisfied: true },
      { note: '电话联系褚友明，采工照常上山。', satisfied: true },
      { note: '每天过秤有签字本，没有新的争议。', satisfied: true },
    ],
  },
  {
    ref: 'd30',
    title: '新房化粪池建到邻家宅基边',
    narrative:
      '新屋组后排丁来喜新房三月完工，化粪池挖在房子北面，紧贴毕长庚预留的宅基地边，毕长庚准备明年给儿子建房，说地界以内不能有对方的池子。丁来喜说化粪池在自家用地内，离界有半米。毕长庚量着只有二十公分。村里没有图纸说不清。要求自然资源所放线。',
    category: 'homestead',
    grade: 'blue',
    complexity: 'ordinary',
    village: 'village-baitang',
    address: '白塘村新屋组后排',
    parties: [
      { name: '毕长庚', role: 'applicant', phone: '13800003775' },
      { name: '丁来喜', role: 'respondent', phone: '13700005012' },
    ],
    legs: [
      { to: 'land', reason: '涉及两户宅基地边线，由自然资源所放线核实。', answerAfterMinutes: 880, answer: 'accept' },
    ],
    contact: '电话联系双方并约好放线的日子，丁来喜先不盖池面。',
    progress: ['按批准坐标放线，化粪池外壁离界三十五公分，没有越界，但低于村里约定的五十公分。'],
    resolution: {
      afterWorkingDays: 6,
      outcome: 'mediated',
      summary:
        '化粪池不用搬，丁来喜加做防渗层并在靠界一侧砌砖护壁；毕长庚建房时往自己一侧退二十公分，双方签界线确认单。',
      terms: [{ text: '防渗层和护壁完成', dueAfterDays: 15 }],
    },
    visits: [{ note: '现场看过，护壁已砌，界线单一式三份，两家满意。', satisfied: true }],
  },
  {
    ref: 'd31',
    title: '家犬咬死邻居九只鸡争赔偿',
    narrative:
      '茶亭组钮建生家的土狗没有拴，今天早上钻进温桂莲的鸡圈，咬死九只半大的鸡。温桂莲提着死鸡上门，要求按一只八十元赔七百二十元，钮建生说市场价只有五十元，又说鸡圈破了也有责任。两人在路口吵，狗在旁边叫，围了不少人。温桂莲要求赔钱并把狗拴好。',
    category: 'neighbours',
    grade: 'blue',
    complexity: 'simple',
    village: 'village-shixi',
    address: '石溪村茶亭组村口',
    parties: [
      { name: '温桂莲', role: 'applicant', phone: '15800006249' },
      { name: '钮建生', role: 'respondent', phone: '13200007486' },
    ],
    legs: [
      { to: 'police', reason: '损失不大、事实清楚，由村辅警和民警当场调处。', answerAfterMinutes: 0, answer: 'accept' },
    ],
    contact: '辅警到路口，先让钮建生把狗拴住，再一起到鸡圈看缺口。',
    progress: [],
    resolution: {
      afterWorkingDays: 1,
      outcome: 'settled-on-spot',
      summary: '双方按一只六十元算，钮建生当场付五百四十元，狗从今天起拴养并打疫苗，帮温桂莲把鸡圈补好。',
    },
    visits: [{ note: '电话回访，狗已经拴了，鸡圈补好，没有再跑进去。', satisfied: true }],
  },
  {
    ref: 'd32',
    title: '争田埂水口持锄对峙险些伤人',
    narrative:
      '水口组长坵上下两坵承包田分属仇满堂、冼土生，进水口在上坵，历年春插轮流放水。今年上坵冼土生改种大棚，把水口堵死，仇满堂的秧要干。今天上午仇满堂去挖水口，冼土生和儿子冼小兵拿锄头、柴刀守着，仇满堂叫来两个侄子也拿了扁担，双方对峙，冼小兵一锄头打在田埂上，离人不到一尺，房玉嫦喊来村干部才分开。要求恢复放水，防止出人命。',
    category: 'land-contract',
    grade: 'red',
    complexity: 'complex',
    village: 'village-helin',
    address: '鹤林村水口组长坵',
    parties: [
      { name: '仇满堂', role: 'applicant', phone: '13900008723', idNumber: '990101196312023833' },
      { name: '冼土生', role: 'respondent', phone: '15000009960' },
      { name: '冼小兵', role: 'respondent', phone: '15900002197' },
      { name: '房玉嫦', role: 'witness' },
    ],
    dangerSigns: ['weapon', 'threat', 'group'],
    legs: [
      {
        to: 'agriculture',
        reason: '承包地用水和进水口归属争议，由农业部门主办，派出所同时稳控。',
        answerAfterMinutes: 30,
        answer: 'accept',
      },
    ],
    contact: '两名民警和农业部门一起到长坵，当场收走柴刀、锄头，双方分开谈话，各留一名家属看住。',
    plan: {
      goal: '当天收缴器具、分开双方，恢复放水，绝不发生伤害',
      measures: [
        '派出所夜间巡守长坵，两家各指定一名家属看住',
        '农业、水利、村委会联合会商，查台账定轮灌',
        '签协议后每周走访一次到早稻收割',
      ],
    },
    progress: [
      '派出所对冼小兵、仇家两侄子分别训诫，长坵夜间由辅警巡守，两家没有再聚人，事态已经稳定。',
      '查二轮承包台账，水口注明“上下坵共用”，不能单方堵死。',
      '请水利员定了轮灌时刻表，冼土生提出大棚怕淹，同意加装闸板。',
    ],
    resolution: {
      afterWorkingDays: 11,
      outcome: 'mediated',
      summary:
        '水口按台账共用，加装闸板，单日下坵、双日上坵放水，冼土生恢复水口并赔仇满堂补秧钱八百元；冼小兵当面道歉，收走的农具在协议签订后领回。',
      terms: [
        { text: '水口闸板装好', dueAfterDays: 5 },
        { text: '赔付补秧钱八百元', dueAfterDays: 5 },
        { text: '按轮灌表放水到收割前', dueAfterDays: 60 },
      ],
    },
    visits: [
      { note: '双人到长坵看，水口正常，两家各放各的水。', satisfied: true },
      { note: '两家都在田里忙，没有再带器具对峙。', satisfied: true },
      { note: '仇满堂补的秧已返青，冼小兵外出做工。', satisfied: true },
      { note: '双人上门，轮灌照表进行，双方都说不会再动手。', satisfied: true },
    ],
  },
  {
    ref: 'd33',
    title: '标会散会后会钱讨要惹出狠话',
    narrative:
      '计素珍、计木兰姐妹2023年参加虞志华做会首的标会，每月交一千元，到去年十二月虞志华称会散了，只退了一部分，姐妹两人还差二万四千元。四月二十五日两人到虞志华店里讨要，虞志华说已经给会员写过欠条，她们再闹就让她们在村里待不住。姐妹俩害怕又生气，要求退钱。',
    category: 'debt',
    grade: 'yellow',
    complexity: 'ordinary',
    village: 'village-baitang',
    address: '白塘村新屋组',
    parties: [
      { name: '计素珍', role: 'applicant', phone: '13500004671' },
      { name: '计木兰', role: 'applicant' },
      { name: '虞志华', role: 'respondent', phone: '13000007145' },
    ],
    dangerSigns: ['threat'],
    legs: [
      {
        to: 'justice',
        reason: '会钱欠款纠纷，有欠条和记录，由司法所调解。',
        answerAfterMinutes: 130,
        answer: {
          returnReason: 'already-in-procedure',
          text: '申请人提到已经写好起诉状，本案应走诉讼程序。',
          upheld: false,
          decision: '经向法院立案庭核实，尚未立案，申请人明确愿意先调解，理由不成立。',
        },
        thenAcceptAfterMinutes: 100,
      },
    ],
    contact: '分别和姐妹、虞志华谈，虞志华承认话说重了，保证不再说威胁的话。',
    plan: {
      goal: '消除威胁，按账谈拢还款',
      measures: ['对虞志华当面告诫', '核会账、欠条和转账记录', '分期还款并由村干部见证'],
    },
    progress: [
      '核对会账和欠条，尚欠二万三千五百元，其中五百元是重复记的。',
      '虞志华说店里有一批货，卖完可以先还一半。',
    ],
    resolution: {
      afterWorkingDays: 5,
      outcome: 'mediated',
      summary: '确认欠二万三千五百元，虞志华先还一万元，余款分五个月还清，姐妹撤回起诉的打算；虞志华当面道歉。',
      terms: [
        { text: '先还一万元', dueAfterDays: 7 },
        { text: '余款按月归还，第一期二千七百元', dueAfterDays: 30 },
      ],
    },
    visits: [
      { note: '上门见计素珍，首笔已还，没有受到新的威胁。', satisfied: true },
      { note: '电话联系，虞志华照常开店，两家没有争执。', satisfied: true },
      { note: '首期余款已转账，姐妹表示满意。', satisfied: true },
    ],
  },
  {
    ref: 'd34',
    title: '邻家桂花树遮光落叶堵瓦沟',
    narrative:
      '展德华家屋旁一株桂花树长了二十多年，枝叶伸到明秋香屋顶两米多，遮住后窗，落叶把瓦沟堵死，梅雨季节屋里漏水。明秋香去年请人上树锯过一枝，展德华不高兴，说树是老父亲种的。今年又长回来，五月初漏了一次，双方在路上拌了嘴。明秋香要求把伸过来的枝子修掉。',
    category: 'neighbours',
    grade: 'blue',
    complexity: 'ordinary',
    village: 'village-helin',
    address: '鹤林村中心组小学旁',
    parties: [
      { name: '明秋香', role: 'applicant', phone: '15600008382' },
      { name: '展德华', role: 'respondent', phone: '13600009619' },
    ],
    legs: [
      { to: 'justice', reason: '相邻遮光、漏水纠纷，由司法所上门调解。', answerAfterMinutes: 170, answer: 'accept' },
    ],
    contact: '上门看了树和瓦沟，展德华不肯锯树，但同意谈修枝。',
    progress: ['请懂树的人看，修枝不影响树，最好在花后动手。'],
    resolution: {
      afterWorkingDays: 4,
      outcome: 'mediated',
      summary: '展德华同意把伸过屋檐的枝修到界线以内，明秋香负责清瓦沟并承担一半修枝工钱；花期后再细修一次。',
      terms: [{ text: '首次修枝并清瓦沟', dueAfterDays: 7 }],
    },
    visits: [
      { note: '电话回访，枝修了一半，明秋香担心再下雨又漏，心里不踏实。', satisfied: false, outcome: 'uneasy' },
      { note: '再打电话，枝已修完，但两家还不说话，明秋香怕秋天又长回来。', satisfied: false, outcome: 'uneasy' },
      { note: '上门看过，瓦沟干净，屋里没有再漏，两家约好以后每年一起修枝。', satisfied: true },
    ],
  },
  {
    ref: 'd35',
    title: '批东建西占用邻户通道僵持',
    narrative:
      '符建国去年批准在老屋东侧建房，实际把房子往西挪了一米五，占去元清河进屋的巷子，只剩八十公分，三轮车进不去。元清河从去年十一月反映到现在，村里劝停两次，一层已经封顶。五月八日元清河站到巷子里不让施工，符建国叫来五六个工人围着他。要求按批准的图建，恢复巷子。',
    category: 'homestead',
    grade: 'yellow',
    complexity: 'complex',
    village: 'village-shixi',
    address: '石溪村下屋组进屋巷',
    parties: [
      { name: '元清河', role: 'applicant', phone: '15200001856', idNumber: '990101198109177166' },
      { name: '符建国', role: 'respondent', phone: '13100003093' },
    ],
    dangerSigns: ['group'],
    legs: [
      {
        to: 'land',
        reason: '批东建西、占用通道，由自然资源所核实并责令整改。',
        answerAfterMinutes: 105,
        answer: 'accept',
      },
    ],
    contact: '到场让符建国停工，工人散去；元清河答应不再站在机具前面。',
    plan: {
      goal: '停工停围，依批准图纸整改，恢复通道',
      measures: ['放线认定越线范围', '算清拆墙与新开通道两个方案', '村委会与自然资源所联合督促'],
    },
    progress: [
      '放线核实，房屋西墙越出批准线一米三，占用集体通道九点八平方米。',
      '和村委会商量，靠东另开一条一米八的新通道也可以满足通行。',
      '符建国对拆墙的费用有顾虑，正在算两个方案的账。',
    ],
    resolution: {
      afterWorkingDays: 16,
      outcome: 'mediated',
      summary: '符建国拆除西侧越线的墙体和挑台，恢复通道到一米五，东侧由村里补修排水；元清河同意在施工期间借坪堆料。',
      terms: [
        { text: '拆除西侧越线墙体', dueAfterDays: 30 },
        { text: '通道硬化恢复到一米五', dueAfterDays: 45 },
      ],
    },
    visits: [
      { note: '入户见元清河，拆墙已经开始，双方没有再围堵。', satisfied: true },
      { note: '电话联系符建国，按方案施工。', satisfied: true },
      { note: '巷子已恢复一米五，三轮车能过。', satisfied: true },
      { note: '硬化完成，元清河满意。', satisfied: true },
    ],
  },
  {
    ref: 'd36',
    title: '分家后公用灶屋使用闹矛盾',
    narrative:
      '栗小云和婆婆邝春娇去年腊月分家，各立一灶，老灶屋说好共用。最近栗小云说婆婆占了大部分台面，泡腌菜的缸摆满，自己做饭转不开身；邝春娇说媳妇嫌她脏，几天不跟她说话。今天早上为一个水桶放哪里吵了一架，邝春娇哭着到村委会说要去女儿家住，儿子龙海生两头为难。双方都希望有人评个理。',
    category: 'family',
    grade: 'blue',
    complexity: 'simple',
    village: 'village-baitang',
    address: '白塘村塘边组',
    parties: [
      { name: '栗小云', role: 'applicant', phone: '13800004330' },
      { name: '邝春娇', role: 'respondent', phone: '13700005567' },
      { name: '龙海生', role: 'other' },
    ],
    legs: [
      {
        to: 'justice',
        reason: '婆媳分家后的生活琐事，由司法所和妇女小组长一起调解。',
        answerAfterMinutes: 80,
        answer: 'accept',
      },
    ],
    contact: '和妇女小组长到家里，分别听婆媳诉说，龙海生也在场表态两边都照顾。',
    progress: [],
    resolution: {
      afterWorkingDays: 1,
      outcome: 'mediated',
      summary: '灶屋台面划为两半，腌菜缸移到后檐；每周日一起吃一顿饭，由龙海生张罗；婆媳互相说了软话。',
    },
    visits: [{ note: '电话回访，灶屋划好，缸已移走，邝春娇没有去女儿家，婆媳一起做了顿饭。', satisfied: true }],
  },
  {
    ref: 'd37',
    title: '坡边旱地被当山地圈种油茶',
    narrative:
      '溪背组牛栏坡有一块八分的坡地，齐福根说是自家二轮承包的旱地，外出打工荒了四年。毋建中去年冬天连着自家山一起炼山整地，种上油茶苗，说那里早就是荒山。齐福根四月回来发现，要求拔苗还地，毋建中说苗钱工钱花了两千多。两家在坡上吵过一次，村里分不清是山还是地。',
    category: 'land-contract',
    grade: 'blue',
    complexity: 'ordinary',
    village: 'village-shixi',
    address: '石溪村溪背组牛栏坡',
    parties: [
      { name: '齐福根', role: 'applicant', phone: '13200008041' },
      { name: '毋建中', role: 'respondent', phone: '13900009278' },
    ],
    legs: [
      {
        to: 'forestry',
        reason: '现场为山坡、已种油茶，先由林业站核实是否林地。',
        answerAfterMinutes: 240,
        answer: {
          returnReason: 'not-our-duty',
          text: '对照林地一张图，该地块不在林地范围，属耕地，建议由农业部门按承包台账处理。',
          upheld: true,
          decision: '林业站附图为证，地块确为承包旱地，退单理由成立。',
        },
      },
      {
        to: 'agriculture',
        reason: '承包旱地被他人占种，由农业部门查台账并调处。',
        answerAfterMinutes: 150,
        answer: 'accept',
      },
    ],
    contact: '带承包台账到牛栏坡，双方指认地块，毋建中同意先不再补苗。',
    progress: ['台账和确权图都登记在齐福根户，面积零点八二亩。'],
    resolution: {
      afterWorkingDays: 3,
      outcome: 'mediated',
      summary: '确认地块归齐福根户承包，毋建中自行把油茶苗移走，齐福根补给整地工钱五百元，移苗期限给到雨季过后。',
      terms: [
        { text: '补付整地工钱五百元', dueAfterDays: 5 },
        { text: '油茶苗移走', dueAfterDays: 40 },
      ],
    },
    visits: [{ note: '电话回访，整地工钱已付，毋建中已移走一半苗，没有争议。', satisfied: true }],
  },
  {
    ref: 'd38',
    title: '暴雨冲塌护坡危及邻家屋基',
    narrative:
      '桑万全前年在坎上建房，把房前的水直接排到坎下，没有做沟。五月十九日夜里暴雨，坎边护坡塌下约五米，泥石堆到谷雨花屋后墙根，墙上裂了一道缝，谷雨花一家三口搬到亲戚家住。谷雨花要求桑万全马上清泥、修护坡、做排水沟，桑万全说是老天下雨，不全是他的责任。',
    category: 'neighbours',
    grade: 'yellow',
    complexity: 'ordinary',
    village: 'village-baitang',
    address: '白塘村岭脚组坎上',
    parties: [
      { name: '谷雨花', role: 'applicant', phone: '15000001515', idNumber: '990101198508109750' },
      { name: '桑万全', role: 'respondent', phone: '15900002752' },
    ],
    legs: [
      {
        to: 'justice',
        reason: '相邻排水致损又有安全隐患，由司法所会同村委会紧急调处。',
        answerAfterMinutes: 60,
        answer: 'accept',
      },
    ],
    contact: '冒雨到现场，安排谷雨花一家暂住村委会，桑万全当天开始清泥。',
    plan: {
      goal: '先保人身安全，再定护坡和排水责任',
      measures: ['谷雨花一家转移，雨天有人值守', '彩条布盖坡，桑万全先行清泥', '请村建员估价，按七三分担施工'],
    },
    progress: ['请村建员看过，裂缝目前没有发展，先用彩条布盖坡。', '双方就费用分担谈到桑万全七成、谷雨花三成。'],
    resolution: {
      afterWorkingDays: 6,
      outcome: 'mediated',
      summary:
        '桑万全出七成、谷雨花出三成，重砌五米浆砌石护坡并开明沟引水到村水圳，墙缝由桑万全负责修补；工程完成前雨天谷雨花一家不住后间。',
      terms: [
        { text: '清走墙根泥石', dueAfterDays: 3 },
        { text: '明沟引水完成', dueAfterDays: 15 },
        { text: '护坡砌好、墙缝修补', dueAfterDays: 35 },
      ],
    },
    visits: [
      { note: '上门看过，墙根泥石已经清走，裂缝没有变大。', satisfied: true },
      { note: '电话联系谷雨花，雨天已转到亲戚家。', satisfied: true },
      { note: '明沟已通水，护坡正在砌。', satisfied: true },
      { note: '护坡、墙缝全部完工，两家验收签字。', satisfied: true },
    ],
  },
  {
    ref: 'd39',
    title: '老屋基无人证起建边界说不清',
    narrative:
      '窑前组言有福打算在祖上老屋基上重建，老屋1998年倒塌，宅基地没有换过证。越长水家的菜地和老屋基相连，认为言有福打的桩伸到自己菜地里两尺。言有福凭记忆说老石阶就是边，石阶被越长水拿去垫路了。村委会拿不出底账，两家都不愿让。要求自然资源所帮着定界。',
    category: 'homestead',
    grade: 'blue',
    complexity: 'ordinary',
    village: 'village-helin',
    address: '鹤林村窑前组',
    parties: [
      { name: '言有福', role: 'applicant', phone: '15500003989' },
      { name: '越长水', role: 'respondent', phone: '13500005226' },
    ],
    legs: [
      { to: 'land', reason: '老宅基地权属边界核实，由自然资源所查档定界。', answerAfterMinutes: 320, answer: 'accept' },
    ],
    contact: '分别约见双方，说明要去县档案馆查1991年的宅基地登记底册。',
    progress: [
      '档案馆排期较长，先走访四位老住户做笔录。',
      '查到1991年登记底册复印件，宽度为十米四，与言有福所打桩差半米。',
    ],
    resolution: {
      afterWorkingDays: 9,
      outcome: 'mediated',
      summary: '按登记底册宽十米四定界，言有福把南侧桩回退五十公分，越长水送还垫路的石阶两块作界石。',
      terms: [{ text: '桩位回退并立界石', dueAfterDays: 10 }],
    },
    visits: [{ note: '界石已立，言有福报建材料已送，两家没有意见。', satisfied: true }],
  },
  {
    ref: 'd40',
    title: '离婚后探望孩子时间约不拢',
    narrative:
      '穆晓芸与钦志豪前年协议离婚，六岁女儿随父亲生活，约定母亲每月探望两次。去年底起钦志豪外出务工，孩子由祖父钦大山带，钦大山认为穆晓芸来了会带坏孩子的习惯，连续三个月没有让她见到人。五月二十二日穆晓芸到幼儿园门口想把孩子接走，祖父拦住，孩子哭闹。要求保证探望。',
    category: 'family',
    grade: 'yellow',
    complexity: 'ordinary',
    village: 'village-shixi',
    address: '石溪村桥头组',
    parties: [
      { name: '穆晓芸', role: 'applicant', phone: '15100006463' },
      { name: '钦志豪', role: 'respondent', phone: '13000007700' },
      { name: '钦大山', role: 'other' },
    ],
    dangerSigns: ['minor'],
    legs: [
      { to: 'justice', reason: '离婚后探望权纠纷，由司法所会同妇联调解。', answerAfterMinutes: 85, answer: 'accept' },
    ],
    contact: '视频连线钦志豪，上门见了钦大山和孩子；穆晓芸答应不再到幼儿园门口接人。',
    plan: {
      goal: '以孩子为重，固定探望时间地点，不再在校门口争抢',
      measures: ['妇联陪同，先听孩子意见', '定交接地点在村警务室', '和幼儿园约定接送人名单'],
    },
    progress: ['妇女小组长陪孩子玩了一会，孩子说想妈妈。', '钦大山的顾虑是怕孩子被带走不回来，愿意听儿子的。'],
    resolution: {
      afterWorkingDays: 5,
      outcome: 'mediated',
      summary:
        '每月第一、第三个周日上午九点到下午五点由穆晓芸探望，交接在村警务室，暑假另加十天；钦大山协助，穆晓芸按时送回。',
      terms: [{ text: '按约完成首次探望并交接', dueAfterDays: 10 }],
    },
    visits: [
      { note: '上门见钦大山和孩子，祖父已把探望的日子写在日历上，情绪平和。', satisfied: true },
      { note: '首次探望在警务室交接，孩子开心，双方准时。', satisfied: true },
      { note: '电话联系钦大山，没有争执。', satisfied: true },
      { note: '第二次探望正常，双方约好暑假的安排。', satisfied: true },
    ],
  },
  {
    ref: 'd41',
    title: '停工拆房引发业主情绪激动扬言轻生',
    narrative:
      '房国梁在水口组公路边占用耕地建房，一层主体已完，自然资源部门五月下旬送达停建通知，邻居简志鹏此前多次投诉房屋挡住他家出水。今天上午巡查人员到场，房国梁的妻子辛玉兰坐在二层边沿，说花了十五万元，拆了就不想活，丈夫和邻居在下面对骂。村干部和辅警把辛玉兰劝下。房国梁要求给出路，简志鹏要求恢复出水。',
    category: 'homestead',
    grade: 'red',
    complexity: 'complex',
    village: 'village-helin',
    address: '鹤林村水口组公路边',
    parties: [
      { name: '房国梁', role: 'applicant', phone: '13600001174', idNumber: '990101198907033546' },
      { name: '辛玉兰', role: 'applicant', phone: '15200002411' },
      { name: '简志鹏', role: 'respondent', phone: '13100003648' },
    ],
    dangerSigns: ['self-harm'],
    legs: [
      {
        to: 'land',
        reason: '涉及占用耕地建房处置和宅基地安置，由自然资源所主办，派出所参与稳控。',
        answerAfterMinutes: 25,
        answer: 'accept',
      },
    ],
    contact: '民警和村妇女主任把辛玉兰接到村委会，联系县卫生院心理医生，家属二十四小时陪护。',
    plan: {
      goal: '首先保证辛玉兰安全，再谈拆除和安置',
      measures: [
        '女儿和亲戚二十四小时陪护，心理医生每日联系',
        '现场警戒，拆除前不强行入场',
        '政策讲清，优先安排规划宅基地和周转住房',
      ],
    },
    progress: [
      '辛玉兰情绪已经平复，签了安全承诺，女儿从外地赶回陪伴；现场已拉警戒，无人再上楼。',
      '查明房国梁户符合一户一宅条件，可以申请水口组规划宅基地，已带他们看了地块。',
      '简志鹏的出水由村里先挖临时沟解决。',
    ],
    resolution: {
      afterWorkingDays: 12,
      outcome: 'mediated',
      summary:
        '房国梁自愿三个月内拆除占耕部分，享受规划宅基地优先安排和建材搬运补助；村里给予临时周转住房；简志鹏出水改走新沟，双方不再对骂。',
      terms: [
        { text: '出水临时沟改为砖砌明沟', dueAfterDays: 15 },
        { text: '交规划宅基地申请材料', dueAfterDays: 20 },
        { text: '占耕部分自行拆除', dueAfterDays: 90 },
      ],
    },
    visits: [
      { note: '双人入户，辛玉兰精神状态平稳，女儿在家陪着。', satisfied: true },
      { note: '夫妻俩已住进周转房，正在准备宅基地材料。', satisfied: true },
      { note: '简志鹏家出水通畅，两家没有再骂。', satisfied: true },
      { note: '双人走访，占耕部分已开始拆除，辛玉兰到村里做保洁。', satisfied: true },
    ],
  },
  {
    ref: 'd42',
    title: '上屋下屋两组争松树岗山场界',
    narrative:
      '松树岗约八十六亩山场，上屋组（代表庾广才）、下屋组（代表茅长贵）均主张归本组所有。1981年林业三定时上屋组填写的山林所有证东至“岗脊”，下屋组持有的自留山名册又把岗东小山嘴划在内。今年村里要流转种油茶，租金每亩三十元，两组为租金归属各不相让。六月六日两组约二十人同时上山划线，互相拔桩，老组干匡友根劝了才散。要求依法确认山场四至。',
    category: 'forest-title',
    grade: 'yellow',
    complexity: 'complex',
    village: 'village-shixi',
    address: '石溪村上屋组与下屋组松树岗',
    parties: [
      { name: '庾广才', role: 'applicant', phone: '13800004885' },
      { name: '茅长贵', role: 'respondent', phone: '13700006122' },
      { name: '匡友根', role: 'witness' },
    ],
    dangerSigns: ['group'],
    legs: [
      {
        to: 'forestry',
        reason: '两个村民小组之间的山林所有权争议，由林业站主办并联系县级调处。',
        answerAfterMinutes: 140,
        answer: 'accept',
      },
    ],
    contact: '林业站和村委会分别召集两组代表，两组各签了不再上山划线、不拔桩的承诺。',
    plan: {
      goal: '争议解决前保持现状，两组不聚众上山',
      measures: ['调齐林业三定档案和自留山名册', '组织联合勘界，形成争议图', '协商不成的引导申请县级山林权属争议调处'],
    },
    progress: [
      '调阅1981年山林所有证存根和自留山名册，两份底册在小山嘴一段有重叠，面积约十九亩。',
      '组织双方代表和老人上山指界，双方各指一条脊，未能一致。',
      '两组商定租金先由村里代管，争议山场暂不流转；拟申请县级山林权属争议调处。',
    ],
    resolution: null,
    visits: [],
  },
  {
    ref: 'd43',
    title: '油茶山看护费分摊与界桩争议',
    narrative:
      '樟树下组油茶山由八户连片垦复，葛增生与连顺泰的两片紧挨着。六月初连顺泰除草时把中间两根界桩拔掉，说影响机器转弯，葛增生认为他顺势把界往自己这边推了四五米，又说看护费每年两百元连顺泰两年没有交。组里八户开会劝过一回。葛增生要求恢复界桩并补交看护费。',
    category: 'forest-title',
    grade: 'blue',
    complexity: 'ordinary',
    village: 'village-baitang',
    address: '白塘村樟树下组油茶山',
    parties: [
      { name: '葛增生', role: 'applicant', phone: '13200008596' },
      { name: '连顺泰', role: 'respondent', phone: '13900009833' },
    ],
    legs: [
      {
        to: 'forestry',
        reason: '油茶林界址和看护责任争议，由林业站到场处理。',
        answerAfterMinutes: 270,
        answer: 'accept',
      },
    ],
    contact: '约两人上山，连顺泰承认拔了桩，说记得大概位置。',
    progress: ['按垦复登记图用手持定位仪复桩，原界线与葛增生所说基本一致。'],
    resolution: {
      afterWorkingDays: 3,
      outcome: 'mediated',
      summary: '恢复两根界桩并在转弯处留两米机耕位，连顺泰补交看护费四百元，转弯损坏的茶苗由他补种。',
      terms: [
        { text: '补交看护费四百元', dueAfterDays: 3 },
        { text: '补种茶苗十五株', dueAfterDays: 20 },
      ],
    },
    visits: [{ note: '两根桩已恢复，看护费补齐，两家约好一起请割草机。', satisfied: true }],
  },
];
