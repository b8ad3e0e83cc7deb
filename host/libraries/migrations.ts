import {
  availableLibraries,
  collectBlocks,
  migrateLibrary,
  originalUsage,
  plannedMigration,
  shareBlock,
  transferBlock,
  updateChildren,
  type AuthoringStore,
  type AvailableLibrary,
  type CollectBlocksOptions,
  type CollectionReport,
  type BlockTarget,
  type LogWords,
  type MigrationReport,
  type OriginalUsage,
  type SharedBlock,
  type TransferredBlock,
  type UpdatedChildren,
} from '../../content/index.js'
import { CompositorError, type BlockTypes } from '../../runtime/index.js'
import { contextKeyOf } from './context-of-key.js'
import type { Authoring } from '../authoring.js'

/** How a library is migrated at a site. */
export interface MigrationSettings extends LogWords {
  /** Key of the new library, as text; the same organisation and name where it is left out. */
  readonly to?: string | undefined
  /** Whether courses are published, too, where learners see the draft that is linked. */
  readonly publishCourses?: boolean
}

/** Libraries of the older generation and their copies in courses: migrated, updated, and asked where they come from. */
export class Migrations {
  constructor(
    private readonly store: AuthoringStore,
    private readonly types: BlockTypes,
    private readonly authoring: Authoring,
  ) {}

  /** What a migration would do. @throws CompositorError see {@link plannedMigration} */
  plan(library: string, to?: string): Promise<MigrationReport> {
    return plannedMigration(library, { store: this.store, types: this.types, to })
  }

  /** Migrates a v1 library. @throws CompositorError see {@link migrateLibrary} */
  migrate(
    library: string,
    { to, publishCourses = false, ...words }: MigrationSettings = {},
  ): Promise<MigrationReport> {
    const { store, types, authoring } = this
    const publish = (context: string, said: LogWords) =>
      authoring.publish(context, undefined, undefined, named(said, `Migrated from ${library}`))
    return migrateLibrary(library, { store, types, to, publish, publishCourses, words })
  }

  /** Which library block a block comes from. @throws CompositorError see {@link originalUsage} */
  originalUsage(key: string): Promise<OriginalUsage> {
    return originalUsage(this.store, key)
  }

  /** The libraries that banks can draw from. */
  libraries(): Promise<readonly AvailableLibrary[]> {
    return availableLibraries(this.store)
  }

  /** Brings the children of a bank to what its library has. @throws CompositorError see {@link updateChildren} */
  updateChildren(bank: string, words: LogWords = {}): Promise<UpdatedChildren> {
    return updateChildren(this.store, this.types, bank, words)
  }

  /** Copies a block to another course or library, or moves it there. @throws CompositorError see {@link transferBlock} */
  transfer(
    usage: string,
    target: BlockTarget & { readonly move?: boolean },
    words: LogWords = {},
  ): Promise<TransferredBlock> {
    return transferBlock(this.store, this.types, usage, target, words)
  }

  /**
   * Makes a course's block a library's, and refers to it from where it stood; learners notice it when the course is published.
   * @throws CompositorError see {@link shareBlock}
   */
  share(usage: string, library: string, words: LogWords = {}): Promise<SharedBlock> {
    const { store, types, authoring } = this
    const publish = (context: string, usages: readonly string[] | undefined, asked: LogWords) => {
      const said = named(asked, `Shared by ${contextKeyOf(usage)}`)
      return usages === undefined
        ? authoring.publish(context, undefined, undefined, said)
        : authoring.publishSome(context, usages, undefined, said).catch((thrown: unknown) => {
            if (CompositorError.from(thrown, 'host-failed').code === 'block-not-found') return undefined
            throw thrown
          })
    }
    return shareBlock(usage, library, { store, types, publish, words })
  }

  /** Brings problems of a course into a library, or says what would come. @throws CompositorError see {@link collectBlocks} */
  collect(
    course: string,
    library: string,
    options: Omit<CollectBlocksOptions, 'store' | 'types'> = {},
  ): Promise<CollectionReport> {
    return collectBlocks(course, library, { ...options, store: this.store, types: this.types })
  }
}

/** A version of a library is published under a name. */
function named(words: LogWords, name: string): LogWords {
  return { ...words, name: words.name ?? name }
}
