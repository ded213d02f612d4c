/** A style sheet that did not come is asked for once and never again by Vite: here it is, before the code that wants it. */
const renewStyles = (): Promise<unknown> =>
  Promise.all(
    [...document.querySelectorAll<HTMLLinkElement>('link[rel="stylesheet"]')]
      .filter(({ sheet }) => sheet === null)
      .map(
        (link) =>
          new Promise((resolve, reject) => {
            const again = document.createElement('link')
            again.rel = 'stylesheet'
            again.href = link.href
            again.onload = resolve
            again.onerror = reject
            link.replaceWith(again)
          }),
      ),
  )

/** Code that comes when somebody turns to it. Rejects when it does not come; asking again may bring it. */
export const loadCode = async <Module>(load: () => Promise<Module>): Promise<Module> => {
  await renewStyles()
  return load()
}

/** Whether this was thrown because code or its styles did not come: no line, or a newer build has replaced them. */
export const isMissingCode = (error: unknown): boolean =>
  error instanceof Error &&
  /dynamically imported module|module script|preload CSS/i.test(error.message)
