import { MOST_MEGABYTES, SHEET_MEGABYTES } from '#domain/files.js';
import { sizeWords, takenWords } from '#lexicon/file-kinds.js';
import type { Language } from '#lexicon/languages.js';
import type { ProblemCode } from './problem-codes.js';

export type { Language };

/** The caller's language: Chinese unless English is asked for first. */
export function languageOf(header: string | string[] | undefined): Language {
  const first = String(header ?? '')
    .split(',')
    .map((each) => each.trim().split(';'))
    .map(([tag, q]) => ({ tag: tag!.toLowerCase(), q: Number(/q=([\d.]+)/.exec(q ?? '')?.[1] ?? 1) }))
    .filter(({ tag }) => tag.startsWith('zh') || tag.startsWith('en'))
    .sort((a, b) => b.q - a.q)[0];
  return first?.tag.startsWith('en') ? 'en' : 'zh-CN';
}

interface Words {
  title: string;
  /** The rule, and what the caller can do next. */
  detail: string;
}

/** What a problem says, in both languages. Every refusal says what can be done next. */
export const PROBLEM_WORDS: Record<ProblemCode, Record<Language, Words>> = {
  BAD_REQUEST: {
    'zh-CN': { title: '请求内容有误', detail: '请按逐项指出的问题修改后重新提交，已填写的内容不会丢失。' },
    en: { title: 'The request is not valid', detail: 'Correct the fields named in errors and send it again.' },
  },
  UNAUTHENTICATED: {
    'zh-CN': { title: '尚未登录', detail: '请先登录；登录已过期时重新登录后再次提交即可。' },
    en: { title: 'Not signed in', detail: 'Sign in first; if the session has ended, sign in and send it again.' },
  },
  NOT_FOUND: {
    'zh-CN': { title: '没有找到', detail: '该对象不存在，或您不在其办理范围内。请核对编号，或联系流转台。' },
    en: {
      title: 'Not found',
      detail: 'It does not exist or you are not on the case. Check the number or ask the desk.',
    },
  },
  METHOD_NOT_ALLOWED: {
    'zh-CN': { title: '不支持的方法', detail: '请查看接口说明 /docs。' },
    en: { title: 'Method not allowed', detail: 'See /docs for what this address takes.' },
  },
  BODY_TOO_SLOW: {
    'zh-CN': { title: '内容传送太慢', detail: '内容未在规定时间内传完，连接已关闭。请检查网络后重新提交。' },
    en: { title: 'Too slow', detail: 'What was sent was not here in time. Look at the line and send it again.' },
  },
  TOO_LARGE: {
    'zh-CN': { title: '内容过大', detail: '请缩短文字后重新提交。' },
    en: { title: 'Too large', detail: 'Shorten the text and send it again.' },
  },
  UNSUPPORTED_MEDIA_TYPE: {
    'zh-CN': { title: '不支持的格式', detail: '请改用此处接收的格式后重新提交。' },
    en: { title: 'Unsupported media type', detail: 'Send one of those that taken lists.' },
  },
  TOO_MANY_REQUESTS: {
    'zh-CN': { title: '请求过于频繁', detail: '请稍后再试。' },
    en: { title: 'Too many requests', detail: 'Wait as long as Retry-After says and try again.' },
  },
  RECORD_BEHIND: {
    'zh-CN': {
      title: '本案记录落后于流程，暂停办理',
      detail: '数据库曾恢复到较早的时刻。请把本案编号告知运维人员核对；核对之前不作任何裁决，填写的内容不会丢失。',
    },
    en: {
      title: 'The record of this case is older than its workflow',
      detail:
        'The database was put back to an earlier moment. Tell the operator, who has to reconcile it; nothing is decided before.',
    },
  },
  UNAVAILABLE: {
    'zh-CN': {
      title: '暂时无法处理',
      detail: '系统正在恢复，请稍后用同一幂等键重试；已受理的操作不会丢失，也不会重复。',
    },
    en: {
      title: 'Not available right now',
      detail: 'Retry with the same Idempotency-Key: nothing is lost or done twice.',
    },
  },
  INTERNAL: {
    'zh-CN': { title: '系统内部错误', detail: '问题已记录，请把参考号告知管理员。' },
    en: { title: 'Internal error', detail: 'It was logged; give the reference number to the administrator.' },
  },
  CREDENTIALS_WRONG: {
    'zh-CN': { title: '用户名或密码不正确', detail: '请核对后再试；忘记密码时请联系管理员。' },
    en: { title: 'Wrong user name or password', detail: 'Look at both and try again; an administrator can help.' },
  },
  CROSS_SITE: {
    'zh-CN': {
      title: '请求不是来自本系统页面',
      detail: '请在本系统页面内操作；程序调用请使用程序令牌。',
    },
    en: {
      title: 'The request comes from another site',
      detail: 'Use the pages of this system; programs send Authorization: Bearer instead of the cookie.',
    },
  },
  IN_PERSON_ONLY: {
    'zh-CN': { title: '须本人登录后操作', detail: '该操作不接受程序令牌，请本人登录后办理。' },
    en: { title: 'In person only', detail: 'A token of a program cannot do this: sign in yourself.' },
  },
  SIGN_IN_AGAIN: {
    'zh-CN': {
      title: '请再次确认身份',
      detail: '该操作须在不久前登录过：请重新登录后再次提交，已填写的内容不会丢失。',
    },
    en: {
      title: 'Sign in again for this',
      detail: 'This wants a sign-in of the last withinMinutes minutes: sign in again and send it once more.',
    },
  },
  SCOPE_MISSING: {
    'zh-CN': { title: '令牌权限不足', detail: '该令牌没有此项权限，请由令牌所有人重新签发。' },
    en: { title: 'The token lacks a scope', detail: 'Ask its owner for a token that has the scope named in scope.' },
  },
  PASSWORD_WRONG: {
    'zh-CN': { title: '当前密码不正确', detail: '请核对后重试；忘记密码请联系管理员。' },
    en: { title: 'The current password is wrong', detail: 'Check it and try again, or ask the administrator.' },
  },
  SIGN_IN_REFUSED: {
    'zh-CN': { title: '登录未完成', detail: '身份认证没有通过或已超时，请从登录页重新开始。' },
    en: { title: 'The sign-in was not completed', detail: 'The provider refused it or it took too long: begin again.' },
  },
  NO_PLACE_HERE: {
    'zh-CN': { title: '账号尚未开通', detail: '身份认证已通过，但没有有效的部门或岗位，请联系管理员。' },
    en: {
      title: 'No place here',
      detail: 'You are known to the provider, but have no department or role here: ask the administrator.',
    },
  },
  TOO_MANY_TOKENS: {
    'zh-CN': { title: '令牌数量已达上限', detail: '请先撤销不再使用的令牌。' },
    en: { title: 'Too many tokens', detail: 'Revoke those that are no longer used first.' },
  },
  TOO_MANY_CHANNELS: {
    'zh-CN': { title: '接收渠道数量已达上限', detail: '请先删除不再使用的渠道。' },
    en: { title: 'Too many channels', detail: 'Remove those that are no longer used first.' },
  },
  LEGAL_NOTICES: {
    'zh-CN': {
      title: '法定期限通知不能全部关闭',
      detail: '法定期限的通知至少保留一个接收渠道；如不需要任何渠道，请停用全部渠道，仍可在系统内查看。',
    },
    en: {
      title: 'Legal deadlines cannot all be off',
      detail: 'Leave the notices named in kinds on for one channel at least, or use no channel but the inbox.',
    },
  },
  NOT_FAILED: {
    'zh-CN': { title: '该消息没有失败', detail: '只有发送失败的消息可以重新发送。' },
    en: { title: 'It did not fail', detail: 'Only a message that failed can be sent again.' },
  },
  CHANNEL_OFF: {
    'zh-CN': { title: '该接收渠道没有启用', detail: '渠道已停用或邮箱尚未确认，请收件人先在“设置”中启用或确认。' },
    en: {
      title: 'The channel is not in use',
      detail: 'It is switched off, or its address is not confirmed: its person does that in their settings.',
    },
  },
  CODE_WRONG: {
    'zh-CN': { title: '确认码不对', detail: '请核对最近一封邮件中的确认码后再试。' },
    en: { title: 'The code is wrong', detail: 'Look at the latest message; triesLeft says how many tries are left.' },
  },
  CODE_EXPIRED: {
    'zh-CN': {
      title: '没有有效的确认码',
      detail: '确认码已过期、已用过或尚未发出，请重新发送，并使用最近一封邮件中的确认码。',
    },
    en: {
      title: 'There is no valid code',
      detail: 'It expired, was used, or has not been sent yet: send another and take the code of the latest message.',
    },
  },
  CODE_TRIES_OVER: {
    'zh-CN': { title: '确认码试错次数已满', detail: '该确认码已作废，请重新发送。' },
    en: { title: 'Too many wrong codes', detail: 'This code is void: send another.' },
  },
  ALREADY_CONFIRMED: {
    'zh-CN': { title: '该地址无需确认', detail: '该地址已经确认过，或该方式不需要确认。' },
    en: { title: 'There is nothing to confirm', detail: 'It is confirmed already, or is of a kind that needs none.' },
  },
  NOT_IN_FORCE: {
    'zh-CN': { title: '不是现行规则', detail: '案件只能改用现行规则；请核对版本。' },
    en: { title: 'Not in force', detail: 'Cases move to the policy in force only: check the version.' },
  },
  DATES_SHORTENED: {
    'zh-CN': {
      title: '已告知的期限将提前',
      detail: '请先查看预览中提前的期限；确需提前的，请确认后再次提交。',
    },
    en: {
      title: 'Announced dates would come earlier',
      detail: 'Look at them in the preview; send it again with allowShorter where that is meant.',
    },
  },
  PUBLISHED_MEANWHILE: {
    'zh-CN': { title: '期间已有人发布', detail: '请重新查看现行工作日历和预览后再发布。' },
    en: {
      title: 'Published meanwhile',
      detail: 'Look at the calendar in force and at the preview again, then publish.',
    },
  },
  WENT_OVER: {
    'zh-CN': {
      title: '案件已转由接续部门办理',
      detail: '您的部门正在撤并，本案已转到下列接续部门；您的岗位转入该部门后即可继续办理，期限不变。',
    },
    en: {
      title: 'The case went over',
      detail:
        'Your department is being closed and this case went over to the department below, its dates as they were: go on with it once you have followed.',
    },
  },
  NOT_A_DRAFT: {
    'zh-CN': { title: '不是草稿', detail: '已发布或已停用的规则不再更改；请新起草一版。' },
    en: { title: 'Not a draft', detail: 'What was published stays as it was: draft a new one.' },
  },
  DRAFT_CHANGED: {
    'zh-CN': {
      title: '草稿已由他人改动',
      detail: '您打开之后有人保存过这份草稿。请先查看现在的内容，再决定以哪一份为准。',
    },
    en: {
      title: 'Somebody else changed the draft',
      detail: 'It was saved since you opened it. Read it as it is now, then decide which is to stand.',
    },
  },
  FILES_UNATTACHED: {
    'zh-CN': {
      title: '待挂接的文件太多',
      detail:
        '您上传后尚未提交的文件已达上限，尚未提交的登记、报送（包括草稿）中的文件都计算在内。请提交这些表单，或在其中去掉不用的文件；未提交的文件一天后自动清除。',
    },
    en: {
      title: 'Too many files wait to be attached',
      detail:
        'Those of registrations and reports that you have not sent count, drafts too. Send these, or leave out there what you do not need; what nothing took goes after a day.',
    },
  },
  FILE_NOT_TAKEN: {
    'zh-CN': {
      title: '不接收这种文件，或文件与名称不符',
      detail: `可以上传：${takenWords('zh-CN')}。带宏的文档和网页不收；扩展名须与内容一致。`,
    },
    en: {
      title: 'Such a file is not taken, or is not what it is called',
      detail: `Taken are ${takenWords('en')}. No macros, no web pages; a name ends as what it is.`,
    },
  },
  FILE_TOO_LARGE: {
    'zh-CN': {
      title: '文件过大',
      detail: `每个文件最大：${sizeWords('zh-CN', MOST_MEGABYTES)}。请压缩、裁剪或拆分后重新上传。`,
    },
    en: {
      title: 'The file is too large',
      detail: `At most: ${sizeWords('en', MOST_MEGABYTES)}. Make it smaller or hand it in in parts.`,
    },
  },
  SHEET_TOO_LARGE: {
    'zh-CN': {
      title: '表格文件过大',
      detail: `最大 ${SHEET_MEGABYTES} MB。请拆成几个文件分别上传，已导入的不会重复。`,
    },
    en: {
      title: 'The sheet is too large',
      detail: `At most ${SHEET_MEGABYTES} MB. Hand it in in parts: what was brought in is not brought in again.`,
    },
  },
  FILE_INFECTED: {
    'zh-CN': {
      title: '文件含有病毒，没有保存',
      detail: '请勿再打开该文件，请先查杀本机，再上传干净的文件。',
    },
    en: {
      title: 'The file carries a virus and was not kept',
      detail: 'found names it. Open it no more, have your machine cleaned, and hand in a clean one.',
    },
  },
  SCANNER_AWAY: {
    'zh-CN': {
      title: '病毒扫描暂不可用，文件没有保存',
      detail: '未经扫描的文件不予保存。请稍后重新上传；多次如此请告知运维人员。',
    },
    en: {
      title: 'The virus scanner does not answer: the file was not kept',
      detail:
        'No file is taken that it did not look at. Hand it in again a little later; tell the operator where it stays so.',
    },
  },
  TOO_MANY_CODES: {
    'zh-CN': { title: '发送过于频繁', detail: '请先查看收到的消息（邮箱请一并查看垃圾邮件），稍后再试。' },
    en: {
      title: 'Too many were sent',
      detail: 'Look at what arrived, in the junk of a mailbox too, and try again later.',
    },
  },
  IMPORT_RAN: {
    'zh-CN': { title: '该表格已导入', detail: '列对应不能再修改；需要更正时请上传更正后的表格，已导入的行不会重复。' },
    en: {
      title: 'It was brought in already',
      detail: 'Its columns stand. Hand in the corrected sheet: what is there already is not brought in twice.',
    },
  },
  NOTHING_GOOD: {
    'zh-CN': { title: '没有可以导入的行', detail: '请按逐项指出的问题修改表格后重新上传，或更正列对应。' },
    en: {
      title: 'No row can be brought in',
      detail: 'Mend what its errors name and hand it in again, or choose its columns.',
    },
  },
  ROW_DIFFERS: {
    'zh-CN': {
      title: '与已有的不一致',
      detail: '何时流转到何单位、如何办结，不能由表格更正；线索和不是由台账导入的案件也不能。请在该案或该线索中办理。',
    },
    en: {
      title: 'What is there says otherwise',
      detail:
        'No sheet corrects when and where a case went and what came of it, nor a report, nor a case of no ledger: act on it itself.',
    },
  },
  ROW_GONE: {
    'zh-CN': { title: '该行已清除', detail: '表格内容在导入完成后即清除；请重新上传。' },
    en: { title: 'The row is gone', detail: 'A sheet is forgotten once it was brought in: hand it in again.' },
  },
  NO_ADDRESS: {
    'zh-CN': { title: '没有邮箱', detail: '请先为其填写邮箱，或打印邀请单当面交给本人。' },
    en: { title: 'No e-mail address', detail: 'Give this person an address first, or hand over a printed sheet.' },
  },
  NO_MAIL_SERVER: {
    'zh-CN': { title: '未配置邮件服务器', detail: '请由运维人员设置邮件服务器，或打印邀请单当面交给本人。' },
    en: { title: 'No mail server', detail: 'The operator sets SMTP_URL and MAIL_FROM; a printed sheet does as well.' },
  },
  MAIL_NOT_TAKEN: {
    'zh-CN': { title: '邮件服务器拒收', detail: '请核对邮箱地址，或打印邀请单当面交给本人。' },
    en: { title: 'The mail was refused', detail: 'Look at the address again, or hand over a printed sheet.' },
  },
  NOT_VOUCHED: {
    'zh-CN': {
      title: '与当时的申请不一致',
      detail: '数据库中的内容不是本系统入口所受理的内容，未予执行；请查明原因。',
    },
    en: {
      title: 'Not what was asked for',
      detail: 'What stands in the database is not what was asked for at the door, so it was not done. Find out why.',
    },
  },
  NOT_ALLOWED: {
    'zh-CN': {
      title: '无权执行该操作',
      detail: '您的岗位或部门不能执行此操作；请办理页面上列出的操作，或请有此权限的人员办理。',
    },
    en: { title: 'Not allowed', detail: 'Your role or department may not do this; can[] lists what you may do now.' },
  },
  LOWERING_NEEDS_SUPERVISOR: {
    'zh-CN': {
      title: '降级须由上级审定',
      detail: '任何人可以调高等级，调低须由综治中心等上级评估后办理。请联系上级。',
    },
    en: {
      title: 'Lowering a grade needs the supervisor',
      detail: 'Anyone may raise a grade; ask the supervisor to lower it.',
    },
  },
  STALE_VERSION: {
    'zh-CN': { title: '内容已被更新', detail: '您查看之后案件已有变化，请刷新后再决定是否提交。' },
    en: { title: 'The case has changed', detail: 'It changed since you looked. Read it again and decide anew.' },
  },
  KEY_REUSED: {
    'zh-CN': { title: '幂等键已用于其他内容', detail: '请为新的内容使用新的幂等键。' },
    en: { title: 'The key was used for another body', detail: 'Use a new Idempotency-Key for a new command.' },
  },
  NOT_REGISTERED: {
    'zh-CN': { title: '没有找到', detail: '请核对编号，或先登记该纠纷。' },
    en: { title: 'Not found', detail: 'Check the number, or register the dispute first.' },
  },
  ALREADY_REGISTERED: {
    'zh-CN': { title: '已经登记', detail: '请打开已有的纠纷。' },
    en: { title: 'Already registered', detail: 'Open the dispute that is there.' },
  },
  NOT_GRADED: {
    'zh-CN': { title: '尚未定级', detail: '请先定级（红、黄、蓝），再流转或办结。' },
    en: { title: 'Not graded yet', detail: 'Grade it first (red, yellow, blue), then go on.' },
  },
  TRANSFER_OPEN: {
    'zh-CN': { title: '已有部门在办或待签收', detail: '请等待其答复，或先撤回移交；已签收的由主办部门办理。' },
    en: {
      title: 'A transfer is open',
      detail: 'Wait for its answer or recall it; after acceptance the lead handles it.',
    },
  },
  NO_OPEN_TRANSFER: {
    'zh-CN': { title: '没有待处理的移交', detail: '该移交不存在或已有结果，请刷新查看。' },
    en: { title: 'No open transfer', detail: 'It does not exist or was answered already. Read the case again.' },
  },
  SAME_DEPARTMENT: {
    'zh-CN': { title: '该部门已在案', detail: '请选择其他部门。' },
    en: { title: 'That department is on the case already', detail: 'Choose another department.' },
  },
  NOBODY_THERE: {
    'zh-CN': { title: '该单位没有人能签收', detail: '请选择有承办人的单位，或请管理员先为该单位设置承办人。' },
    en: {
      title: 'Nobody is there to answer',
      detail: 'Choose a department that has a handler, or have the administrator name one there first.',
    },
  },
  RETURNS_EXHAUSTED: {
    'zh-CN': {
      title: '退单（含逾期未签）次数已用完',
      detail: '请由共同上级指定办理部门，指定后不得再退，逾期未答复视为签收。',
    },
    en: {
      title: 'Returns and unanswered offers are used up',
      detail: 'The common superior has to designate the department now; who then says nothing has accepted.',
    },
  },
  DESIGNATED_NO_RETURN: {
    'zh-CN': { title: '指定办理，不得退单', detail: '如有困难，请联系作出指定的上级。' },
    en: { title: 'Designated, no return', detail: 'Speak to the superior who designated your department.' },
  },
  RETURN_WINDOW_OVER: {
    'zh-CN': { title: '已过退单期限', detail: '请继续办理；需要其他部门配合时联系流转台。' },
    en: { title: 'The return window is over', detail: 'Go on handling it; ask the desk for assisting departments.' },
  },
  RETURN_OPEN: {
    'zh-CN': { title: '退单待审核', detail: '请等待流转台审核；审核后即可继续。' },
    en: { title: 'A return waits for its decision', detail: 'Wait until the desk decides it, and go on then.' },
  },
  NO_RETURN_OPEN: {
    'zh-CN': { title: '没有待审核的退单', detail: '请刷新查看最新状态。' },
    en: { title: 'No return to decide', detail: 'Read the case again.' },
  },
  REASON_NOT_UPHELD: {
    'zh-CN': { title: '该退单理由此前未获支持', detail: '同一部门不得以同一理由再次退单，请签收办理或提出新的理由。' },
    en: { title: 'That reason did not hold before', detail: 'Accept the case, or give another reason.' },
  },
  NOT_HANDLING: {
    'zh-CN': { title: '尚无部门办理', detail: '请先移交并由部门签收。' },
    en: { title: 'Nobody handles it yet', detail: 'Transfer it and have it accepted first.' },
  },
  SAME_GRADE: {
    'zh-CN': {
      title: '等级没有变化',
      detail:
        '请选择不同的等级或复杂程度。规则对重复纠纷和部分类别定有最低等级，选得再低也不会降到它以下；以往案件并非同一纠纷的，请先“排除重复”。',
    },
    en: {
      title: 'The grade is the same',
      detail:
        'Choose another grade or complexity. Of a repeated case and of some categories the rules ask for a least grade, and no choice goes below it: where an earlier case is another quarrel, rule out that repeat first.',
    },
  },
  NO_SUCH_REPEAT: {
    'zh-CN': { title: '没有这件可排除的案件', detail: '请从本案仍计入的较早案件中选择；已排除的不必再排除。' },
    en: {
      title: 'No such repeat',
      detail: 'Choose one of the earlier cases that this one still counts; what was ruled out needs no second ruling.',
    },
  },
  PLAN_REQUIRED: {
    'zh-CN': { title: '须先制定一案一策', detail: '该等级办结前必须有书面方案，请先填写方案。' },
    en: { title: 'A plan is required', detail: 'This grade needs a written plan before it may be resolved.' },
  },
  ALREADY_RESOLVED: {
    'zh-CN': { title: '已经办结', detail: '目前处于回访阶段；如有反弹请在回访中记录或重新启动。' },
    en: { title: 'Already resolved', detail: 'It is being visited now; record a relapse on a visit, or reopen it.' },
  },
  NOT_RESOLVED: {
    'zh-CN': { title: '尚未办结', detail: '办结之后才能回访、销号或重新启动。' },
    en: { title: 'Not resolved yet', detail: 'Visits, closing and reopening come after the resolution.' },
  },
  NO_SUCH_VISIT: {
    'zh-CN': { title: '没有这次回访', detail: '请从尚未完成的回访中选择。' },
    en: { title: 'No such visit', detail: 'Choose one of those listed in visits.' },
  },
  VISIT_NOT_OPEN: {
    'zh-CN': { title: '该次回访已完成', detail: '请选择尚未完成的回访。' },
    en: { title: 'That visit is done', detail: 'Choose a visit that is still open.' },
  },
  VISIT_IN_PERSON_REQUIRED: {
    'zh-CN': { title: '须上门回访', detail: '请上门当面回访后再记录，电话不能代替。' },
    en: { title: 'In person only', detail: 'Go there in person and record that visit; a call does not do.' },
  },
  VISIT_TOO_EARLY: {
    'zh-CN': {
      title: '这次回访还太早',
      detail: '请待约定的最早时间之后再回访；现在了解到的情况可以记为备注，矛盾反弹随时可以记录。',
    },
    en: {
      title: 'Too early to tell',
      detail:
        'Visit from the moment named in earliest on; what you heard until then can be a note, a relapse is heard at any time.',
    },
  },
  VISIT_OWN_WORK: {
    'zh-CN': {
      title: '自己办的事由他人回访',
      detail: '办结此案和被指定承办的人不做回访，办结后也不删除或调换须回访的当事人，请由其他人来做。',
    },
    en: {
      title: 'Not your own work',
      detail:
        'Who resolved the case or was named its handler does not visit it, nor say afterwards whom the visits need not hear; ask somebody else.',
    },
  },
  PAIR_REQUIRED: {
    'zh-CN': {
      title: '须两人同行回访',
      detail: '请选择双人上门，并填写能做回访的同行人；由同行人或其负责人确认。',
    },
    en: {
      title: 'Two go there',
      detail: 'Visit in a pair and name in with somebody else who may visit; they or their head confirm it.',
    },
  },
  SIDES_MISSING: {
    'zh-CN': {
      title: '还有一方没有见到',
      detail: '最后一次回访前，双方都至少要见到一次；请回访还没有见到的一方，并选择见到的当事人。',
    },
    en: {
      title: 'A side was never heard',
      detail: 'Over all its visits each side is met once; meet the sides named in sides and name them in parties.',
    },
  },
  NO_SUCH_CHECK: {
    'zh-CN': { title: '没有待抽查的该次回访', detail: '请从尚未完成的抽查中选择。' },
    en: { title: 'No such check is open', detail: 'Choose one of those listed in openChecks.' },
  },
  CHECK_OPEN: {
    'zh-CN': { title: '抽查回访尚未完成', detail: '请上级完成该次回访的抽查后再销号。' },
    en: { title: 'A spot check is open', detail: 'The supervisor first answers the checks listed in openChecks.' },
  },
  NO_SUCH_TERM: {
    'zh-CN': { title: '没有待履行的该项约定', detail: '请核对协议条款的序号。' },
    en: { title: 'No such open term', detail: 'Check the number of the term.' },
  },
  TOO_MANY_FILES: {
    'zh-CN': { title: '附件已达上限', detail: '每件纠纷最多 50 个附件，请合并后再上传。' },
    en: { title: 'Too many files', detail: 'A dispute has 50 files at most; put several into one.' },
  },
  TOO_MANY_PARTIES: {
    'zh-CN': { title: '当事人过多', detail: '每件纠纷最多 200 名当事人；请先更正，去掉重复的人。' },
    en: {
      title: 'Too many parties',
      detail: 'A dispute has 200 parties at most; correct those that stand there twice.',
    },
  },
  NO_SUCH_PARTY: {
    'zh-CN': { title: '没有该当事人', detail: '请从本案当事人中选择。' },
    en: { title: 'No such party', detail: 'Use the ids listed in parties.' },
  },
  MOMENT_OUT_OF_RANGE: {
    'zh-CN': { title: '时间不在允许范围', detail: '请填写真实发生的时间，期限须在将来。' },
    en: { title: 'The moment is out of range', detail: 'Deeds lie in the past, due dates in the future.' },
  },
  VISITS_OPEN: {
    'zh-CN': { title: '回访尚未完成', detail: '回访全部完成或由上级豁免后，案件自动销号。' },
    en: { title: 'Return visits are open', detail: 'It closes by itself once openVisits are done or waived.' },
  },
  OBLIGATIONS_OPEN: {
    'zh-CN': { title: '仍有未完成事项', detail: '这些事项完成后，案件自动销号。' },
    en: { title: 'Obligations are open', detail: 'It closes by itself once openObligations are met.' },
  },
  ALREADY_CLOSED: {
    'zh-CN': { title: '案件已销号', detail: '如情况有变，可在期限内重新启动。' },
    en: { title: 'The case is closed', detail: 'If something changed, it can be reopened within its window.' },
  },
  REOPEN_WINDOW_OVER: {
    'zh-CN': { title: '已过重启期限', detail: '请作为新的纠纷登记，并注明原案编号。' },
    en: { title: 'The window for reopening is over', detail: 'Register a new dispute and name the old one.' },
  },
  SUSPENDED: {
    'zh-CN': { title: '案件已中止', detail: '请先恢复办理，再进行该操作；安全核查和记录进展不受影响。' },
    en: {
      title: 'The case is suspended',
      detail: 'Resume it first; safety checks and progress notes go on meanwhile.',
    },
  },
  SUSPENSION_TOO_LONG: {
    'zh-CN': { title: '中止的期限太长', detail: '请填写更早的日期；到期仍须中止的，届时再复核延续。' },
    en: {
      title: 'Suspended for too long',
      detail: 'Name an end no later than latest; what has to stand longer is reviewed and prolonged then.',
    },
  },
  SUSPENDED_TOO_OFTEN: {
    'zh-CN': { title: '连续中止次数已到上限', detail: '请恢复办理，或报上级决定是否继续中止。' },
    en: {
      title: 'Suspended too often in a row',
      detail: 'Resume it, or have the supervisor decide to suspend it once more.',
    },
  },
  NOT_SUSPENDED: {
    'zh-CN': { title: '案件未中止', detail: '无须恢复，可直接继续办理。' },
    en: { title: 'The case is not suspended', detail: 'There is nothing to resume; go on handling it.' },
  },
  ON_STATUTORY_TRACK: {
    'zh-CN': { title: '正在法定程序中', detail: '请先结束法定程序，再进行该操作。' },
    en: { title: 'The case is on a statutory track', detail: 'End the track first.' },
  },
  NOT_ON_STATUTORY_TRACK: {
    'zh-CN': { title: '不在法定程序中', detail: '请先进入法定程序。' },
    en: { title: 'The case is on no statutory track', detail: 'Enter a track first.' },
  },
  NO_SUCH_TRACK: {
    'zh-CN': { title: '本地区没有该法定程序', detail: '请从政策中列出的程序中选择。' },
    en: { title: 'No such track here', detail: 'Choose one of the tracks of the policy.' },
  },
  NO_SUCH_STEP: {
    'zh-CN': { title: '不是当前应办的步骤', detail: '请按次序办理剩余步骤。' },
    en: { title: 'Not a step that is left', detail: 'steps lists what is left of the track; take them in order.' },
  },
  NO_SUCH_OBLIGATION: {
    'zh-CN': { title: '没有该项未完成的时限', detail: '请选择仍未完成的一项。' },
    en: { title: 'No such open obligation', detail: 'Choose one of the open ones in obligations.' },
  },
  NOT_EXTENDABLE: {
    'zh-CN': { title: '该项时限不能延期', detail: '请尽快完成；可以延期的只有政策允许的事项。' },
    en: {
      title: 'This obligation cannot be extended',
      detail: 'Only the kinds listed can; do the others as soon as possible.',
    },
  },
  EXTENSION_OPEN: {
    'zh-CN': { title: '延期申请待审批', detail: '请等待审批结果。' },
    en: { title: 'An extension waits for its decision', detail: 'Wait for the decision.' },
  },
  EXTENSION_EXHAUSTED: {
    'zh-CN': {
      title: '超过可延期的次数或时长',
      detail: '政策不允许再延这么多：请申请较短的延期、按期办结，或由上级协调。',
    },
    en: {
      title: 'More time than the policy allows',
      detail: 'In number or in length: ask for less, finish in time, or speak to the superior.',
    },
  },
  EXTENSION_TOO_LATE: {
    'zh-CN': { title: '已过期限，不能申请延期', detail: '延期须在到期前申请；请说明逾期原因并尽快办结。' },
    en: {
      title: 'Too late to ask for more time',
      detail: 'Finish it and explain the delay.',
    },
  },
  NO_SUCH_EXTENSION: {
    'zh-CN': { title: '没有待审批的延期', detail: '请刷新查看最新状态。' },
    en: { title: 'No extension to decide', detail: 'Read the case again.' },
  },
  SELF_APPROVAL: {
    'zh-CN': { title: '本人的申请、本人办的事不由本人决定', detail: '请由有决定权的岗位的其他人或其上级决定。' },
    en: {
      title: 'Nobody decides on what they asked for or did',
      detail: 'Somebody else of the post that decider names, or a superior, has to decide it.',
    },
  },
  CONSENT_REQUIRED: {
    'zh-CN': {
      title: '超过人民调解期限须双方同意',
      detail:
        '人民调解期限之后继续办理或延期，须先记录双方当事人同意继续调解；否则应在期限内办结、转入法定程序或按拒绝调解结束。',
    },
    en: {
      title: 'Both parties must consent first',
      detail:
        "Past the limit of people's mediation nothing goes on, and no more time is granted, without it: record both parties' consent, or resolve it, take a statutory track, or end it as refused.",
    },
  },
  MEDIATION_OVER: {
    'zh-CN': {
      title: '不得超过人民调解期限',
      detail: '本地区的规则不允许在人民调解期限之后继续调解；请办结、转入法定程序或按拒绝调解结束。',
    },
    en: {
      title: "Not past the limit of people's mediation",
      detail: 'The policy knows no consent to go on past it: resolve it, take a statutory track, or end it as refused.',
    },
  },
  NO_SUCH_ORDER: {
    'zh-CN': { title: '没有待回复的督办', detail: '请核对督办单编号。' },
    en: { title: 'No such open order', detail: 'Check the id of the order.' },
  },
  NOTHING_TO_URGE: {
    'zh-CN': {
      title: '没有可催办的事项',
      detail: '该事项由您本人部门办理、已经办结，或正在暂停计时；请查看案件进展。',
    },
    en: {
      title: 'Nothing to press for',
      detail: 'It is your own, was done, or its clock stands still; see how the case stands.',
    },
  },
  URGED_TODAY: {
    'zh-CN': { title: '今日已催办', detail: '仍无回应的，由上级督办：您是上级的可直接督办，其他人可报请上级。' },
    en: {
      title: 'Pressed for today already',
      detail:
        'Where nothing comes of it, a superior issues a supervision order: do so if you are one, or else ask one.',
    },
  },
  NO_SUCH_MEETING: {
    'zh-CN': { title: '没有待召开的会商', detail: '请核对会商编号。' },
    en: { title: 'No such open meeting', detail: 'Check the id of the meeting.' },
  },
  NO_SUCH_DECISION: {
    'zh-CN': { title: '没有待落实的该项决定', detail: '请核对会商编号和决定序号。' },
    en: { title: 'No such open decision', detail: 'Check the meeting and the number of the decision.' },
  },
  OTHER_DEPARTMENT: {
    'zh-CN': { title: '不是本部门的人员或事项', detail: '只能为本部门的事项指定本部门人员。' },
    en: { title: 'Of another department', detail: 'Name people of your own department for what it owes.' },
  },
  MERGE_INTO_ITSELF: {
    'zh-CN': { title: '不能并入自身', detail: '请选择另一件纠纷。' },
    en: { title: 'Not into itself', detail: 'Choose the other dispute.' },
  },
  MERGE_INTO_CLOSED: {
    'zh-CN': { title: '要并入的纠纷已销号', detail: '请并入它现在归属的案件，或先将它重新启动。' },
    en: { title: 'The other dispute is closed', detail: 'Choose the one that goes on, or reopen it first.' },
  },
  MERGE_INTO_RESOLVED: {
    'zh-CN': { title: '要并入的纠纷已办结，且等级较低', detail: '请先将它重新启动，再并案。' },
    en: { title: 'The other dispute is resolved and was graded lower', detail: 'Reopen it first, then merge.' },
  },
  MERGE_CIRCLE: {
    'zh-CN': { title: '那件纠纷已并入本案', detail: '本案继续办理；如并错了，请先将那件纠纷拆分。' },
    en: {
      title: 'The other dispute was merged into this one',
      detail: 'This one goes on; where that was wrong, split the other one first.',
    },
  },
  OTHERS_MERGED_INTO_IT: {
    'zh-CN': { title: '有纠纷已并入本案', detail: '请以其他结果办结，或先将并入的纠纷拆分。' },
    en: { title: 'Other disputes were merged into it', detail: 'Resolve it otherwise, or split those first.' },
  },
  INVALID_ONLY_BLUE: {
    'zh-CN': {
      title: '黄色、红色案件不能以“无效”结案',
      detail: '须先由综治中心等上级评估调低等级；不属本单位职责的请退回流转台并说明理由。',
    },
    en: {
      title: 'Yellow and red ones do not end as invalid',
      detail: 'The supervisor lowers it first; what is not your duty you give back with its reason.',
    },
  },
  ONLY_BY_SPLIT: {
    'zh-CN': { title: '该纠纷已并案', detail: '并错了请用“拆分”；否则请在它并入的案件中办理。' },
    en: { title: 'It was merged', detail: 'Use split where that was wrong; else go on in the case that it leads to.' },
  },
  NOT_MERGED: {
    'zh-CN': { title: '该纠纷没有并案', detail: '请刷新查看；已销号的可以重新启动。' },
    en: { title: 'It is not merged', detail: 'Read it again; what was closed can be reopened.' },
  },
  ITEM_NOT_NEW: {
    'zh-CN': { title: '该线索已处理', detail: '该线索已转为纠纷、并入或不予受理，请刷新查看结果。' },
    en: { title: 'The item was dealt with', detail: 'It was promoted, linked or discarded already; read it again.' },
  },
  NO_DANGER_SIGNS: {
    'zh-CN': { title: '没有可排除的危险苗头', detail: '该线索没有危险苗头，或是在系统升级之前报送的；请直接研判。' },
    en: {
      title: 'No danger sign to deny',
      detail: 'The item shows none, or was handed in before an upgrade; triage it as it stands.',
    },
  },
  NOT_A_REHEARSAL: {
    'zh-CN': {
      title: '不是演练案件',
      detail: '只有演练案件可以快进时间、查看本该发出的通知；请另登记一件演练案件。',
    },
    en: {
      title: 'Not a rehearsal',
      detail: 'Only of a rehearsal time is moved, and what would be sent is said: register one (rehearsal: true).',
    },
  },
  ON_HOLD: {
    'zh-CN': { title: '已冻结保存', detail: '该案处于冻结保存状态，不得删除个人信息；解除冻结后再试。' },
    en: { title: 'On legal hold', detail: 'It must be kept as it is. Lift the hold first.' },
  },
  NOT_ON_HOLD: {
    'zh-CN': { title: '未冻结保存', detail: '该案没有处于冻结保存状态，无需解除；需要时请先办理冻结保存。' },
    en: { title: 'Not on hold', detail: 'There is no hold to lift; use hold to place one.' },
  },
  NOT_CLOSED: {
    'zh-CN': { title: '尚未办结', detail: '只有已销号的纠纷、不予受理的线索可以删除个人信息；请在销号后再办理。' },
    en: {
      title: 'Not closed',
      detail: 'Only closed disputes and discarded items can be erased: do it after the closing.',
    },
  },
  RETENTION_RUNS: {
    'zh-CN': { title: '保存期限未满', detail: '保存期限届满后才能以期满为由删除；如有其他法定事由，请改选。' },
    en: {
      title: 'Still to be kept',
      detail: 'Its time is not over (retainedUntil). Choose another ground where there is one.',
    },
  },
  ERASED: {
    'zh-CN': { title: '个人信息已删除', detail: '该案的个人信息已依法删除，只能查看，不能再办理。' },
    en: { title: 'Erased', detail: 'What it knew of people is gone. It can be looked at, and nothing else.' },
  },
  DEPUTY_NOT_ALLOWED: {
    'zh-CN': { title: '该人员不能代理', detail: '请另选同一部门、有同一岗位或没有更高岗位的同事，或不设代理人。' },
    en: {
      title: 'This person cannot stand in',
      detail: 'Name a colleague who has the post or none above it, or nobody: then the next superiors are told.',
    },
  },
  USERNAME_TAKEN: {
    'zh-CN': {
      title: '用户名已被使用',
      detail: '请换一个用户名；大小写、全半角和空格不作区分，离岗人员的用户名也不再使用。',
    },
    en: {
      title: 'The user name is taken',
      detail: 'Choose another; case, width and blanks make no difference, and names of who left stay theirs.',
    },
  },
  DEPARTMENT_LOOP: {
    'zh-CN': { title: '部门不能成为自己的下级', detail: '请选择不在该部门之下的上级部门。' },
    en: { title: 'A department cannot be below itself', detail: 'Choose a superior that is not below it.' },
  },
  REGION_TAKEN: {
    'zh-CN': { title: '已有这个地区', detail: '请另用地区编号和名称；编号写在该地区的案件编号之前。' },
    en: {
      title: 'There is such a region',
      detail: 'Choose another id and name; the id stands before the numbers of its cases.',
    },
  },
  ROLE_NOT_ALLOWED: {
    'zh-CN': {
      title: '涉及管理、审计岗位，不能这样办理',
      detail: '请由另一位管理员或审计员办理，或由运维人员在服务器上办理。',
    },
    en: {
      title: 'Administrator and auditor do not change like this',
      detail: 'Ask another administrator or auditor, or the operator, who has npm run admin.',
    },
  },
  ROLE_NOT_PENDING: {
    'zh-CN': { title: '没有待确认的岗位', detail: '该岗位已确认或未授予，请刷新查看。' },
    en: {
      title: 'That role does not wait',
      detail: 'It was confirmed already or never granted. Read the person again.',
    },
  },
  SUCCESSOR_REQUIRED: {
    'zh-CN': {
      title: '须先指定接替者',
      detail: '人员名下或只有其能办的事项，请指定本部门有同一岗位的接替人；单位撤并，请指定承接单位。',
    },
    en: {
      title: 'A successor is required',
      detail:
        'Of a person, open names what only they could do: name a colleague who has the role; of a department, name who goes on in its place (successorId).',
    },
  },
  DEPARTMENTS_BELOW: {
    'zh-CN': { title: '该单位还有下级单位', detail: '请先将下级单位改隶其他上级。' },
    en: {
      title: 'There are departments below it',
      detail: 'departments names them: put them under another superior first.',
    },
  },
  SUCCESSION_RUNS: {
    'zh-CN': { title: '该单位正在承接其他单位', detail: '请待移交完毕，再撤并该单位。' },
    en: {
      title: 'It is taking over from others',
      detail: 'departments names them: close it once what they had has gone over.',
    },
  },
  ITEMS_WAITING: {
    'zh-CN': { title: '流转台还有待研判线索', detail: '请先研判完毕，再撤并该单位。' },
    en: {
      title: 'Reports wait at its desk',
      detail: 'items says how many: let the desk look at them first, then close the department.',
    },
  },
  CASES_OPEN: {
    'zh-CN': { title: '流转台仍有未销号的案件', detail: '请在案件销号后再调整，或并入其他部门。' },
    en: {
      title: 'The desk has open cases',
      detail: 'open says how many: change it when they ended, or merge the department.',
    },
  },
  INVITATION_OVER: {
    'zh-CN': { title: '链接无效或已过期', detail: '每个链接只能使用一次，请联系管理员重新生成。' },
    en: {
      title: 'The link is over',
      detail: 'A link is good once and for some days; ask the administrator for another.',
    },
  },
  SETUP_OVER: {
    'zh-CN': { title: '系统已有管理员', detail: '首次设置已经完成，请直接登录；无人能登录时由运维人员处理。' },
    en: {
      title: 'It has an administrator',
      detail: 'The first setup is over: sign in; where nobody can, the operator helps.',
    },
  },
  SETUP_CODE_WRONG: {
    'zh-CN': {
      title: '设置码不对或已过期',
      detail: '设置码一天内有效，由启动时的链接给出；请运维人员重新生成。',
    },
    en: {
      title: 'The code is wrong or over',
      detail: 'It is in the link that the start printed, for a day; npm run admin -- setup-link makes another.',
    },
  },
  ALREADY_SIGNED_IN: {
    'zh-CN': { title: '该人员已设置密码', detail: '忘记密码时请使用重置密码。' },
    en: { title: 'They have a password already', detail: 'Where it was forgotten, use reset-password.' },
  },
  NO_PASSWORDS_HERE: {
    'zh-CN': { title: '本系统使用统一身份认证', detail: '密码由身份认证系统管理，请在那里办理。' },
    en: { title: 'An identity provider signs people in here', detail: 'Passwords are its matter: do it there.' },
  },
};
