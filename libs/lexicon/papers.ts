import type { PaperKind } from '#domain/reading/papers.js';

/** The words of papers that go into files, which are Chinese whatever the reader of a screen has chosen. */

export const PAPER_TITLE: Record<PaperKind, string> = {
  'transfer-letter': '矛盾纠纷移交函',
  receipt: '矛盾纠纷移交回执',
  'supervision-order': '矛盾纠纷督办单',
};
/** What a number begins with, the year in the brackets of official papers: 移〔2026〕31号. */
export const PAPER_SERIES: Record<PaperKind, string> = {
  'transfer-letter': '移',
  receipt: '回',
  'supervision-order': '督',
};
