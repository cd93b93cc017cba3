import { beforeAll, describe, expect, it } from '@jest/globals';
import { FILE_TYPES } from '#domain/words.js';
import { describeServer } from '../../apps/api/server.js';

interface Schema {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  oneOf?: Schema[];
  anyOf?: Schema[];
  discriminator?: { propertyName: string; mapping: Record<string, string> };
}

interface Operation {
  operationId: string;
  responses: Record<string, { content?: Record<string, { schema: Schema }> }>;
}

/** What answers nothing but that it was done, or sends the browser on. */
const SILENT = ['beginProviderSignIn', 'finishProviderSignIn', 'takeProviderSignOut'];

/** Programs are made of the OpenAPI document: their classes and functions are named as it names things. */
describe('the document for programs', () => {
  let operations: Operation[];
  let schemas: Record<string, Schema>;
  beforeAll(async () => {
    const document = JSON.parse(JSON.stringify(await describeServer())) as {
      paths: Record<string, Record<string, Operation>>;
      components: { schemas: Record<string, Schema> };
    };
    operations = Object.values(document.paths).flatMap((path) => Object.values(path));
    schemas = document.components.schemas;
  });

  const all = (schema: unknown): Schema[] =>
    typeof schema !== 'object' || schema === null
      ? []
      : [...(Array.isArray(schema) ? [] : [schema as Schema]), ...Object.values(schema).flatMap(all)];
  const named = (ref: string) => schemas[ref.replace('#/components/schemas/', '')];

  it('calls each operation by a name of its own, a verb first, as people would', () => {
    const ids = operations.map(({ operationId }) => operationId);
    expect(ids.length).toBeGreaterThan(100);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.filter((id) => !/^[a-z]+([A-Z][a-z]+)+$/.test(id) || /Controller/.test(id))).toEqual([]);
    expect(ids).toEqual(expect.arrayContaining(['createToken', 'transferDispute', 'listDisputes', 'getDossierKey']));
  });

  it('gives each answer a media type, and a name where it is JSON', () => {
    for (const { operationId, responses } of operations) {
      for (const [status, { content }] of Object.entries(responses)) {
        if (status === '204' || SILENT.includes(operationId)) continue;
        const media = Object.entries(content ?? {});
        expect({ operationId, status, bare: media.length === 0 }).toEqual({ operationId, status, bare: false });
        for (const [type, { schema }] of media) {
          const shape = type.endsWith('json')
            ? { $ref: expect.stringMatching(/^#\/components\/schemas\/\w+$/) }
            : { type: 'string' };
          expect({ operationId, type, schema }).toEqual({ operationId, type, schema: expect.objectContaining(shape) });
        }
      }
    }
  });

  it('says of files what they are', () => {
    const types = (id: string) =>
      Object.keys(operations.find(({ operationId }) => operationId === id)!.responses['200']!.content!);
    expect(types('printPaper')).toEqual(['application/pdf']);
    expect(types('getDossier')).toEqual(['application/zip']);
    expect(types('getDossierKey')).toEqual(['application/x-pem-file']);
    expect(types('getVisitCalendar')).toEqual(['text/calendar']);
    expect(types('exportDisputes')).toEqual(['text/csv']);
    expect(types('getFile')).toEqual([...FILE_TYPES]);
  });

  it('tells the shapes of a union apart by a member that is another word in each', () => {
    const unions = all(schemas).filter(({ oneOf }) => oneOf);
    expect(unions.length).toBeGreaterThan(1);
    for (const { oneOf, discriminator } of unions) {
      const { propertyName, mapping } = discriminator!;
      expect(Object.values(mapping).sort()).toEqual(oneOf!.map(({ $ref }) => $ref!).sort());
      for (const [word, ref] of Object.entries(mapping)) {
        expect({ ref, tells: named(ref)!.properties![propertyName] }).toMatchObject({ ref, tells: { const: word } });
      }
    }
    const { mapping } = schemas.TimelineEntry!.discriminator!;
    expect(mapping.MeetingConcluded).toBe('#/components/schemas/MeetingConcludedEntry');
  });

  it('has no union of shapes without names', () => {
    const bare = all(schemas).filter(({ anyOf }) => anyOf?.some(({ properties }) => properties));
    expect(bare).toEqual([]);
  });
});
