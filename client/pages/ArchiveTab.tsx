import { lazy } from 'react'
import { ArchiveView } from '#client/features/lessons/index.ts'
import type { Lesson } from '#shared/lessons/model.ts'

const SharePanel = lazy(() =>
  import('#client/features/shares/index.ts').then((m) => ({ default: m.SharePanel })),
)

/** The lesson's way so far and the links that show it. */
export const ArchiveTab = ({ lesson }: { readonly lesson: Lesson }) => (
  <ArchiveView lesson={lesson} share={<SharePanel lesson={lesson} />} />
)
