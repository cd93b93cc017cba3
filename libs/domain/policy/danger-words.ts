import { DANGER_SIGNS, type DangerSign } from '../words.js';
import type { DangerRule, DangerWords } from './document.js';

/**
 * The words of danger that ship: how people of the country say it, dialects too, and a little English. A region adds its
 * own in its policy. Held against 300 sentences (test/support/danger-sentences.ts); how they are read: `danger.ts`.
 */
const all = (...lists: readonly (readonly string[])[]): string[] => [...new Set(lists.flat())];
const list = (words: string): string[] => all(words.trim().split(/\s+/));

const PEOPLE = list(`
  我 你 您 他 她 俺 咱 恁 伊 佢 侬 阮 人 谁 哪个 爸 妈 爹 娘 爷 奶 老汉 老人 老头 老婆 老公 老倌 婆娘 堂客 媳妇 女人 男人 丈夫 妻子
  哥 弟 姐 妹 儿 娃 崽 伢 仔 孩 女 孙 叔 婶 舅 姑 姨 嫂 伯 工人 村长 支书 主任 书记 干部 民警 队长 老板 会计 邻居 全家 一家
  头 脑壳 脸 鼻 牙 眼睛 耳 嘴 脖子 肚子 背 腰 胸 手 胳膊 腿 脚 me him her us them my his uncle neighbour wife
`);
const CHILD = list(`
  孩子 小孩 孩童 娃 娃娃 女娃 男娃 细伢 伢子 伢崽 妹崽 细妹 细路 囡囡 小囡 崽崽 小朋友 学生 同学 初一 初二 初三 小学生 初中生
  女孩 男孩 女童 男童 儿童 婴儿 女婴 男婴 宝宝 未成年 孙子 孙女 外孙 留守 闺女 丫头 child children kid kids boy girl baby pupil
`);
const KIN = list(`
  老公 老婆 丈夫 妻子 婆娘 堂客 媳妇 男人 女人 当家的 屋头人 屋里人 前夫 前妻 爱人 爸 爹 妈 娘 老豆 阿妈 阿爸 老子 儿子 女儿 孙子
  儿媳 女婿 婆婆 公公 岳父 岳母 丈人 丈母娘 奶奶 爷爷 老人 父亲 母亲 后妈 后爸 继父 继母 亲爸 亲妈 弟媳 嫂子 小叔子 两口子 夫妻
  husband wife father mother stepfather stepmother son
`);
const OUTSIDERS = list('隔壁 邻居 外人 别人 人家 村里 他们 老师 同学 工头 收债 催债');
const HITTING = list('打 揍 踢 踹 扇 抽 掐 抡 捶 推 拧 撞 扯 砍 砸 烫');
const behind = (words: readonly string[]) => words.map((each) => `…${each}`);
const before = (words: readonly string[]) => words.map((each) => `${each}…`);

