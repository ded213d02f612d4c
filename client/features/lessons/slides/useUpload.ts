import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { present } from '#client/lib/errors/present.ts'
import { homeQuery, lessonQuery } from '../lessonsApi.ts'
import { uploadSlidesFile } from './uploadSlidesFile.ts'

export type Upload = {
  readonly name: string
  readonly sizeBytes: number
  /** 0…1; at 1 the server is still counting pages. */
  readonly share: number
}

const isAbort = (thrown: unknown): boolean =>
  thrown instanceof DOMException && thrown.name === 'AbortError'

/** One upload at a time; leaving the page stops it and the slides before stay. */
export const useUpload = (lessonId: string) => {
  const queryClient = useQueryClient()
  const [upload, setUpload] = useState<Upload | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const running = useRef<AbortController | null>(null)
  useEffect(() => () => running.current?.abort(), [])
  const start = (file: File): void => {
    const controller = new AbortController()
    running.current = controller
    setProblem(null)
    const of = (share: number): Upload => ({ name: file.name, sizeBytes: file.size, share })
    setUpload(of(0))
    const watch = {
      signal: controller.signal,
      onProgress: (share: number) => setUpload(of(share)),
    }
    uploadSlidesFile(lessonId, file, watch)
      .then(() => {
        void queryClient.invalidateQueries({ queryKey: homeQuery.queryKey })
        return queryClient.invalidateQueries({ queryKey: lessonQuery(lessonId).queryKey })
      })
      .catch((thrown: unknown) => {
        if (!isAbort(thrown)) setProblem(present(thrown))
      })
      .finally(() => setUpload(null))
  }
  return { upload, problem, start, stop: () => running.current?.abort() }
}
