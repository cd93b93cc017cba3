import type { PaperKind } from '#domain/reading/papers.js';

/** The words of papers that go into files, which are Chinese whatever the reader of a screen has chosen. */

export const PAPER_TITLE: Record<PaperKind, string> = {
  'transfer-letter': '矛盾纠纷移交函',
  receipt: '矛盾纠纷移交回执',
  'supervision-order': '矛盾纠纷督办单',
  'mediation-agreement': '人民调解协议书',
  'performance-record': '人民调解协议履行记录',
  'visit-record': '矛盾纠纷回访记录',
  'meeting-minutes': '矛盾纠纷会商会议纪要',
};
/** What a number begins with, the year in the brackets of official papers: 移〔2026〕31号. */
export const PAPER_SERIES: Record<PaperKind, string> = {
  'transfer-letter': '移',
  receipt: '回',
  'supervision-order': '督',
  'mediation-agreement': '调',
  'performance-record': '履',
  'visit-record': '访',
  'meeting-minutes': '纪',
};
