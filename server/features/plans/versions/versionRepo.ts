import type { Db } from '#server/platform/db/Db.ts'
import type { PlanVersionTables } from '#server/platform/db/migrations/0010_plan_versions.ts'
import type { PlanId, UserId, VersionId } from '#shared/ids.ts'
import { checksumOf } from './checksumOf.ts'

/** A version as lists show it; its bytes are read apart. */
export type VersionRow = {
  readonly versionId: VersionId
  readonly planId: PlanId
  readonly kind: 'named' | 'beforeRestore'
  readonly label: string
  readonly note: string
  readonly authorId: UserId | null
  readonly atMs: number
  readonly uptoSeq: number
  /** The latest time of all updates in it. */
  readonly uptoMs: number
  readonly steps: number
  readonly minutes: number
  readonly characters: number
  readonly restoredId: VersionId | null
  /** The Yjs client id under which going back was written. */
  readonly restoreClient: number | null
}

/** What a version keeps of the plan; all of it changes together or not at all. */
export type Kept = Pick<VersionRow, 'uptoSeq' | 'uptoMs' | 'steps' | 'minutes' | 'characters'> & {
  readonly state: Uint8Array
}

type Columns = PlanVersionTables['plan_version']

const listed = [
  ...(['id', 'plan_id', 'kind', 'label', 'note', 'author_id', 'at', 'upto_seq'] as const),
  ...(['upto_ms', 'steps', 'half_minutes', 'characters', 'restored_id', 'restore_client'] as const),
] as const

const rowOf = (row: Pick<Columns, (typeof listed)[number]>): VersionRow => ({
  versionId: row.id as VersionId,
  planId: row.plan_id as PlanId,
  kind: row.kind === 'named' ? 'named' : 'beforeRestore',
  label: row.label,
  note: row.note,
  authorId: row.author_id as UserId | null,
  atMs: Number(row.at),
  uptoSeq: Number(row.upto_seq),
  uptoMs: Number(row.upto_ms),
  steps: row.steps,
  minutes: row.half_minutes / 2,
  characters: row.characters,
  restoredId: row.restored_id as VersionId | null,
  restoreClient: row.restore_client === null ? null : Number(row.restore_client),
})

const keptColumns = (kept: Kept) => ({
  upto_seq: kept.uptoSeq,
  upto_ms: kept.uptoMs,
  state: kept.state,
  checksum: checksumOf(kept.state),
  steps: kept.steps,
  half_minutes: Math.round(kept.minutes * 2),
  characters: kept.characters,
})

/** One going back, as the log has it for ever. */
export type StoredRestore = {
  readonly client: number
  readonly versionId: VersionId
  readonly uptoSeq: number
}

const NOTHING = new Uint8Array()

/** What is let go, and what is remembered of it. */
const lettingGo = (db: Db) => ({
  /**
   * Lets what these keep go. Their rows stay: who wrote what cannot be told without knowing which edit
   * went back to what.
   */
  prune: async (versionIds: readonly VersionId[]): Promise<void> => {
    if (versionIds.length === 0) return
    await db
      .updateTable('plan_version')
      .set({ kind: 'pruned', state: NOTHING, checksum: checksumOf(NOTHING) })
      .where('id', 'in', versionIds)
      .where('kind', '=', 'beforeRestore')
      .execute()
  },

  /** Every going back there ever was, also where the version kept before it has been let go. */
  restores: async (planId: PlanId): Promise<readonly StoredRestore[]> => {
    const rows = await db
      .selectFrom('plan_version as after')
      .innerJoin('plan_version as target', 'target.id', 'after.restored_id')
      .select(['after.restore_client as client', 'target.id', 'target.upto_seq'])
      .where('after.plan_id', '=', planId)
      .where('after.restore_client', 'is not', null)
      .orderBy('after.at')
      .execute()
    return rows.map(({ client, id, upto_seq }) => ({
      ...{ client: Number(client), versionId: id as VersionId, uptoSeq: Number(upto_seq) },
    }))
  },
})

export const versionRepo = (db: Db) => {
  const found = (planId: PlanId) =>
    db
      .selectFrom('plan_version')
      .select(listed)
      .where('plan_id', '=', planId)
      .where('kind', '!=', 'pruned')
  return {
    ...lettingGo(db),

    /** False: that id is taken. */
    add: async (row: Omit<VersionRow, keyof Kept>, kept: Kept): Promise<boolean> => {
      const made = await db
        .insertInto('plan_version')
        .values({
          id: row.versionId,
          plan_id: row.planId,
          ...{ kind: row.kind, label: row.label, note: row.note },
          author_id: row.authorId,
          at: row.atMs,
          ...keptColumns(kept),
          restored_id: row.restoredId,
          restore_client: row.restoreClient,
        })
        .onConflict((c) => c.column('id').doNothing())
        .executeTakeFirst()
      return made.numInsertedOrUpdatedRows === 1n
    },

    /** Kept before an edit that did not come about. */
    remove: async (versionId: VersionId): Promise<void> => {
      await db.deleteFrom('plan_version').where('id', '=', versionId).execute()
    },

    /** What was kept before going back turned out to be a little older than it can be. */
    complete: async (versionId: VersionId, kept: Kept): Promise<void> => {
      await db
        .updateTable('plan_version')
        .set(keptColumns(kept))
        .where('id', '=', versionId)
        .execute()
    },

    /** Oldest first. */
    list: async (planId: PlanId): Promise<readonly VersionRow[]> => {
      const rows = await found(planId).orderBy('upto_seq').orderBy('at').orderBy('id').execute()
      return rows.map(rowOf)
    },

    find: async (planId: PlanId, versionId: VersionId): Promise<VersionRow | null> => {
      const row = await found(planId).where('id', '=', versionId).executeTakeFirst()
      return row ? rowOf(row) : null
    },

    /** Null: the bytes are not what was written. */
    soundState: async (versionId: VersionId): Promise<Uint8Array | null> => {
      const row = await db
        .selectFrom('plan_version')
        .select(['state', 'checksum'])
        .where('id', '=', versionId)
        .where('kind', '!=', 'pruned')
        .executeTakeFirst()
      return row && checksumOf(row.state) === row.checksum ? row.state : null
    },

    /** The newest version that lies wholly at or before a moment. */
    newestUpTo: async (
      planId: PlanId,
      until: { readonly seq?: number | undefined; readonly ms?: number | undefined },
    ): Promise<VersionRow | null> => {
      let asked = found(planId)
      if (until.seq !== undefined) asked = asked.where('upto_seq', '<=', until.seq)
      if (until.ms !== undefined) asked = asked.where('upto_ms', '<=', until.ms)
      const row = await asked.orderBy('upto_seq', 'desc').limit(1).executeTakeFirst()
      return row ? rowOf(row) : null
    },
  }
}

export type VersionRepo = ReturnType<typeof versionRepo>
