import { parse } from 'smol-toml'
import { table, texts } from '../../olx/package-toml.js'
import { TomlText } from '../../toml/index.js'
import type { EditSession } from '../edit-session.js'
import type { EditedFiles } from '../edited-files.js'
import { LibraryEntities } from './library-entities.js'

/** Changes the lists of all containers and collections that name an entity. @param key as they name it */
export async function memberEdits(
  session: EditSession,
  files: EditedFiles,
  usage: string,
  key: string,
  change: (members: readonly string[]) => readonly string[],
): Promise<void> {
  const entities = new LibraryEntities(session)
  for (const container of await entities.holding(usage)) {
    const file = await entities.of(container)
    const { members, pins } = file
    const after = change(members)
    const renamed = members.length === after.length ? after : members
    const kept = [...pins].map(([one, number]) => [renamed[members.indexOf(one)] ?? one, number] as const)
    file.setMembers(after, new Map(kept))
    files.rewrite(file.path, file.text)
  }
  for (const { path, text } of await entities.collections(key)) {
    const toml = new TomlText(text, path)
    const before = texts(table(parse(text)['collection'])['entities'])
    if (!before.includes(key)) continue
    files.rewrite(path, toml.set(['collection', 'entities'], change(before)).text)
  }
}