/** What 打 is that hits nobody. */
const WORK = list(`
  打工 打牌 打麻将 打扑克 打电话 打我电话 打你电话 打他电话 打她电话 打个电话 打视频 打微信 打我微信 打井 打水 打谷 打麦 打稻 打米
  打粮 打场 打枣 打核桃 打板栗 打药 打农药 打虫 打除草剂 打扫 打理 打印 打字 打包 打车 打的士 打桩 打孔 打洞 打地基 打基础 打墙 打坝 打灰 打地脚 打入
  打路面 打地坪 打水泥 打混凝土 打石头 打砖 打铁 打家具 打柜子 打棺材 打借条 打欠条 打白条 打收条 打条子 打证明 打报告 打申请 打官司
  打豆腐 打糍粑 打油 打酒 打饭 打火 打火机 打灯 打伞 打雷 打霜 打针 打疫苗 打预防针 打点滴 打吊针 打招呼 打听 打探 打算 打开 打烊
  打折 打卡 打滑 打湿 打捞 打猎 打鱼 打草 打柴 打猪草 打气 打款 打钱 打过去 打交道 打比方 打发 打赌 打点 打量 打拼 打瞌睡 打盹 打鼾
  打呼噜 打哈欠 打球 打篮球 打乒乓 打游戏 打毛衣 打毛线 打扮 打搅 打扰 打断话 打断我说话 打圆场 打马虎眼 打水漂 打假 打样 打分
  打头 打头阵 打零工 打短工 打早 打底 打底子 打坐 打卦 打鼓 打锣 打喷嚏 打嗝 打预付 打定金 打手机 打座机 打热线 打一一零 打110 打12345
  打120 打光棍 打腊 打蜡 打光 打磨 打胶 打价 打包票 打保票 打主意 打小 打从 打这 打那
`);
const ANIMALS = list('猪 牛 羊 鸡 鸭 鹅 鱼 狗 猫 马 兔 蜂 蜜蜂 庄稼 玉米 苗 菜 树 竹 草');
const KILLS_NO_ONE = list(`
  杀猪 杀年猪 杀鸡 杀鸭 杀鹅 杀鱼 杀牛 杀羊 杀狗 杀虫 杀虫剂 杀菌 杀毒 杀价 杀青 砍价 砍柴 砍树 砍竹 砍草 砍甘蔗 砍伐 砍掉 砍单
`);
const WEAPONS = list(`
  刀 刀子 菜刀 柴刀 砍刀 杀猪刀 镰刀 弯刀 水果刀 匕首 斧头 斧子 斧 锄头 铁锹 铲子 铁锨 钢管 铁棍 铁棒 棍子 木棍 棒子 棒球棍 扁担 板凳 砖头 石头
  酒瓶 叉子 铁叉 钢叉 剪刀 锤子 榔头 扳手 枪 猎枪 土枪 鸟枪 火铳 鸟铳 汽油 柴油 打火机 硫酸 炸药 雷管 钢筋 擀面杖 电棍
  knife knives axe gun machete petrol hammer
`);
const POISON = list(
  '农药 百草枯 敌敌畏 除草剂 老鼠药 耗子药 毒药 甲胺磷 草甘膦 敌百虫 乐果 安眠药 洗厕剂 洁厕灵 pesticide poison pills',
);

