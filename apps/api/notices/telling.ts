import type { SealedText } from '#domain/dispute/events.js';
import type { EventText } from '#domain/dispute/text.js';
import type { CommandActor } from '#domain/people/actor.js';
import type { Tree } from '#domain/people/tree.js';
import { askedOf, verbFor, type Act } from '#domain/reading/asked.js';
import { obligationStateAt } from '#domain/reading/standing.js';
import { whyTold } from '#domain/telling/asks.js';
import type { Instant } from '#domain/time/time.js';
import type { Language } from '#lexicon/languages.js';
import { digestSentence, sentenceOf } from '#lexicon/told.js';
import type { ToldNotice } from '#persistence/reading/notice-reader.js';
import type { TextKey } from '#persistence/vault/vault.js';
import type { NoticeDuty, NoticeView } from './answers.js';

export interface Setting {
  tree: Tree;
  zone: string;
  language: Language;
}

const LEFT: Record<Language, string> = {
  'zh-CN': '此案已不由您经办，无需处理。',
  en: 'You left this case: nothing is left to do.',
};

/**
 * A notice as its reader is told it. Of a case that they left it says so, and no more.
 *
 * @param note what `said` opens to
 */
export function noticeView(notice: ToldNotice, reader: CommandActor, setting: Setting, note?: string): NoticeView {
  const {
    actor: _by,
    said: _sealed,
    owed: about,
    visit,
    desk: _desk,
    holder: _holder,
    reportedBy: _for,
    now,
    moved: _moved,
    ...row
  } = notice;
  if (notice.lost) return { ...row, sentence: LEFT[setting.language], owed: null, verb: null };
  const asked = about && askedOf(about, visit, (id) => setting.tree.departmentOf(id));
  const owed = about && asked && dutyOf({ ...about, holder: asked.holder }, now);
  // Of one alone it is said which; who left that case since reads how many.
  if (notice.count !== null && !(notice.count === 1 && notice.number && owed)) {
    const sentence = digestSentence(notice.kind, notice.count, setting.language);
    return { ...row, sentence, owed: null, verb: null };
  }
  const verb = asked && owed?.state !== 'ended' ? verbFor(asked, visit, reader) : null;
  return { ...row, sentence: said(notice, owed && { ...owed, act: asked!.act }, reader, setting, note), owed, verb };
}

/** What was written beside a deed that it is told of; nothing where its key was destroyed. */
export const noteOf = (said: SealedText | null | undefined, key: TextKey | null): string | undefined =>
  said && key ? (key.open(said) as Partial<EventText['ObligationUrged']>).note : undefined;

function dutyOf(owed: NonNullable<ToldNotice['owed']>, now: Instant): NoticeDuty {
  const { id, kind, n, holder, dueAt } = owed;
  const state = obligationStateAt(owed, now);
  const stands = state === 'late' ? 'late' : state === 'open' || state === 'paused' ? 'open' : 'ended';
  return { id, kind, ...(n !== undefined && { n }), holder, dueAt, state: stands };
}

function said(
  notice: ToldNotice,
  owed: (NoticeDuty & { act: Act }) | null,
  reader: CommandActor,
  { tree, zone, language }: Setting,
  note?: string,
): string {
  const { kind, number, title, desk, holder, reportedBy, moved } = notice;
  const name = (id: string) => {
    const department = tree.departments.get(id);
    return (language === 'en' ? department?.nameEn || department?.name : department?.name) ?? id;
  };
  const what = title ? (language === 'en' ? `${number} “${title}”` : `${number}《${title}》`) : number!;
  return sentenceOf(
    {
      kind,
      who: whoOf(notice, tree, name),
      what,
      owed: owed && {
        kind: owed.kind,
        ...(owed.n !== undefined && { n: owed.n }),
        act: owed.act,
        by: name(owed.holder.departmentId),
        mine: owed.holder.departmentId === reader.departmentId,
        due: momentIn(owed.dueAt, zone, language),
        state: isPassed(notice) ? 'late' : owed.state,
        moved,
      },
      why: whyTold(reader, owed, { desk, holder, reportedBy }),
      note,
    },
    language,
  );
}

/** Of a visit the day may have passed while its tolerance runs: nobody is asked any more to be there before it. */
const isPassed = ({ owed, now }: ToldNotice): boolean => owed?.state === 'open' && owed.dueAt < now;

/** By department and name; a reporter is nobody here, as everywhere outside the list of reports. */
function whoOf({ actor }: ToldNotice, tree: Tree, name: (id: string) => string): string | null {
  if (actor?.kind !== 'person') return null;
  const person = tree.accounts.find((each) => each.id === actor.userId);
  return person ? `${name(actor.departmentId)} ${person.name}` : name(actor.departmentId);
}

function momentIn(at: string, zone: string, language: Language): string {
  const format = new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'zh-CN', {
    timeZone: zone,
    month: language === 'en' ? 'short' : 'long',
    day: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  });
  return format.format(new Date(at));
}
