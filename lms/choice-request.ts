import {
  learnerRecords,
  type BlockType,
  type Choice,
  type ChoiceRequest,
  type CompanionBank,
  type DrawnBank,
  type DrawnCompanions,
  type LearnerRecord,
} from '../runtime/block/index.js'
import { bankPool } from '../compositor/index.js'
import type { ComposedBlock } from '../runtime/unit/index.js'
import { isJsonArray, isJsonObject, type Json } from '../runtime/values/index.js'
import { versionlessKey } from './learner-state/index.js'
import type { SelectionFacts } from './selection-facts.js'

/** Makes what the choices of a unit are made from, of one learner. */
export class ChoiceRequests {
  /** Lists of companions as the learner has them: the same for all banks of a group, so that it draws once. */
  readonly #drawn = new Map<readonly CompanionBank[], readonly DrawnBank[]>()

  constructor(private readonly facts: SelectionFacts) {}

  /** @throws whatever the type's code throws */
  of(block: ComposedBlock, type: BlockType, choice: Choice<never>): ChoiceRequest<never> {
    const { stored, learner, groups } = this.facts
    const { key: usage, definition, fields: values } = block
    const fields = type.sharedFields({ usage, type: block.type, definition, fields: values })
    const members = bankPool(block)
    const address = { scope: 'userState', id: usage } as const
    const own = versionlessKey(usage)
    return {
      usage: own,
      fields,
      get children() {
        return members.keys
      },
      members,
      stored: choice.field === undefined ? undefined : this.#named(stored.record(address)?.[choice.field]),
      seed: this.#seedAt(usage),
      groupOf: (partition) => groups.groupOf(partition),
      isStaff: learner.isStaff,
      records: learnerRecords(choice.reads?.(fields) ?? [], usage, (key) => this.#recordAt(key)),
      companions: this.#companionsOf(own),
    }
  }

  #companionsOf(usage: string): DrawnCompanions | undefined {
    const companions = this.facts.companions?.get(usage)
    if (!companions) return undefined
    const { group, leader } = companions
    return {
      ...(group && { group: this.#drawnAll(group) }),
      ...(leader && {
        leader: {
          bank: this.#drawnBank(leader.bank),
          ...(leader.group && { group: this.#drawnAll(leader.group) }),
        },
      }),
    }
  }

  #drawnAll(banks: readonly CompanionBank[]): readonly DrawnBank[] {
    let drawn = this.#drawn.get(banks)
    if (!drawn) this.#drawn.set(banks, (drawn = banks.map((bank) => this.#drawnBank(bank))))
    return drawn
  }

  /** What is stored of it is read when it is asked for: of most banks all is stored, so nobody asks for others. */
  #drawnBank(bank: CompanionBank): DrawnBank {
    const { usage: id, field } = bank
    const storedOf = (of: string) => this.#named(this.facts.stored.record({ scope: 'userState', id })?.[of])
    return {
      ...bank,
      seed: this.#seedAt(id),
      get stored() {
        return field === undefined ? undefined : storedOf(field)
      },
    }
  }

  /** What is stored of a choice, blocks by the keys that they have by now. */
  #named(stored: Json | undefined): Json | undefined {
    const { former } = this.facts
    if (!former || stored === undefined) return stored
    const named = (value: Json): Json => {
      if (typeof value === 'string') return former.newest(value)
      if (isJsonArray(value)) return value.map(named)
      if (!isJsonObject(value)) return value
      return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, named(one)]))
    }
    return named(stored)
  }

  #seedAt(usage: string): string {
    return `${this.facts.learner.id}|${versionlessKey(usage)}`
  }

  /** What is stored of the learner at another block, whether or not they see it now. */
  #recordAt(usage: string): LearnerRecord {
    const { stored, resultOf } = this.facts
    const { grade, completion = 0 } = resultOf(usage) ?? {}
    const state = stored.record({ scope: 'userState', id: usage }) ?? {}
    return { state, completion, ...(grade && { grade: { earned: grade.earned, possible: grade.possible } }) }
  }
}
