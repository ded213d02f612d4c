import { type ComponentType, lazy } from 'react'
import { loadCode } from '../lib/code/loadCode.ts'

type Page = { readonly Component: ComponentType }
type Load = () => Promise<Page>

const ASK_AGAIN_AFTER_MS = 1_000

/** Asks for the code whenever the page is shown and it is not here yet; throws while it shows when it does not come. */
const tryAgain = (load: Load): ComponentType => {
  const fresh = () =>
    lazy(async () => {
      try {
        return { default: (await loadCode(load)).Component }
      } catch (thrown) {
        // What React has seen fail once it does not ask for again; and it may look several times.
        setTimeout(() => {
          Again = fresh()
        }, ASK_AGAIN_AFTER_MS)
        throw thrown
      }
    })
  let Again = fresh()
  return () => {
    const Shown = Again
    return <Shown />
  }
}

/**
 * A page's own code for the router. Where it does not come the router would show nothing at all; what
 * a page throws while it shows, it hands to the error screen.
 */
export const loadPage =
  (load: Load): Load =>
  () =>
    load().catch(() => ({ Component: tryAgain(load) }))
