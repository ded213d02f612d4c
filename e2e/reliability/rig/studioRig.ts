import { foundSchool, type Member, type School } from '#e2e/support/foundSchool.ts'
import { type Studio, startStudio } from '#e2e/support/startStudio.ts'
import type { Rig } from './Rig.ts'

const EDITORS = 6

const isAlive = (pid: number): boolean => {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

export type StudioRig = Rig & {
  readonly studio: Studio
  readonly school: School
  readonly editors: readonly Member[]
}

/** The studio as a process with an empty data folder, a school in it, and real accounts. */
export const studioRig = async (): Promise<StudioRig> => {
  const studio = await startStudio({ LIVEKIT_OFF: '1', LOG_LEVEL: 'warn', RATE_LIMIT: '10000000' })
  const school = await foundSchool(studio)
  const editors = await Promise.all(
    Array.from({ length: EDITORS }, (_, index) =>
      school.enrol(`editor-${index}`, school.groupId, 'teacher'),
    ),
  )
  const [lead] = editors
  if (!lead) throw new Error('nobody was enrolled')
  const elsewhere = await school.makeOrg('group', '三年级数学备课组', school.school)
  const reader = await school.enrol('reader', elsewhere, 'teacher')
  return {
    ...{ name: 'studio', studio, school, editors, url: studio.url, dataDir: studio.dataDir },
    makeDocuments: async (title) => {
      const { lessonId, planId } = await school.createLesson(lead, { title })
      return { lessonId, plan: `plan:${planId}`, comments: `comments:${planId}` }
    },
    readerOf: async ({ lessonId }) => {
      await school.setRole(lead, lessonId, { userId: reader.userId, role: 'viewer' })
      return reader
    },
    get pid() {
      return studio.pid
    },
    isRunning: () => isAlive(studio.pid),
    kill: studio.kill,
    restart: studio.restart,
    stop: studio.stop,
  }
}
