import type { NoticeKind } from '#domain/words.js';
import type { Confirming } from '#persistence/delivery/confirmation-store.js';
import type { ChannelKind, DeliveryFault } from '#persistence/delivery/delivery-store.js';
import type { Verb } from '#domain/dispute/commands.js';
import type { ObligationRow } from '#domain/dispute/row.js';
import type { Instant } from '#domain/time/time.js';
import type { Grade } from '#domain/words.js';
import type { NoticeRow } from '#persistence/reading/notice-reader.js';
import type { Page } from '../http/answers.js';

export interface NoticeShapes {
  Notice: NoticeView;
  NoticeList: Page<NoticeView>;
  NoticeCount: NoticeCount;
  WouldSendList: Page<WouldSend>;
  Channel: Channel;
  MadeChannel: MadeChannel;
  ChannelList: Page<Channel>;
  DeliveryList: Page<OwnDelivery>;
  OverseenDeliveries: OverseenDeliveries;
}

declare module '../http/answers.js' {
  interface Shapes extends NoticeShapes {}
}

export interface NoticeView extends NoticeRow {
  grade: Grade | null;
  /** Who did what on which case, what is owed of it by when, and why the caller is told; in the caller's language. */
  sentence: string;
  /** What it is about; null where it asks for nothing. */
  owed: NoticeDuty | null;
  /** What the caller's department can do about it now; null where there is nothing. */
  verb: Verb | null;
  /** The caller may not see the case any more: neither number nor title is told, and nothing is to do. */
  lost: boolean;
}

export interface NoticeDuty extends Pick<ObligationRow, 'id' | 'kind' | 'n' | 'holder' | 'dueAt'> {
  state: 'open' | 'late' | 'ended';
}

export interface NoticeCount {
  /** Of the latest 200. */
  unread: number;
  /** Of the latest 200, those of cases that the caller left. */
  lost: number;
}

/** Of a rehearsal: what somebody would have been told, by which way and when; nobody was. */
export interface WouldSend {
  /** By the rehearsal's own time: what goes out of the house waits for working hours and for quiet ones to end. */
  at: Instant;
  /** The entry that tells it. */
  seq: number;
  kind: NoticeKind;
  to: string;
  channel: ChannelKind | 'console';
  sentence: string;
}

export interface QuietHours {
  from: string;
  to: string;
}

export interface Channel {
  id: string;
  kind: ChannelKind;
  address: string;
  muted: NoticeKind[];
  quietHours: QuietHours | null;
  active: boolean;
  disabledReason: string | null;
  createdAt: Date;
  /** Whether it is told anything: active, and confirmed where that is asked for. */
  live: boolean;
  /** Whether its reader confirmed it; true where that is not asked for. */
  confirmed: boolean;
  /** Whether anything sent there was taken: its code came back, or a message was answered with a yes. */
  reached: boolean;
  /** The latest code or test message that was asked for; null where none was in the last days. */
  confirmation: Confirming | null;
}

export interface MadeChannel extends Channel {
  /** What signs the messages of a webhook; shown this once. */
  secret?: string;
}

export interface Delivery {
  id: string;
  channelId: string;
  state: 'waiting' | 'sending' | 'sent' | 'failed' | 'dropped';
  madeAt: Date;
  sentAt: Date | null;
  attempts: number;
  /** Why it was not sent, in a word; `lastError` says it in the words of the other side. */
  fault: DeliveryFault | null;
  lastError: string | null;
  nextAt: Date | null;
}

export interface OwnDelivery extends Delivery {
  /** Ids of the notices in it. */
  notices: string[];
}

export interface OverseenDelivery extends Delivery {
  userId: string;
  kind: ChannelKind;
  /** Enough of it to tell one from another. */
  address: string;
  /** How many are in it. */
  notices: number;
}

export interface OverseenDeliveries extends Page<OverseenDelivery> {
  counts: Record<Exclude<Delivery['state'], 'sending'>, number>;
}
