import type { Tree } from '#domain/people/tree.js';
import type { Db } from '../database/database.js';
import { rows } from '../database/rows.js';

/** A superior until a moment, as the access log tells of a department that moved. */
interface Was {
  departmentId: string;
  parentId: string;
  until: Date;
}

/** Rows are under the new superiors, and every process knows them, within this time. */
const SETTLED_MS = 60_000;

/** Who stood above whom when: the tree of now, and the moves that led to it. */
export class PastLines {
  private constructor(private readonly moves: readonly Was[]) {}

  /** The moves that the reader may see. */
  static async load(db: Db): Promise<PastLines> {
    return new PastLines(
      await rows<Was>(
        db,
        `SELECT data ->> 'departmentId' AS "departmentId", data #>> '{before,parentId}' AS "parentId", at AS until
         FROM access_log WHERE action = 'department-changed'
           AND data #>> '{before,parentId}' <> data #>> '{after,parentId}' ORDER BY at, id`,
      ),
    );
  }

  /** Whether somebody stood above a department, or was it, at a moment or shortly before. */
  wasAbove(superior: string, departmentId: string, at: Date, tree: Tree): boolean {
    const before = new Date(at.getTime() - SETTLED_MS);
    return [at, before].some((moment) => this.lineAt(departmentId, moment, tree).includes(superior));
  }

  private lineAt(departmentId: string, at: Date, tree: Tree): string[] {
    const line: string[] = [];
    for (let id: string | null = departmentId; id !== null && !line.includes(id); id = this.parentAt(id, at, tree)) {
      line.push(id);
    }
    return line;
  }

  private parentAt(id: string, at: Date, { departments }: Tree): string | null {
    const was = this.moves.find((each) => each.departmentId === id && each.until > at);
    return was?.parentId ?? departments.get(id)?.parentId ?? null;
  }
}
