import { createContext, useContext } from 'react'
import type * as Y from 'yjs'
import type { ClassroomCommand } from '#shared/classrooms/contract.ts'
import type { ClassroomRole, ClassroomState } from '#shared/classrooms/model.ts'
import type { ClassroomId, UserId } from '#shared/ids.ts'
import type { Lesson, Site } from '#shared/lessons/model.ts'
import type { InkStore } from '../ink/inkStore.ts'

/** One person in one classroom: what everything on these pages hangs on. */
export type ClassroomRoom = {
  readonly classroomId: ClassroomId
  readonly lesson: Lesson
  readonly me: {
    readonly userId: UserId
    readonly name: string
    readonly role: ClassroomRole
    readonly site: Site | null
  }
  readonly state: ClassroomState
  readonly doc: Y.Doc
  readonly ink: InkStore
  /** False while the way to the server is lost; the page stays as it is and says so. */
  readonly isOnline: boolean
  /** Sends a command; what it does arrives by the state, what refuses it is said in place. */
  send(command: ClassroomCommand): void
}

export const ClassroomContext = createContext<ClassroomRoom | null>(null)

export const useRoom = (): ClassroomRoom => {
  const room = useContext(ClassroomContext)
  if (!room) throw new Error('outside a classroom')
  return room
}
