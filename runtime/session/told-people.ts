import { CompositorError } from '../errors/index.js'
import {
  personParts,
  type Asking,
  type KnownPerson,
  type People,
  type Person,
  type PersonFacts,
  type PersonPart,
} from '../service/person.js'
import type { PersonDirectory, PersonSource, SomeFacts } from '../service/person-source.js'
import type { StaffRequest } from '../view/handler-request.js'
import { sharedDataView } from './shared-views.js'
import type { AskingBlock } from './asking-block.js'

/** What a block is told of people: where it stands, and what its class asks for. */
export interface Telling {
  readonly place: AskingBlock
  readonly asking: Asking
  readonly directory: PersonDirectory
  /** The block's learning context, as text, without branch or version. */
  readonly context: () => string
}

/**
 * The learner of a request, as one block asks for them. Nothing is looked up before the block reads it; who reads shows what is this
 * learner's own.
 */
export function toldPerson(telling: Telling, { id, facts }: PersonSource): Person {
  const { place } = telling
  return person(telling, id, facts, () => {
    if (place.activeView === sharedDataView) {
      throw misuse(
        place,
        `'${sharedDataView}' is the same for every learner, and it asked who the learner is`,
      )
    }
    place.pad.own()
  })
}

/** Other people, for the handlers of staff. */
export function toldPeople(telling: Telling): People<PersonPart> {
  const { place, directory, context } = telling
  const refuseOthers = (request: StaffRequest): void => {
    // As plugins in JavaScript may give it.
    if (typeof request === 'object' && place.staffRequests.has(request)) return
    throw misuse(
      place,
      'who other people are is told in handlers of staff alone, by the request that they are given',
    )
  }
  const known = async (learners: readonly string[]): Promise<Map<string, KnownPerson<PersonPart>>> => {
    const wanted = [...new Set(learners)]
    const facts = await factsOf(directory, wanted, context())
    return new Map(wanted.map((id) => [id, knownPerson(telling, id, facts.get(id) ?? {})]))
  }
  return {
    async of(request, learners) {
      refuseOthers(request)
      return known(learners)
    },
    async behind(request, pseudonym) {
      refuseOthers(request)
      const id = directory.learnerBehind(pseudonym, context())
      return id === undefined ? undefined : (await known([id])).get(id)
    },
  }
}

async function factsOf(
  directory: PersonDirectory,
  learners: readonly string[],
  context: string,
): Promise<ReadonlyMap<string, SomeFacts>> {
  try {
    return await directory.of(learners, context)
  } catch (cause) {
    const message = `This host could not say who people in '${context}' are.`
    throw new CompositorError('people-unavailable', message, { cause })
  }
}

function knownPerson(telling: Telling, id: string, facts: SomeFacts): KnownPerson<PersonPart> {
  const told = person(telling, id, facts, () => undefined)
  return Object.defineProperty(told, 'id', { value: id, enumerable: true }) as KnownPerson<PersonPart>
}

/** @param onRead called before anything is told */
function person(
  { place, asking: { parts }, directory, context }: Telling,
  id: string,
  facts: SomeFacts,
  onRead: () => void,
): Person {
  const { type, composed } = place
  const read = (part: PersonPart): PersonFacts[PersonPart] => {
    if (!parts.includes(part)) {
      throw new CompositorError(
        'person-undeclared',
        `${type.name} asked for '${part}' of a person, which its class does not declare; it declares: ${parts.join(', ') || 'none'}.`,
        { usage: composed.key },
      )
    }
    onRead()
    const isList = part === 'roles' || part === 'teams'
    return (directory.denied(type.plugin).has(part) ? undefined : facts[part]) ?? (isList ? [] : undefined)
  }
  const told = {
    get pseudonym(): string {
      onRead()
      return directory.pseudonym(id, context())
    },
  }
  for (const part of personParts) {
    Object.defineProperty(told, part, { get: () => read(part), enumerable: parts.includes(part) })
  }
  return told
}

function misuse({ type, composed }: AskingBlock, why: string): CompositorError {
  return new CompositorError('service-use', `${type.name} used a service wrongly: ${why}.`, {
    usage: composed.key,
  })
}
