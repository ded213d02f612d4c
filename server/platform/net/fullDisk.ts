import { StartRefusal } from './StartRefusal.ts'

/** Nobody is sent to another folder: it would be an empty studio. */
export const fullDisk = (dataDir: string, cause: unknown): StartRefusal =>
  new StartRefusal(
    'data-folder',
    {
      'zh-CN': `硬盘满了，数据目录写不进去：${dataDir}。请先腾出一些空间再启动；不要换目录，资料都在这里`,
      en: `The disk is full, and the data folder cannot be written: ${dataDir}. Make room and start again; do not choose another folder: everything is in this one`,
    },
    cause,
  )