const RULES: Record<DangerSign, Omit<DangerRule, 'sign'>[]> = {
  violence: [
    {
      words: list('打 揍 踢 踹 扇 抽 掐 抡 捶 殴 捅 戳 砍 劈 砸 推 抓 斩'),
      near: all(behind(PEOPLE), before(list('被 遭 挨 俾 畀 叫人 给人 让人 叫人家 让人家'))),
      unless: all(
        WORK,
        KILLS_NO_ONE,
        behind(list('价 电话 微信 树 竹 木 林 株 棵 枝')),
        list('推荐 推销 推迟 推来推去 推脱 推托 推诿 推掉 抽烟 抽水 抓紧 抓阄'),
      ),
      within: 4,
    },
    {
      words: list(`
        打起来 打架 打群架 打交 相打 干仗 干架 打仗 动手 动粗 打伤 打残 打晕 打死 打骂 打破头 打进医院 打到入院 殴打 斗殴 群殴 械斗
        头破血流 流血 鲜血 满脸是血 一脸血 浑身是血 血淋淋 鼻青脸肿 挂彩 受伤 重伤 轻伤 打掉牙 脱臼 打断 骨折 捅伤 砍伤 刺伤 划伤 砸伤
        非法拘禁 绑架 打一顿 打了一顿 揍一顿 揍了一顿 耳光 巴掌 耳巴子 按在地上 按到地上 推倒 追着 强奸 轮奸 侮辱
        beat beats beaten beating fight fighting fought injured stabbed stab punched kicked bleeding violence
      `),
      unless: all(ANIMALS, list('干活 工地 工伤 摔 车祸 割 自己'), behind(list('修 挖 盖 拆 做 种 建 收'))),
    },
    { words: list('骨 肋巴骨 骨头 腿 胳膊 手 手杆 牙'), near: list('…断了 打断 打折 打掉'), unless: list('摔 跌 车') },
    { words: list('一刀 两刀 几刀 三刀'), near: list('捅 砍 挨 遭 刺 被 划') },
    { words: list('hit hits hitting punches kicks'), near: behind(list('me him her us them my his my the')) },
    { words: list('关在 锁在 扣在 堵在'), near: list('不让走 不准走 打 不放人'), within: 10 },
  ],
  weapon: [
    {
      words: WEAPONS,
      near: all(
        before(list('拿 提 持 揣 攥 拎 抄 挥 抡 举 掂 揸 带着 别着 操 握 追 亮 藏 抱 扛 拔 动 架 用 with')),
        behind(list('追 砍 捅 划 戳 刺 砸 抡 打人 打我 打他 比着 架在 逼 威胁 用上 上门 站在 伤')),
        list('泼 浇 淋'),
      ),
      unless: all(
        list(
          '买 卖 借 修理 修 磨 偷 丢了 保修 理发 剃头 收割 割草 收割机 加油 油价 涨价 价 打药 水枪 焊枪 喷枪 石头房 块 枪手 砍柴 割稻 种地 挖地',
        ),
        list('刀片 刀削面 刀具 刀鱼 手枪钻'),
      ),
      within: 5,
    },
    {
      words: list(
        '砍刀 杀猪刀 匕首 猎枪 土枪 火铳 鸟铳 雷管 炸药 土炸弹 炸弹 手榴弹 汽油瓶 燃烧瓶 凶器 管制刀具 weapon',
      ),
      unless: list('买 卖 修路 采石 鱼 捡到'),
    },
    { words: list('捅 刺'), near: list('…一刀 …两刀 …几刀 被… …伤') },
    { words: list('一刀 两刀 三刀 几刀'), near: list('砍 捅 挨 遭 刺 被') },
    { words: list('汽油 柴油 酒精'), near: list('泼 浇 淋 倒在 点火 打火机 自焚') },
    { words: list('硫酸'), near: list('泼 浇 倒 带') },
  ],
  'self-harm': [
    {
      words: list(`
        上吊 吊颈 吊死 寻死 寻短见 轻生 自杀 自尽 自残 自焚 自缢 割腕 卧轨 烧炭 绝食 等死 遗书 不想活 唔想活 不想做人 唔想做人 活够了 活腻了 活不下去
        活着没意思 活着冇意思 活着没得意思 没有活路 一了百了 死给 死了算了 不如死 死在这里 想不开 结束生命 寻无常 洗胃 喝药 喝农药 服毒 服农药 吃药自杀
        跳楼 跳河 跳江 跳井 跳塘 跳海 跳崖 跳水库 跳桥 投河 投井 投江 跳下去 往下跳 要跳楼 suicide suicidal
      `),
      unless: list('房梁上吊 梁上吊着 跳楼价 跳下去玩 游泳 洗澡 中药 感冒药 喝药酒'),
    },
    {
      words: POISON,
      near: list('喝 吃 吞 灌 服 drank drink swallowed'),
      unless: list('瓶子 水里 流到 牛 羊 鸡 鸭 鱼 猪 狗 过期 退 涨价'),
    },
    {
      words: ['跳'],
      near: behind(list('水塘 河 井 楼 水库 塔 桥 江 海 崖 湖 堰塘 鱼塘 下去')),
      unless: list('舞 玩 鱼跳 楼价 游泳 跳高 跳绳'),
    },
    { words: list('铁轨 铁路 马路中间'), near: list('躺 睡') },
    { words: list('绳子 绳'), near: list('房梁 梁上 脖子 上吊') },
    { words: list('刀 剪刀 玻璃'), near: list('脖子 自己 手腕 手上 喉咙'), unless: list('割稻 切菜 不小心') },
    {
      words: list('站 爬 坐'),
      near: behind(list('楼顶 水塔 塔吊 天台 高压 电塔 窗台 桥栏')),
      unless: list('修 看 安装 装 太阳能 鸽'),
    },
    { words: list('手上 手腕 胳膊'), near: list('划的 口子 割的'), unless: list('干活 割稻 割草') },
    { words: list('hang hangs kill kills hurt hurts'), near: list('…himself …herself …myself …themselves') },
    { words: list('jump'), near: list('roof bridge') },
  ],
  threat: [
    {
      words: list('杀 砍 捅 斩 弄 整 搞 打 烧 撞 炸 收拾 打断 灭 卸 毒 剁 废'),
      near: behind(
        list(`
        死我 死你 死他 死她 死人 死俺 死恁 我全家 他全家 你全家 全家 一家 我一条腿 一条腿 条腿 我只脚 只脚 你的腿 我儿子 我屋里人 你们 恁 谁 我们家 他家 我家 掉我
      `),
      ),
      unless: all(
        WORK,
        KILLS_NO_ONE,
        list('烧纸 烧秸秆 烧柴 烧火 弄脏 弄坏 弄湿 弄丢 整理 整修 搞好 毒死我家'),
        ANIMALS,
      ),
      within: 2,
    },
    { words: list('杀'), near: behind(list('我 你 他 她 俺 恁 咱')), unless: all(KILLS_NO_ONE, ANIMALS), within: 2 },
    {
      words: list(
        '放火 烧房 烧屋 烧他家 烧我家 烧你家 烧他屋 烧我屋 烧了他 烧了我 点房子 烧车 下毒 投毒 放毒 炸房 炸挖机 炸他 炸我 泼硫酸 泼粪',
      ),
      near: before(list('要 说 讲 话 扬言 放话 敢 准备 威胁 想 将')),
    },
    { words: list('挖 刨 撬 平 掘 扒'), near: list('…祖坟 …坟') },
    {
      words: list(`
        威胁 恐吓 扬言 报复 报仇 寻仇 算账 算总账 同归于尽 血债 弄死 整死 搞死 打死 砍死 捅死 杀死 烧死 撞死 斩死 嫩死 掐死 毒死 灭门 灭口 杀全家
        要你的命 要我的命 要他的命 要她的命 要你命 要我命 要他命 偿命 拼命 卸一条腿 断子绝孙 不得好死 没有好下场 没好下场 走着瞧 等着瞧 给我等着
        叫我小心 让我小心 给我小心 你小心点 小心你 横着出去 竖着进来 见一次打一次 花圈 冥币 冥钱 死老鼠 弄谁 搞谁 整谁 弄你 搞你 整你 弄我 收拾我
        收拾你 收拾他 要你好看 给我好看 给你好看 走不出 别想活 活不成 不让活 把我卖了 泼硫酸 打断腿 打断你 打断我
        threat threats threaten threatens threatened
      `),
      unless: all(
        ANIMALS,
        list('台风 危墙 危房 滑坡 洪水 山洪 气死 累死 吵死 花圈店 瓷砖 算账单 好看的衣 演唱 丧事 办丧'),
        list('…安全'),
      ),
    },
    {
      words: list('kill burn shoot'),
      near: behind(list('me him her us you them my his our your house family down')),
      within: 3,
    },
    { words: list('敢'), near: behind(list('打 砍 杀 烧 弄死')), unless: WORK, within: 3 },
  ],
  group: [
    {
      words: list(`
        围堵 堵路 堵门 堵在门口 封路 拦路 拦车 拦挖机 堵桥 堵工地 围住 围起 围到 包围 静坐 上访 集访 闹访 越级 群访 聚众 聚集 械斗 群架 打群架 群殴 对峙
        罢工 罢运 停运 罢市 罢课 停尸 抬棺 抬尸 设灵堂 游行 示威 围攻 围村委会 堵住 堵死 堵了 封了路 crowd blockade blocked protest mob
      `),
      unless: list(`
        沟 下水 水管 排水 积水 厕所 管道 办喜事 喜事 办酒 摆酒 红白 赶集 车子 塞车 停车 违停 鼻子 围栏 围墙 篱笆 围裙 鸡 鸭 羊 牛 垃圾 雪 石头 落石 塌方 粪
      `),
    },
    {
      words: list(`
        几十人 几十个人 几十号 几十口 上百 百十 百多人 几百 二十多 三十多 四十多 五十多 五六十 两百多 全村 全寨 全庄 全组 成条村 村民 工人 民工 农民工 业主
        家长 司机 亲戚 族人 学生 两姓 两个村 两村 一群人 一伙人 一大帮 很多人 好多人 人越来越多 villagers workers hundred dozens
      `),
      near: list(`
        围 堵 拦 封 挡 闹 静坐 横幅 讨说法 要说法 讨个说法 躺 不肯散 不散 聚 集结 告状 去省 去北京 去市里 去县里 去乡里 去镇政府 上乡里 上县里 上访 讨薪 堵门 冲进 砸 block blocked
      `),
      unless: list(
        '开会 大会 跳舞 跳广场舞 赶集 喜事 办酒 摆酒 吃饭 车子堵 水 沟 围墙 围栏 围观 闹钟 热闹 闹洞房 聚餐 同学聚会 补 工地围挡',
      ),
      within: 12,
    },
    { words: list('围了 围到'), near: list('村委会 政府 我家 厂 院子 公司 项目部 派出所 学校 挖机 车') },
    { words: list('横幅 条幅'), near: list('拉 打 挂 举'), unless: list('宣传 防火 庆 欢迎 村里') },
    {
      words: list('路口 国道 省道 公路 马路 大桥 桥 路 校门 厂门 工地 售楼部 镇政府 乡政府 村委会 项目部 矿山'),
      near: list('封了 封住 堵死 堵起 堵到 拦起 拦到 封起 围起 围住 围了 堵了'),
      unless: list('水 沟 喜事 摆 车子 赶集 停 垃圾 石头 塌 雪 滑坡 施工'),
    },
    { words: list('棺材 灵堂 遗体 尸体 花圈'), near: list('抬 设 摆 停 搭 放在'), unless: list('打棺材 办丧 丧事') },
    {
      words: list('约 约好 约人 组织 喊人 喊了人 叫了人 一起 集体 包车 明天 后天'),
      near: list('告状 上访 去省 省里 北京 去县里 县里闹 静坐 围政府 堵门 堵路'),
      unless: list('看病 打工 上学 旅游 分红'),
      within: 10,
    },
  ],
  minor: [
    {
      words: CHILD,
      near: all(
        HITTING.map((each) => `…被${each}`),
        list(`
          …打 …揍 …掐 …抽 …踢 …吊起 锁在 关在 关起 扎 烫 饿 没得饭 没饭 饭都 没人管 丢在 扔在 丢下 摸了 摸 猥亵 强奸 性侵 侵犯 奸 怀孕 大肚子 拐 带走 抢了 抢走 抱走 推进 推下
          淹 扒衣服 脱衣服 裸 拍视频 欺负 霸凌 凌辱 敲诈 勒索 虐 虐待 遗弃 跳水 跳河 跳楼 跳了 失踪 不见了 走失 联系不上 找不到 流浪 不敢回家 体罚 跪 毒打 不想活 自杀 割腕 喝药 喝农药 欠债 打肿 聚在校
          打手 皮带 hit hits beat beats abuse abused locks locked raped touched missing
        `),
      ),
      unless: all(
        WORK,
        list(
          '打碎 打破 打烂 打翻 踢球 抢玩具 抢东西吃 摸鱼 摸到 跳绳 跳舞 跳皮筋 饿了 关心 关系 户口 学费 抚养费 校车 资料费 补课 打了电话 跳下来',
        ),
      ),
      within: 14,
    },
    { words: list('儿子 女儿 家长'), near: list('吊起 吊起来打 校门 毒打 卖了'), within: 8 },
    { words: list('岁'), near: list('摸 猥亵 强奸 奸 怀孕 被打 带走 拐'), unless: list('老人'), within: 12 },
    { words: list('虐童 体罚 校园欺凌 校园霸凌 性侵 幼女 辍学打工 童工') },
  ],
  'domestic-violence': [
    {
      words: list(
        '家暴 家庭暴力 打老婆 打婆娘 打媳妇 打妻子 打堂客 打老人 打爹 打娘 打妈 打阿妈 打爸 打爷爷 打奶奶 打老公 打男人 打女人 虐待老人 打骂',
      ),
      unless: list('老人机 从不'),
    },
    {
      words: KIN,
      near: all(behind(HITTING), list('…喝了酒打 …动手 …拳'), before(list('打 揍 踢 踹 掐 抽 推'))),
      unless: all(
        WORK,
        OUTSIDERS,
        KILLS_NO_ONE,
        list('推荐 推销 推来推去 推脱 推托 推诿 推掉 抽烟 抽水 扯皮 撞车 打烂 打湿 打坏 砍价'),
      ),
      within: 8,
    },
    {
      words: KIN,
      near: list('关在屋 锁在屋 关在家 锁在家 不让出门 不准出门 不给饭 不准回娘家 饭都不给'),
      within: 10,
      unless: list('物业'),
    },
    { words: list('离婚 前夫 前妻'), near: list('打我 打她 找上门 跟踪 纠缠'), within: 10 },
    { words: CHILD, near: list('吊起 皮带 锁在 被叔叔 被爸 被妈 被爹 被后'), within: 10 },
    {
      words: list('husband wife stepfather stepmother'),
      near: list('hit hits hitting beat beats beating hurts punches kicks'),
      within: 12,
    },
  ],
};

export const DANGER_WORDS: DangerWords = {
  dangerBy: 'words-and-weights',
  danger: DANGER_SIGNS.flatMap((sign) => RULES[sign].map((rule) => ({ sign, ...rule }))),
  dangerDenied: list(
    '没… 没有… 没得… 不存在… 未… 无人… 冇… 冇得… 不是… 不会… 不曾… 从不… 并非… 唔系… no… not… nobody… never… nor… without… didnt… didn…',
  ),
  dangerBreaks: list('就 便 却 但 但是 可是 又 后来 然后 结果 没完没了 but'),
};
