import { Files, type BlockBase } from '../../runtime/index.js'
import { isAsideClass, typeOfClass, type ClassOf } from './block-draft.js'
import { servesAuthors } from './checks/authors.js'
import { composesWithoutLearners } from './checks/composes.js'
import { givesData } from './checks/data-views.js'
import { escapesFields } from './checks/escapes.js'
import { keepsOlx } from './checks/olx.js'
import { labelsControls, staysApart } from './checks/pages.js'
import { reportsToStaff } from './checks/reports.js'
import { refusesWrongInput } from './checks/refuses.js'
import { keepsLearnersApart, showsDefaults, showsTheSameAgain } from './checks/shows.js'
import { saysItsSummary } from './checks/summary.js'
import { Subject, type ConformanceOptions } from './checks/subject.js'
import { boundsUploads } from './checks/uploads.js'
import { forgetsTwice } from './checks/forgets.js'
import { givesOwnFilesAlone } from './checks/own-files.js'
import { asksPeople, takesPeopleAsTold } from './checks/people.js'
import { routesAnswer } from './checks/routes.js'
import { worksInWorker } from './checks/worker.js'

/** One rule every block type keeps. */
export interface Check {
  /** What the block type does, as a test's name. */
  readonly name: string
  /** @throws CompositorError `block-nonconforming`, saying what breaks the rule and how to mend it */
  readonly run: () => Promise<void>
}

/** The two functions that vitest, node:test and jest all have. */
export interface TestRunner {
  readonly describe: (name: string, body: () => void) => unknown
  readonly it: (name: string, body: () => Promise<void>) => unknown
}

/** The rules of the conformance suite for one block type or aside, each to be run on its own. */
export function conformance<B extends BlockBase>(
  blockClass: ClassOf<B>,
  options: ConformanceOptions<B> = {},
): readonly Check[] {
  const subject = new Subject<B>(blockClass, options)
  const { plugin } = options
  const rules: Record<string, (subject: Subject<B>) => Promise<void>> = {
    'shows itself, new or filled in, to learners, staff and visitors': showsDefaults,
    'gives clients its data, the same for every learner where it is shared': givesData,
    'keeps what authors set through OLX': keepsOlx,
    'is composed without a look at any learner': composesWithoutLearners,
    'says in its summary what composing it finds out': saysItsSummary,
    'escapes what authors and learners write': escapesFields,
    'refuses wrong input and keeps nothing of it': refusesWrongInput,
    ...(subject.type.report && { 'reports to staff in rows of its columns': reportsToStaff }),
    'takes files within bounds, and refuses others without failing': boundsUploads,
    ...(subject.type.services.some(({ token }) => token === Files) && {
      'gives nobody the files of another': givesOwnFilesAlone,
    }),
    ...(asksPeople(subject) && { 'shows itself whatever it is told of people': takesPeopleAsTold }),
    ...(subject.type.capabilities.stateDeleted && {
      'may be told twice that state is deleted': forgetsTwice,
    }),
    'shows the same again, on any day': showsTheSameAgain,
    'shows one learner nothing of another': keepsLearnersApart,
    'stays apart from a second one on the page': staysApart,
    'labels its controls and pictures': labelsControls,
    ...(!subject.aside && {
      'shows authors what is theirs, and says soon and always the same what its fields may not be':
        servesAuthors,
    }),
    ...(plugin !== undefined &&
      !subject.aside && {
        'does the same in a worker': (one: Subject<B>) => worksInWorker(one, plugin),
        'answers or refuses whatever routes of its plugin are sent': (one: Subject<B>) =>
          routesAnswer(one, plugin),
      }),
  }
  return Object.entries(rules).map(([name, rule]) => ({ name, run: () => rule(subject) }))
}

/**
 * Registers the conformance suite for a block type, or for an aside, with a test runner:
 * `describeBlock(PollBlock, { describe, it })`.
 */
export function describeBlock<B extends BlockBase>(
  blockClass: ClassOf<B>,
  { describe, it }: TestRunner,
  options: ConformanceOptions<B> = {},
): void {
  const what = isAsideClass(blockClass) ? 'an aside' : 'a block type'
  describe(`${typeOfClass(blockClass).name} as ${what}`, () => {
    for (const { name, run } of conformance(blockClass, options)) void it(name, run)
  })
}
