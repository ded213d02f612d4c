import { afterEach, expect, test } from 'vitest'
import type { LinkService } from './Link.ts'
import { linkService } from './linkedElsewhere.ts'
import { linkedNodes } from './testing/linkedNodes.ts'

let nodes: Awaited<ReturnType<typeof linkedNodes>>
afterEach(() => nodes.stop())

const noRooms = () => {
  throw new Error('not expected')
}

/** A node that fails so many times before it hears. */
const hearing = (failures: number) => {
  const heard: string[] = []
  let left = failures
  const service: LinkService = linkService({
    rooms: noRooms,
    told: (news) => {
      left -= 1
      if (left >= 0) throw new Error('this node is still starting')
      heard.push(news)
    },
    takes: () => false,
  })
  return { heard, service }
}

test('a node that does not answer is told again until it has; the others once', async () => {
  const [sender, slow, quick] = [hearing(0), hearing(3), hearing(0)]
  nodes = await linkedNodes(
    { sender: sender.service, slow: slow.service, quick: quick.service },
    { againMs: 10 },
  )
  nodes.node('sender').links.tellSurely('an end')
  await expect.poll(() => slow.heard).toEqual(['an end'])
  expect(quick.heard).toEqual(['an end'])
})

test('a node whose link breaks while it is told hears it by the next', async () => {
  const [sender, other] = [hearing(0), hearing(0)]
  nodes = await linkedNodes({ sender: sender.service, other: other.service }, { againMs: 10 })
  await nodes.node('sender').links.to('other')
  nodes.node('sender').links.tellSurely('an end')
  nodes.node('other').cut()
  await expect.poll(() => other.heard).toContain('an end')
})
