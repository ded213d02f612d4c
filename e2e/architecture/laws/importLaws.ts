import { type ImportLaw, LEAF } from '../engine/law.ts'
import { doorLaws } from './vendorDoors.ts'

const law = (
  name: string,
  because: string,
  rest: Omit<ImportLaw, 'name' | 'because' | 'tests'> & Partial<Pick<ImportLaw, 'tests'>>,
): ImportLaw => ({ name, because, tests: 'bound', ...rest })

const walls: readonly ImportLaw[] = [
  law(
    'shared-is-pure',
    'Both sides and every test run it: values, schemas and rules, nothing else',
    {
      from: String.raw`^shared/(?!.*(\.test|/testing)\.ts$)`,
      to: '.',
      except: '^shared/|^npm:(zod|yjs|lib0|@tiptap/core|@tiptap/pm)(/|$)',
      caught: [
        ['shared/plans/rules.ts', "import { readFileSync } from 'node:fs'"],
        ['shared/plans/rules.ts', "import type { Route } from '#server/platform/http/route.ts'"],
        ['shared/plans/rules.ts', "import { useState } from 'react'"],
        ['shared/plans/rules.ts', "export { call } from '../../client/lib/api/call.ts'"],
      ],
      fine: [
        ['shared/plans/rules.ts', "import * as Y from 'yjs'\nimport { Map } from 'lib0/map'"],
        [
          'shared/plans/rules.ts',
          "import { z } from 'zod'\nimport { may } from '../study/rules.ts'",
        ],
      ],
    },
  ),
  law('shared-tests-stay-shared', 'A rule’s test needs a test runner and the rules, no side', {
    from: String.raw`^shared/.*(\.test|/testing)\.ts$`,
    to: '^(client|server|e2e)/',
    caught: [['shared/study/rules.test.ts', "import { call } from '#client/lib/api/call.ts'"]],
    fine: [['shared/study/rules.test.ts', "import { expect } from 'vitest'"]],
  }),
  law('client-never-server', 'What the browser gets must not drag in a secret or a socket', {
    from: '^client/',
    to: '^server/',
    caught: [
      ['client/lib/api/call.ts', "import type { Route } from '#server/platform/http/route.ts'"],
      ['client/ui/Button.tsx', "const lazily = import('../../server/main.ts')"],
    ],
    fine: [['client/lib/api/call.ts', "import type { PlanId } from '#shared/ids.ts'"]],
  }),
  law('client-has-no-node', 'A page that needs Node works on the developer’s machine only', {
    from: '^client/',
    to: '^node:',
    tests: 'free',
    caught: [['client/lib/api/call.ts', "import { createHash } from 'crypto'"]],
    fine: [['client/testing/fakeApi.ts', "import { readFileSync } from 'node:fs'"]],
  }),
  law('server-never-client', 'The server starts without a page ever having been built', {
    from: '^server/',
    to: '^client/',
    caught: [['server/main.ts', "import { call } from '#client/lib/api/call.ts'"]],
    fine: [['server/main.ts', "import type { PlanId } from '#shared/ids.ts'"]],
  }),
  law('nobody-imports-e2e', 'Journeys look at the product from outside', {
    from: '^(client|server|shared)/',
    to: '^e2e/',
    caught: [['server/main.ts', "import { start } from '../e2e/support/startStudio.ts'"]],
    fine: [['e2e/support/startStudio.ts', "import { x } from '#server/app/createApp.ts'"]],
  }),
]

