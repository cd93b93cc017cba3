import { Inject, Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import type { FastifyReply } from 'fastify';
import type { Config } from '#config/config.js';
import { Reader } from '#persistence/reading/reader.js';
import type { Actor } from '../http/actor.js';
import { Sessions } from '../auth/sessions.js';
import { Problem } from '../http/problem.js';
import { isDatabaseAway } from '../http/away.js';
import { CONFIG } from '../http/tokens.js';
import { Changes, type Change } from '../engine/changes.js';
import { Stream } from './stream.js';

/** A console has one; some tabs, a telephone. More is a program gone wrong. */
const STREAMS_A_PERSON = 20;
const STREAM_RETRY_SECONDS = 10;
/** After so long it is looked again where the database was away. */
const AWAY_MS = 2_000;
/** Readings at once, so that a burst of changes leaves connections for everybody else. */
const READINGS = 8;

/** All open streams: hears what changed, and lets those look whom it may concern. */
@Injectable()
export class Streams implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger('stream');
  private readonly streams = new Set<Stream>();
  private readonly waiting: Stream[] = [];
  private readings = 0;
  private beat: NodeJS.Timeout | undefined;
  private ending = false;

  constructor(
    private readonly reader: Reader,
    private readonly sessions: Sessions,
    changes: Changes,
    @Inject(CONFIG) private readonly config: Config,
  ) {
    changes.hear({
      heard: (change) => this.heard(change),
      connected: () => this.streams.forEach((stream) => this.look(stream)),
    });
  }

  onModuleInit(): void {
    this.beat = setInterval(() => {
      for (const stream of this.streams) {
        stream.beatDue = true;
        // Whoever was signed out meanwhile hears no more.
        this.look(stream);
      }
    }, this.config.STREAM_BEAT_MS);
  }

  beforeApplicationShutdown(): void {
    this.ending = true;
    clearInterval(this.beat);
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
    const stream = new Stream(actor, token, raw, last);
    this.streams.add(stream);
    raw.on('close', () => this.streams.delete(stream));
    raw.writeHead(200, {
      ...(reply.getHeaders() as Record<string, string>),
      'content-type': 'text/event-stream; charset=utf-8',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    });
    raw.write('retry: 2000\n\n');
    this.look(stream);
  }

  private heard({ scopes, users }: Change): void {
    for (const stream of this.streams) {
      const { actor } = stream;
      const concerned = scopes?.some((scope) => actor.scopes.includes(scope)) ?? users?.includes(actor.userId) ?? true;
      if (concerned) this.look(stream);
    }
  }

  /** One reading a stream at a time; what changes during it is read by the next. */
  private look(stream: Stream): void {
    if (stream.asked) return;
    stream.asked = true;
    this.waiting.push(stream);
    this.next();
  }

  private next(): void {
    while (this.readings < READINGS && this.waiting.length > 0) {
      const stream = this.waiting.shift()!;
      this.readings += 1;
      void this.read(stream).finally(() => {
        this.readings -= 1;
        this.next();
      });
    }
  }

  private async read(stream: Stream): Promise<void> {
    stream.asked = false;
    if (stream.busy) {
      // It is still writing to a slow line; it looks again when that is done.
      stream.again = true;
      return;
    }
    // From here on, not only when the database answers: two readings from one place would say everything twice.
    stream.busy = true;
    try {
      // Rights may have changed since it was opened.
      const actor = await this.sessions.actorBy(stream.token);
      if (!actor) return stream.end();
      stream.actor = actor;
      await this.reader.as(actor, (db) => stream.read(db));
    } catch (error) {
      stream.busy = false;
      if (isDatabaseAway(error)) {
        // Its place is kept, and read on from. The listener's return alone is no sign: the pool may need a little longer.
        stream.flushBeat();
        setTimeout(() => this.streams.has(stream) && this.look(stream), AWAY_MS).unref();
        return;
      }
      this.logger.error(error instanceof Error ? error.stack : String(error));
      return stream.end();
    }
    void stream.flush().then(() => {
      if (stream.again) {
        stream.again = false;
        this.look(stream);
      }
    });
  }
}
