import {
  Block,
  block,
  boolean,
  Fragment,
  handler,
  HandlerError,
  html,
  I18n,
  integer,
  json,
  libraryReferenceFields,
  libraryReferenceRemarks,
  libraryReferences,
  list,
  optional,
  string,
  view,
  type BlockReference,
  type Choice,
  type ChoiceRequest,
  type ComposedBlock,
  type Drawing,
  type LibraryReferenceValues,
} from '../../runtime/index.js'
import { chooseChildren, type DrawRequest } from './choose-children.js'
import { explainDraw } from './explain-draw.js'
import { nextDraw } from './stored-draw.js'

interface BankFields extends LibraryReferenceValues {
  readonly count: number
  readonly maxCount: number | null
  readonly pool: readonly string[]
  readonly capaType: string | null
  readonly referenceGroup: string
  readonly sameAs: string
}

const countOf = ({ count, maxCount }: BankFields): number => maxCount ?? count

function drawOf({
  fields,
  usage,
  members,
  stored,
  seed,
  companions,
}: ChoiceRequest<BankFields>): DrawRequest {
  return { usage, members, count: countOf(fields), stored, seed, companions }
}

function choice(eventPrefix: string): Choice<BankFields> {
  return {
    field: 'selected',
    eventPrefix: () => eventPrefix,
    maxCount: countOf,
    choose: (request) => chooseChildren(drawOf(request)),
    explain: (request) => explainDraw(drawOf(request)),
  }
}

/** Library blocks join the bank's own children; without a pool, the whole of its libraries. */
function references(fields: BankFields): readonly BlockReference[] {
  const { pool, capaType } = fields
  const named = libraryReferences(fields, pool, true)
  if (capaType === null || capaType === '' || capaType === 'any') return named
  return named.map((reference) => ({ ...reference, kind: capaType }))
}

/** Where banks keep them; the incumbent's count their blocks in `max_count`. */
const ownNames = {
  blocks: 'pool',
  wholeWhenEmpty: true,
  count: 'count',
  otherCounts: ['max_count'],
  otherOrder: 'library_content_v2',
}
const incumbentNames = { ...ownNames, count: 'max_count', otherCounts: ['count'] }
const draws = (fields: BankFields): Drawing => ({
  count: countOf(fields),
  group: fields.referenceGroup.trim(),
  sameAs: fields.sameAs.trim(),
})

/** The draw looks at how many are to be drawn, and at nothing else. */
const summary = () => ({ chooseBy: ['count', 'max_count'] })

const check = (fields: BankFields) => libraryReferenceRemarks(fields, 'pool', fields.pool)

/** What all banks share: how many of which children each learner sees. */
abstract class Bank extends Block({
  settings: {
    displayName: string('Random selection', { label: 'Display name' }),
    count: integer(1, { label: 'Count', help: 'How many blocks each learner sees; -1 shows all.' }),
    maxCount: optional(
      integer(1, { label: 'Count (max_count)', rare: true, help: 'The same, as older content names it.' }),
    ),
    pool: list(string(), [], {
      label: 'Pool',
      help: 'Usage keys of the library blocks to draw from; empty draws from the whole libraries.',
    }),
    ...libraryReferenceFields,
    allowResettingChildren: boolean(false, { label: 'Show reset button' }),
    differentFromLast: boolean(false, {
      label: 'Different from last time',
      help: 'Who begins anew is shown others first than those that they had.',
    }),
    sameAs: string('', {
      label: 'The same as',
      help: 'Usage key or id of another bank of the course: each learner is shown here what they are shown there.',
    }),
    sourceLibraryId: optional(string('', { help: 'The v1 library the children were copied from.' })),
    sourceLibraryVersion: optional(string()),
    capaType: string('any', {
      label: 'Kind of problem',
      rare: true,
      help: 'Of the libraries, only problems with such a response: multiplechoiceresponse, numericalresponse, ...; any takes all blocks.',
    }),
  },
  userState: { selected: json([]) },
}) {
  @view async studentView() {
    const children = await this.renderChildren()
    return new Fragment(html`<div class="bank">${children.content}</div>`).addResourcesOf(children)
  }

  /**
   * Lets the learner begin with another draw; refused unless the author allows it. Each problem they had is reset as by
   * its own button, those in units of the bank, too; one that may not be reset stays as it is (semantics 5).
   */
  @handler async resetSelectedChildren() {
    if (!this.allowResettingChildren)
      throw new HandlerError(400, this.service(I18n).say('This selection cannot be reset.'))
    for (const child of withDescendants(this.children)) await this.callChild(child, 'problem_reset')
    this.selected = nextDraw(this.selected, this.differentFromLast)
    return { reset: true }
  }
}

function* withDescendants(blocks: readonly ComposedBlock[]): Generator<ComposedBlock> {
  for (const one of blocks) {
    yield one
    yield* withDescendants(one.children)
  }
}

/** A bank that shows each learner a stable random few of its children. */
@block('randomized', {
  completion: 'aggregator',
  references,
  referenceFields: ownNames,
  draws,
  summary,
  check,
  choice: choice('edx.itembankblock.content'),
})
export class RandomizedBlock extends Bank {}

/** The incumbent's problem bank. */
@block('itembank', {
  completion: 'aggregator',
  references,
  referenceFields: incumbentNames,
  draws,
  summary,
  check,
  choice: choice('edx.itembankblock.content'),
})
export class ItemBankBlock extends Bank {}

/** The bank of v1 libraries, whose children were copied into the course. */
@block('library_content', {
  completion: 'aggregator',
  references,
  referenceFields: incumbentNames,
  draws,
  summary,
  check,
  choice: choice('edx.librarycontentblock.content'),
  childDefaultsFirst: true,
})
export class LibraryContentBlock extends Bank {}
