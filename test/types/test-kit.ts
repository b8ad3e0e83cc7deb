/** Wrong use of the test kit must not compile: `npm run typecheck` fails when one of these lines does. */
import { Block, block as named, integer, list, optional, string } from '../../runtime/index.js'
import { block, conformance, describeBlock, fromOlx, MemoryRuntime } from '../../plugins/testing/index.js'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false
const holds = <T extends true>(proof?: T): T | undefined => proof

@named('vote')
class Vote extends Block({
  content: { question: string(), answers: list(string()) },
  userState: { choice: optional(string()), count: integer() },
}) {}

const runtime = new MemoryRuntime()
const vote = runtime.add(block(Vote, { question: 'Tea?', answers: ['yes', 'no'] }))
const fields = runtime.learner('ada').fields(vote)
holds<Equal<typeof fields.choice, string | null>>()
holds<Equal<typeof fields.answers, string[]>>()
holds<Equal<ReturnType<typeof fromOlx<Vote>>['type'], string>>()

// @ts-expect-error a question is a text
block(Vote, { question: 7 })

// @ts-expect-error there is no such field
block(Vote, { chioce: 'yes' })

// @ts-expect-error what every block has is no field
block(Vote, { usageKey: 'x' })

// @ts-expect-error there is no such field to read
void fields.chioce

// @ts-expect-error the state names fields of the class, each of its type
conformance(Vote, { state: { count: 'many' } })

// @ts-expect-error HTML is in a field of the class
conformance(Vote, { htmlFields: ['text'] })

// @ts-expect-error a scenario is a block of the class
conformance(Vote, { scenarios: [{ question: 'Tea?' }] })

// @ts-expect-error a runner has both functions
describeBlock(Vote, { describe: () => undefined })
