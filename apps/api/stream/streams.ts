import { Inject, Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Config } from '#config/config.js';
import { Reader } from '#persistence/reading/reader.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import type { Actor } from '../http/actor.js';
import { Sessions } from '../auth/sessions.js';
import { Problem } from '../http/problem.js';
import { isDatabaseAway } from '../http/away.js';
import { CONFIG } from '../http/tokens.js';
import { Changes } from '../engine/changes.js';
import type { Batch } from './batch.js';
import { Stream } from './stream.js';
import { AWAY_MS, Tail } from './tail.js';

/** A console has one; some tabs, a telephone. More is a program gone wrong. */
const STREAMS_A_PERSON = 20;
const STREAM_RETRY_SECONDS = 10;
/** Those that read for themselves at once: many that come together leave connections for everybody else. */
const READINGS = 8;
/**
 * Who listens is at work: so often it is noted, looked whether their session goes on, and their provider asked where it is
 * time (`OIDC_ASK_SECONDS`).
 */
const WHO_SECONDS = 60;

/** All open streams: what changed is read once and handed to those whom it concerns; while nothing does, nothing is read. */
@Injectable()
export class Streams implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger('stream');
  private readonly streams = new Set<Stream>();
  /** Of whom the reading that goes on knows. */
  private asked = new Set<Stream>();
  private readonly waiting: Stream[] = [];
  private readonly tail: Tail;
  private readings = 0;
  private beat: NodeJS.Timeout | undefined;
  private ending = false;

  constructor(
    private readonly reader: Reader,
    private readonly rulebook: Rulebook,
    private readonly sessions: Sessions,
    changes: Changes,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    this.tail = new Tail(reader, rulebook, {
      listening: () => this.listening(),
      hear: (batch) => this.hear(batch),
      missed: () => this.streams.forEach((stream) => stream.miss()),
      failed: (error) => this.noteFault(error),
    });
    changes.hear({
      heard: (change) => {
        if (this.streams.size > 0) this.tail.heard(change);
        for (const stream of this.streams) if (change.ended?.includes(stream.actor.userId)) void this.identify(stream);
      },
      connected: () => {
        if (this.streams.size > 0) this.tail.heard({});
        // Whose access ended meanwhile was told to nobody.
        this.streams.forEach((stream) => void this.identify(stream));
      },
    });
  }

  onModuleInit(): void {
    this.beat = setInterval(() => {
      for (const stream of this.streams) stream.beat(this.tail.place);
    }, this.config.STREAM_BEAT_MS);
  }

  beforeApplicationShutdown(): void {
    this.ending = true;
    clearInterval(this.beat);
    this.tail.stop();
    for (const stream of this.streams) stream.end();
  }

  /**
   * Takes the reply over; it ends with the caller, their session or this process.
   *
   * @param token by which it is asked again and again who they are
   * @param last `Last-Event-ID`, the place to go on from; undefined begins with now
   * @throws Problem UNAVAILABLE while the process ends; TOO_MANY_REQUESTS beyond 20 of a person, with the seconds to
   *   wait
   */
  open(actor: Actor, token: string, reply: FastifyReply, last: string | undefined): void {
    if (this.ending) throw new Problem('UNAVAILABLE');
    const own = [...this.streams].filter((each) => each.actor.userId === actor.userId);
    if (own.length >= STREAMS_A_PERSON) throw new Problem('TOO_MANY_REQUESTS', {}, STREAM_RETRY_SECONDS);
    const { raw } = reply.hijack();
    const stream = new Stream(actor, token, raw, last, () => this.look(stream));
    this.streams.add(stream);
    const seconds = Math.min(WHO_SECONDS, this.config.OIDC_ASK_SECONDS);
    const who = setInterval(() => void this.identify(stream), seconds * 1000).unref();
    raw.on('close', () => {
      clearInterval(who);
      this.streams.delete(stream);
      if (this.streams.size === 0) this.tail.forget();
    });
    raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    raw.write('retry: 2000\n\n');
    this.look(stream);
  }

  /** Rights may have changed since it was opened; whoever has none here any more hears no more. */
  private async listening(): Promise<Actor[]> {
    this.asked = new Set(this.streams);
    const actors = await this.sessions.actorsOf([...this.asked].map((each) => each.actor.userId));
    for (const stream of this.asked) {
      const actor = actors.get(stream.actor.userId);
      if (!actor) stream.end();
      else if (stream.become(actor)) this.look(stream);
    }
    return [...actors.values()];
  }

  private hear(batch: Batch): void {
    for (const stream of this.streams) {
      // What was read may be nothing that they see who came meanwhile, and it is not read again.
      if (this.asked.has(stream)) stream.hear(batch);
      else stream.miss();
    }
  }

  private async identify(stream: Stream): Promise<void> {
    try {
      if (!(await this.sessions.actorBy(stream.token))) stream.end();
    } catch (error) {
      // Looked at again with the next minute.
      this.noteFault(error);
    }
  }

  /** It reads for itself, when it is its turn. */
  private look(stream: Stream): void {
    if (stream.catching) return;
    stream.catching = true;
    this.waiting.push(stream);
    this.next();
  }

  private next(): void {
    while (this.readings < READINGS && this.waiting.length > 0) {
      const stream = this.waiting.shift()!;
      this.readings += 1;
      void this.catchUp(stream).finally(() => {
        this.readings -= 1;
        this.next();
      });
    }
  }

  private async catchUp(stream: Stream): Promise<void> {
    if (!this.streams.has(stream)) return;
    try {
      await this.tail.begin();
      const actor = await this.sessions.actorBy(stream.token);
      if (!actor) return stream.end();
      stream.actor = actor;
      const today = await this.rulebook.today(actor.region);
      await this.reader.as(actor, (db) => stream.catchUp(db, today));
      stream.caughtUp();
    } catch (error) {
      this.noteFault(error);
      if (!isDatabaseAway(error)) return stream.end();
      // Its place is kept, and read on from.
      setTimeout(() => {
        this.waiting.push(stream);
        this.next();
      }, AWAY_MS).unref();
    }
  }

  private noteFault(error: unknown): void {
    if (!isDatabaseAway(error)) this.logger.error(error instanceof Error ? error.stack : String(error));
  }
}
