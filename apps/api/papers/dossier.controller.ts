import { Readable } from 'node:stream';
import { Controller, Get, Header, Param, StreamableFile } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { DataSource } from 'typeorm';
import { withEnding } from '#lexicon/file-kinds.js';
import { Directory } from '#persistence/people/directory.js';
import { papersOf } from '#persistence/papers/paper-store.js';
import { storedEvents } from '#persistence/record/event-reader.js';
import { Reader } from '#persistence/reading/reader.js';
import { Rulebook } from '#persistence/rules/rulebook.js';
import { Vault } from '#persistence/vault/vault.js';
import { AccessLog } from '../audit/access-log.js';
import { CurrentActor, Public, type Actor } from '../http/actor.js';
import { attachment } from '../http/attachment.js';
import { Costly } from '../http/rates.js';
import type { DisputeView } from '../disputes/answers.js';
import { DisputeId } from '../disputes/bodies.js';
import { DisputeReading } from '../disputes/reading.js';
import { Timeline } from '../disputes/timeline.js';
import { HandingOut } from '../files/handed-out.js';
import { Answers } from '../http/document.js';
import { OneAtATime } from '../http/turns.js';
import { dossierJson, dossierSheet, packed, partOf, withoutReporter, type Part } from './dossier.js';
import type { IssuedPaper } from './answers.js';
import { Drawing } from './drawing.js';
import { issuedPaper } from './issued.js';

/** The dossier 案卷: a case as it left the house, for a court or a file. It holds what its maker may read, no reporter. */
@ApiTags('papers')
@Controller()
export class DossierController {
  constructor(
    private readonly source: DataSource,
    private readonly disputes: DisputeReading,
    private readonly entries: Timeline,
    private readonly reader: Reader,
    private readonly rulebook: Rulebook,
    private readonly directory: Directory,
    private readonly vault: Vault,
    private readonly log: AccessLog,
    private readonly drawing: Drawing,
    private readonly out: HandingOut,
  ) {}

  @Get('disputes/:id/dossier')
  @Costly()
  @OneAtATime()
  @Answers(200, 'application/zip')
  @ApiOperation({
    summary: 'The case as PDF and JSON with all its files, signed; verify.txt in it says how anybody checks that',
  })
  async getDossier(
    @CurrentActor() actor: Actor,
    @Param('id', { schema: DisputeId }) id: string,
  ): Promise<StreamableFile> {
    const view = await this.disputes.view(actor, id);
    const items = await this.entries.of(actor, id);
    // All as of one entry, whatever is added meanwhile.
    const record = (await this.reader.as(actor, (db) => storedEvents(db, id))).slice(0, view.seq);
    const timeline = withoutReporter(items).filter(({ seq }) => seq <= view.seq);
    const papers = await this.papersOf(actor, id, view);
    const { document } = await this.rulebook.policy(view.policyVersion);
    const { zone } = document.workingTime;
    const { userId, departmentId } = actor;
    const madeAt = new Date();
    const content = { view, timeline, papers, record, madeBy: { userId, departmentId }, madeAt, zone };
    const pdf = await this.drawing.dossier(dossierSheet(content, await this.directory.of(actor)));
    const made = { 'dossier.json': dossierJson(content), 'dossier.pdf': pdf };
    const parts = [
      ...Object.entries(made).map(([name, bytes]) => ({ name, bytes: () => Promise.resolve(bytes) })),
      ...(await this.attached(actor, id, view)),
    ];
    // Noted first: what could not be noted is not handed out.
    await this.log.note(actor, 'dossier', { disputeId: id, data: { seq: view.seq } });
    const zip = packed(parts, (data) => this.vault.sign(data), madeAt);
    return new StreamableFile(Readable.from(zip, { objectMode: false }), {
      type: 'application/zip',
      disposition: attachment(`dossier-${view.number}.zip`, `案卷 ${view.number}.zip`),
    });
  }

  private async papersOf(actor: Actor, id: string, { erased }: DisputeView): Promise<IssuedPaper[]> {
    const issued = await this.reader.as(actor, (db) => papersOf(db, id));
    const key = erased ? null : await this.vault.find(this.source, id);
    return issued.map((each) => issuedPaper(each, key));
  }

  /** What is attached, as the case lists it; of what was erased there is nothing. */
  private async attached(actor: Actor, id: string, { attachments }: DisputeView): Promise<Part[]> {
    const files = await this.disputes.filesOf(actor, await this.disputes.get(actor, id));
    return attachments.flatMap(({ id: fileId, name, mediaType }, n) => {
      const file = files.find((each) => each.id === fileId);
      const called = partOf(withEnding(name ?? fileId, mediaType), n);
      return file?.key ? [{ name: called, bytes: () => this.out.bytes(file) }] : [];
    });
  }

  @Get('dossier-key')
  @Public()
  @Header('content-type', 'application/x-pem-file')
  @Answers(200, 'application/x-pem-file')
  @ApiOperation({ summary: 'The public key that checks the signature of dossiers (Ed25519, PEM)' })
  getDossierKey(): string {
    return this.vault.publicKey();
  }
}
