import type { Container } from 'inversify'
import {
  Course,
  parseUsageKey,
  Surroundings,
  type BlockTypes,
  type ComposedBlock,
  type ServiceForBlock,
  type ServiceToken,
} from '../../runtime/index.js'
import { unitSurroundings } from '../../runtime/session/unit-surroundings.js'

/** Binds what a block of a draft finds around it when its author views are shown: itself, and what is in it, as nobody has begun with it. */
export function bindDraftCourse(services: Container, block: ComposedBlock, types: BlockTypes): void {
  const context = parseUsageKey(block.key).context.withoutBranchOrVersion().toString()
  const around: ServiceForBlock<Surroundings> = {
    forBlock: ({ composed: { key } }) =>
      unitSurroundings(key, {
        context,
        roots: [block],
        types,
        childrenOf: ({ children }) => children,
        resultOf: () => undefined,
      }),
  }
  const token: ServiceToken = Surroundings
  services.bind(token).toConstantValue(around)
  const nothing = { language: undefined, start: undefined, end: undefined, path: [] }
  services.bind(Course).toConstantValue({ key: context, title: context, ...nothing })
}
