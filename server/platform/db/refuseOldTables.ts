import { type Kysely, sql } from 'kysely'
import { StartRefusal } from '../net/StartRefusal.ts'

/** Before the first release the documents lay in the same file; nobody else has such a folder. */
export const refuseOldTables = async <Tables>(db: Kysely<Tables>, file: string): Promise<void> => {
  const { rows } = await sql`select 1 from sqlite_master where name = 'doc_update'`.execute(db)
  if (rows.length === 0) return
  await db.destroy()
  throw new StartRefusal('data-folder', {
    'zh-CN': `${file} 来自正式发布前的开发版本，这个版本读不了它。请换一个数据目录（npm start -- --data 目录），旧目录原样保留`,
    en: `${file} comes from a version before the first release and cannot be read any more. Choose another data folder (npm start -- --data DIR); the old one is left as it is`,
  })
}
