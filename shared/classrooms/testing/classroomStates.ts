import type { UserId } from '../../ids.ts'
import type { Site } from '../../lessons/model.ts'
import type { Who } from '../change.ts'
import { initialState } from '../initialState.ts'
import type { ClassroomRole, ClassroomState, PresentPerson } from '../model.ts'

/** People, steps and states for tests of the classroom. */
export const step = (title: string, minutes: number, firstPage: number | null) => ({
  stepId: `step-${title}`,
  title,
  minutes,
  lead: `主讲 ${title}`,
  assist: `助讲 ${title}`,
  student: '',
  intent: '',
  firstPage,
})

export const who = (role: ClassroomRole, atMs = 0, more: Partial<Who> = {}): Who => ({
  userId: `user-${role}` as UserId,
  name: { lead: '周岚', assist: '李秀芳', observer: '沈秋' }[role],
  role,
  site: role === 'lead' ? 'near' : role === 'assist' ? 'far' : null,
  atMs,
  nowMs: 1_000_000 + atMs,
  schools: { near: '城关小学', far: '青山小学' },
  ...more,
})

export const present = (role: ClassroomRole, more: Partial<PresentPerson> = {}): PresentPerson => {
  const { userId, name, site } = who(role)
  return {
    deviceId: `device-${role}` as PresentPerson['deviceId'],
    userId,
    name,
    role,
    site,
    surface: role === 'observer' ? 'observe' : 'console',
    publishes: role !== 'observer',
    ...more,
  }
}

export const waiting = (more: Partial<ClassroomState> = {}): ClassroomState => ({
  ...initialState(
    {
      steps: [step('导入', 3, 1), step('新授', 12, 4), step('小结', 5, null)],
      slides: {
        fileId: 'file-00001' as never,
        name: '课件.pdf',
        pages: 14,
        sizeBytes: 1,
      },
    },
    'ready',
  ),
  people: [present('lead'), present('assist')],
  ...more,
})

export const live = (more: Partial<ClassroomState> = {}): ClassroomState =>
  waiting({
    phase: 'live',
    startedAtMs: 1_000_000,
    stepIndex: 0,
    stepStartedMs: 0,
    stepUsedMs: [0, 0, 0],
    ...more,
  })

export const floorAt = (floor: Site, more: Partial<ClassroomState> = {}): ClassroomState =>
  live({ floor, ...more })
