import { useState } from 'react'
import { z } from 'zod'
import type { ClassroomId } from '#shared/ids.ts'
import { cameraViewSchema } from '#shared/recordings/model.ts'
import type { DeviceChoice } from '../media/useLocalMedia.ts'

const choiceSchema = z.object({
  camera: z.string().nullable(),
  microphone: z.string().nullable(),
  view: cameraViewSchema,
})

const stored = (key: string): DeviceChoice | null => {
  try {
    const parsed = choiceSchema.safeParse(JSON.parse(sessionStorage.getItem(key) ?? 'null'))
    return parsed.success ? parsed.data : null
  } catch {
    // Not ours, or cut off: then this tab has not entered yet.
    return null
  }
}

/**
 * Whether this tab has entered the classroom, and with which devices. Kept for the tab: a reload in
 * mid-lesson comes back to the desk, not to the lobby.
 */
export const useEntry = (classroomId: ClassroomId) => {
  const key = `yanke.classroom.${classroomId}`
  const [entered, setEntered] = useState<DeviceChoice | null>(() => stored(key))
  return {
    entered,
    enter: (choice: DeviceChoice): void => {
      sessionStorage.setItem(key, JSON.stringify(choice))
      setEntered(choice)
    },
    leave: (): void => {
      sessionStorage.removeItem(key)
      setEntered(null)
    },
  }
}