const layers: readonly ImportLaw[] = [
  law('ui-knows-no-lib', 'A button has no product words and no data', {
    from: '^client/ui/',
    to: '^client/(lib|i18n|features|pages|app|main)',
    tests: 'free',
    caught: [
      ['client/ui/Button.tsx', "import { call } from '../lib/api/call.ts'"],
      ['client/ui/Button.tsx', "import type { X } from '#client/i18n/startWords.ts'"],
    ],
    fine: [
      ['client/ui/Button.tsx', "import css from './Button.module.css'\nimport 'react'"],
      ['client/ui/Button.tsx', "import type { PlanId } from '#shared/ids.ts'"],
    ],
  }),
  law('lib-below-features', 'The client’s floor cannot stand on its rooms', {
    from: '^client/(lib|i18n)/',
    to: '^client/(features|pages|app|main)',
    tests: 'free',
    caught: [['client/lib/api/call.ts', "import { Plans } from '#client/features/plans/index.ts'"]],
    fine: [['client/lib/api/call.ts', "import { Button } from '../../ui/Button.tsx'"]],
  }),
  law(
    'features-below-pages',
    'A page composes features; a feature does not know where it is shown',
    {
      from: '^client/features/',
      to: '^client/(pages|app|main)',
      tests: 'free',
      caught: [
        ['client/features/plans/index.ts', "export * from '../../pages/HomePage.tsx'"],
        ['client/features/plans/index.ts', "import '../../app/routes.tsx'"],
      ],
      fine: [['client/features/plans/index.ts', "import { call } from '../../lib/api/call.ts'"]],
    },
  ),
  law('pages-below-app', 'The router knows the pages, not the other way round', {
    from: '^client/pages/',
    to: '^client/(app|main)',
    tests: 'free',
    caught: [['client/pages/HomePage.tsx', "import { router } from '../app/routes.tsx'"]],
    fine: [['client/app/routes.tsx', "const page = () => import('../pages/HomePage.tsx')"]],
  }),
  law('platform-below-features', 'Storage, sockets and clocks serve every slice and know none', {
    from: '^server/platform/',
    to: '^server/(features|app|main|start)',
    tests: 'free',
    caught: [
      ['server/platform/http/route.ts', "import '#server/features/plans/index.ts'"],
      ['server/platform/http/route.ts', "import type { App } from '../../app/createApp.ts'"],
    ],
    fine: [['server/platform/http/route.ts', "import '../storage/Storage.ts'"]],
  }),
  law('features-below-app', 'A slice is handed what it needs; it does not reach for the wiring', {
    from: '^server/features/',
    to: '^server/(app|main|config|start)',
    // The one word both speak: what a slice gives to the composition root.
    except: String.raw`^server/app/Feature\.ts$`,
    tests: 'free',
    caught: [['server/features/plans/index.ts', "import '../../app/createApp.ts'"]],
    fine: [
      ['server/features/plans/index.ts', "import type { Feature } from '../../app/Feature.ts'"],
    ],
  }),
]

const strangers: readonly ImportLaw[] = [
  law('features-are-strangers', 'They meet on a page, in createFeatures.ts, or as shared facts', {
    from: '^(client|server)/features/([^/]+)/',
    to: '^$1/features/',
    except: '^$1/features/$2/',
    tests: 'free',
    caught: [
      ['client/features/plans/index.ts', "import { x } from '#client/features/study/index.ts'"],
      ['server/features/plans/index.ts', "import type { x } from '../study/repo.ts'"],
      ['client/features/plans/index.ts', "const later = import('../study/studyApi.ts')"],
    ],
    fine: [
      ['server/features/study/index.ts', "import { studyRepo } from './repo.ts'"],
      ['client/features/plans/index.ts', "import { may } from '#shared/study/rules.ts'"],
    ],
  }),
  law('own-endpoints-only', 'Another slice’s data comes from its owner, not by its address', {
    from: '^(?:client|server)/features/([^/]+)/',
    to: String.raw`^shared/[^/]+/contract\.ts$`,
    except: String.raw`^shared/$1/contract\.ts$`,
    tests: 'free',
    caught: [['client/features/plans/index.ts', "import { x } from '#shared/study/contract.ts'"]],
    fine: [
      ['client/features/plans/index.ts', "import { x } from '#shared/plans/contract.ts'"],
      ['client/pages/HomePage.tsx', "import { x } from '#shared/study/contract.ts'"],
    ],
  }),
  law('through-the-door', 'What a feature shows to others stands in its index.ts', {
    from: '^client/(pages|app)/',
    to: '^client/features/',
    except: String.raw`^client/features/[^/]+/index\.ts$`,
    tests: 'free',
    caught: [['client/pages/HomePage.tsx', "import '../features/study/studyApi.ts'"]],
    fine: [['client/pages/HomePage.tsx', "import '../features/study/index.ts'"]],
  }),
  law('through-the-server-door', 'The wiring takes a slice by its factory', {
    from: '^server/(app|main)',
    to: '^server/features/',
    except: String.raw`^server/features/[^/]+/index\.ts$`,
    tests: 'free',
    caught: [['server/app/createApp.ts', "import '#server/features/study/repo.ts'"]],
    fine: [['server/app/createApp.ts', "import '#server/features/study/index.ts'"]],
  }),
]

const leaves: readonly ImportLaw[] = [
  law('nobody-imports-a-test', 'A test that others need is a helper in testing/', {
    from: '.',
    to: String.raw`\.(test|spec)\.tsx?$`,
    caught: [['server/features/study/index.ts', "import './study.test.ts'"]],
    fine: [['server/features/study/study.test.ts', "import './index.ts'"]],
  }),
  law('tests-are-leaves', 'What exists for tests must not run in a school', {
    from: `^(?!.*(${LEAF}))`,
    to: LEAF,
    caught: [
      ['client/lib/api/call.ts', "import { fakeApi } from '../../testing/fakeApi.ts'"],
      ['server/platform/storage/Storage.ts', "import './storage.contract.ts'"],
    ],
    fine: [
      [
        'server/features/study/study.test.ts',
        "import '../../platform/storage/storage.contract.ts'",
      ],
    ],
  }),
]

/** Who may import whom. house.md §4.3, as code. */
export const importLaws: readonly ImportLaw[] = [
  ...walls,
  ...layers,
  ...strangers,
  ...leaves,
  ...doorLaws,
]
