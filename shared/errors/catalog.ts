import { accountErrors } from '../accounts/errors.ts'
import { classroomErrors } from '../classrooms/errors.ts'
import { lessonErrors } from '../lessons/errors.ts'
import { planErrors } from '../plans/errors.ts'
import { recordingErrors } from '../recordings/errors.ts'
import { shareErrors } from '../shares/errors.ts'
import { studyErrors } from '../study/errors.ts'
import { commonErrors } from './errors.ts'

/** Every code the product knows, with its status and its words in both languages. */
export const errorCatalog = {
  ...commonErrors,
  ...accountErrors,
  ...lessonErrors,
  ...planErrors,
  ...classroomErrors,
  ...recordingErrors,
  ...studyErrors,
  ...shareErrors,
} as const

export type ErrorCode = keyof typeof errorCatalog

export const isErrorCode = (code: string): code is ErrorCode => Object.hasOwn(errorCatalog, code)
