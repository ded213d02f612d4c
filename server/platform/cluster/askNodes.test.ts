import { expect, test } from 'vitest'
import type { DocName } from '#shared/sync/docName.ts'
import { askNodes } from './askNodes.ts'
import type { LinkService, Parcel } from './Link.ts'
import { linkService } from './linkedElsewhere.ts'
import { linkedNodes } from './testing/linkedNodes.ts'

const NAME: DocName = 'plan:plan0001'

const service = (answer: (question: Parcel) => Promise<Parcel>): LinkService => ({
  ...{ answer, admit: () => {}, told: () => {} },
})
const saying = (head: boolean) => service(async () => ({ head, bytes: [] }))
const failing = service(() => Promise.reject(new Error('still starting')))
const silent = service(() => new Promise(() => {}))

const ask = async (others: Readonly<Record<string, LinkService>>) => {
  const nodes = await linkedNodes({ asker: saying(false), ...others })
  try {
    return await askNodes(nodes.node('asker').links, 300).owner(NAME)
  } finally {
    await nodes.stop()
  }
}

test('the one that says it is the owner, whatever the others do', async () => {
  expect(await ask({ silent, failing, b: saying(false), c: saying(true) })).toBe('c')
})

test('none, when none does or none answers in time', async () => {
  expect(await ask({})).toBeNull()
  expect(await ask({ failing, b: saying(false) })).toBeNull()
  expect(await ask({ silent, failing })).toBeNull()
})

test('one that is on no list yet and has a link to us is asked, too', async () => {
  const services = { asker: saying(false), late: saying(true) }
  const nodes = await linkedNodes(services, { late: 'late' })
  try {
    const { links } = nodes.node('asker')
    expect(await askNodes(links, 300).owner(NAME)).toBeNull()
    await nodes.node('late').links.to('asker')
    await expect.poll(() => links.others()).toEqual(['late'])
    expect(await askNodes(links, 300).owner(NAME)).toBe('late')
  } finally {
    await nodes.stop()
  }
})

/** A node as the others find it: what it owns, and whether it can reach the leases. */
const nodeOf = (owns: (name: string) => boolean, takes: boolean) => {
  const rooms = { owns } as unknown as ReturnType<Parameters<typeof linkService>[0]['rooms']>
  return linkService({ rooms: () => rooms, told: () => {}, takes: () => takes })
}

test('what is asked is understood by the other side', async () => {
  const owner = nodeOf((name) => name === NAME, false)
  expect(await ask({ b: saying(false), c: owner })).toBe('c')
})

test('and so is who takes a document, for whoever cannot reach the leases', async () => {
  const [able, unable] = [nodeOf(() => false, true), nodeOf(() => true, false)]
  for (const [others, helper] of [
    [{ b: unable, c: able }, 'c'],
    [{ b: unable }, null],
  ] as const) {
    const nodes = await linkedNodes({ asker: saying(false), ...others })
    expect(await askNodes(nodes.node('asker').links, 300).helper()).toBe(helper)
    await nodes.stop()
  }
})
