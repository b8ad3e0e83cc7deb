import { wordedAnswers, type CompiledProblem } from '../../blocks/problem/engine.js'
import { blockFigures, type BlockFigures, type BlockSources, type SubmittedBlock } from '../../lms/index.js'
import type { ComposedBlock, ComposedUnit, Json } from '../../runtime/index.js'
import type { Courseware } from '../courseware.js'
import { reportedBlock } from './reported-block.js'

/** An answer that learners gave, as they read it. */
export interface ReportedAnswer {
  readonly text: string
  readonly learners: number
  /** Whether it is right; undefined where that is not said of one answer alone. */
  readonly isRight?: boolean
}

/** What learners made of one question of a problem. */
export interface ReportedQuestion {
  /** '' for one that is asked in no words. */
  readonly question: string
  readonly answers: readonly ReportedAnswer[]
}

/** What learners made of a block that they submit something at. */
export interface ProblemReport extends BlockFigures {
  readonly block: Pick<SubmittedBlock, 'key' | 'type' | 'title' | 'hasReport' | 'learners'>
  readonly questions: readonly ReportedQuestion[]
  /** Whether its type tells how learners fared; else the figures say nothing. */
  readonly isTold: boolean
}

/** What all learners made of a block of a unit. @throws CompositorError `store-unavailable` */
export async function problemReport(
  courseware: Courseware,
  unit: ComposedUnit,
  { key, type, title, hasReport, learners }: SubmittedBlock,
  reading: Pick<BlockSources, 'onLooked' | 'rests'> = {},
): Promise<ProblemReport> {
  const { learners: store, loaded } = courseware.options
  const found = await blockFigures({ usage: key, type }, { store, types: loaded.types, ...reading })
  const hasChoices = Object.keys(found.figures.choices).length > 0
  const block = hasChoices ? await reportedBlock(courseware, unit, key) : undefined
  return {
    block: { key, type, title, hasReport, learners },
    ...found,
    isTold: loaded.types.get(type)?.capabilities.attempted !== undefined,
    questions: questionsOf(found.figures, block),
  }
}

/** What learners answered to each question, in its words. @param block that was answered, composed; stored names of answers stand where it is left out */
export function questionsOf(
  { choices }: Pick<BlockFigures['figures'], 'choices'>,
  block: ComposedBlock | undefined,
): readonly ReportedQuestion[] {
  const compiled = compiledIn(block?.prepared)
  const right = compiled ? rightAnswers(compiled) : new Map<string, ReadonlySet<string>>()
  return Object.entries(choices).map(([input, taken]) => {
    const names = right.get(input)
    const worded = (value: string) => (compiled ? wordedAnswers(compiled, { [input]: value })[0] : undefined)
    return {
      question: worded('')?.question ?? '',
      answers: taken.map(({ value, learners }) => ({
        text: worded(value)?.answers.join(', ') || value,
        learners,
        ...(names && { isRight: names.has(value) }),
      })),
    }
  })
}

/** The right ones of choices and options, by input; inputs whose right ones a script says are left out, as it may say others to others. */
function rightAnswers({ responses, script }: CompiledProblem): ReadonlyMap<string, ReadonlySet<string>> {
  const right = new Map<string, ReadonlySet<string>>()
  for (const response of responses) {
    if (response.kind === 'multiplechoice' || response.kind === 'truefalse' || response.kind === 'choice') {
      const { input, choices } = response
      if (!script || choices.every(({ correct }) => typeof correct === 'boolean'))
        right.set(input, new Set(choices.filter(({ correct }) => correct === true).map(({ name }) => name)))
    }
    if (response.kind !== 'option') continue
    for (const { input, correct } of response.fields)
      if (typeof correct === 'string') right.set(input, new Set([correct]))
  }
  return right
}

/** What a problem was compiled to while it was composed; other types prepare other things. */
function compiledIn(prepared: Json | undefined): CompiledProblem | undefined {
  const isProblem =
    typeof prepared === 'object' && prepared !== null && 'inputs' in prepared && 'responses' in prepared
  return isProblem ? (prepared as unknown as CompiledProblem) : undefined
}
