import { KeyHints } from './KeyHints.tsx'
import { KeysDialog } from './KeysDialog.tsx'
import type { StudySurface } from './useStudySurface.ts'
import { ZoomButtons } from './ZoomButtons.tsx'

/** Beside the transport: zoom of the timeline, and the keys. */
export const ReplayTools = ({ surface }: { readonly surface: StudySurface }) => (
  <>
    <ZoomButtons control={surface.control} clock={surface.study.clock} />
    <KeyHints onAll={surface.help.open} />
    <KeysDialog open={surface.help.isOpen} onClose={surface.help.close} />
  </>
)
