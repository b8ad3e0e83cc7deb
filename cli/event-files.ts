import { createReadStream, readdirSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { InvalidArgumentError } from 'commander'
import type { EventLines } from '../lms/index.js'

/** Lines of the event log in files, in their order. */
export function linesOf(files: readonly string[]): EventLines {
  return async function* () {
    for (const file of files) yield* createInterface({ input: createReadStream(file), crlfDelay: Infinity })
  }
}

/**
 * Reads an option that names files of an event log; a folder stands for those in it.
 * @throws InvalidArgumentError for what is not there, and a folder without any
 */
export function namedEventFiles(path: string, before: readonly string[] = []): readonly string[] {
  const found = statSync(path, { throwIfNoEntry: false })
  if (!found) throw new InvalidArgumentError('It is not there.')
  const files = found.isDirectory() ? eventFiles(path) : [path]
  if (files.length === 0) throw new InvalidArgumentError('There is no events.jsonl in it.')
  return [...before, ...files]
}

/** Files of an event log in a folder: what was put aside has its time in its name, and comes before what is written. */
export function eventFiles(folder: string): readonly string[] {
  const files = readdirSync(folder).filter((name) => /^events(-[\dTZ.]+)?\.jsonl$/.test(name))
  return files.toSorted().map((name) => join(folder, name))
}
