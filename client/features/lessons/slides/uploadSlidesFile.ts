import { ApiError } from '#client/lib/api/apiError.ts'
import { urlOf } from '#client/lib/api/call.ts'
import { isErrorCode } from '#shared/errors/catalog.ts'
import { problemSchema } from '#shared/errors/problem.ts'
import { SLIDES_LIMIT_MB, uploadSlides } from '#shared/lessons/contract.ts'
import type { Slides } from '#shared/lessons/model.ts'

const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    // A proxy's page instead of our answer; whoever parses it next says so.
    return null
  }
}

const problemIn = (text: string): ApiError => {
  const problem = problemSchema.safeParse(parsed(text))
  if (!problem.success || !isErrorCode(problem.data.code)) return new ApiError('internal')
  return new ApiError(problem.data.code, {
    data: problem.data.data,
    instance: problem.data.instance,
  })
}

/** What can be said without sending a byte: too large, or plainly no PDF. */
export const refusal = (file: {
  readonly name: string
  readonly size: number
}): ApiError | null => {
  if (file.size > SLIDES_LIMIT_MB * 1_048_576)
    return new ApiError('too-large', { data: { limitMb: SLIDES_LIMIT_MB } })
  return /\.pdf$/i.test(file.name) ? null : new ApiError('lessons/slides-not-pdf')
}

/** Sends a PDF, telling how much has gone (0…1). fetch cannot tell, so XMLHttpRequest does it. */
export const uploadSlidesFile = (
  lessonId: string,
  file: File,
  watch: { readonly onProgress: (share: number) => void; readonly signal: AbortSignal },
): Promise<Slides> =>
  new Promise((resolve, reject) => {
    const refused = refusal(file)
    if (refused) return reject(refused)
    const request = new XMLHttpRequest()
    request.open('PUT', urlOf(uploadSlides, { params: { lessonId }, query: { name: file.name } }))
    request.upload.onprogress = ({ loaded, total }) => watch.onProgress(total ? loaded / total : 0)
    request.onerror = () => reject(new ApiError('offline'))
    request.onabort = () => reject(new DOMException('aborted', 'AbortError'))
    request.onload = () => {
      if (request.status !== 200) return reject(problemIn(request.responseText))
      const slides = uploadSlides.response.safeParse(parsed(request.responseText))
      if (slides.success) resolve(slides.data)
      else reject(new ApiError('out-of-date'))
    }
    watch.signal.addEventListener('abort', () => request.abort())
    request.send(file)
  })
