import { parse } from 'smol-toml'
import { CompositorError } from '../../runtime/errors/index.js'
import { TomlText, type TomlPath } from '../toml/index.js'

/** What a library is for: the first two take blocks of one type only. */
export type LibraryKind = 'problem' | 'video' | 'complex'

/** What is said of a library as a whole, versioned with what is in it. */
export interface LibrarySettings {
  readonly title: string
  readonly description: string
  /** Such as `CC-BY-4.0` or `All Rights Reserved`; '' where nothing is said. */
  readonly licence: string
  /** BCP 47, such as `en` or `pt-BR`; '' where nothing is said. */
  readonly language: string
  readonly kind: LibraryKind
}

/** The file in which they stand. */
export const packagePath = 'package.toml'

/** Every kind of library. */
export const libraryKinds: readonly LibraryKind[] = ['problem', 'video', 'complex']

/** Where each stands: what all readers of archives know in `[learning_package]`, what is ours in `[library]`. */
const places: Readonly<Record<keyof LibrarySettings, TomlPath>> = {
  title: ['learning_package', 'title'],
  description: ['learning_package', 'description'],
  licence: ['library', 'licence'],
  language: ['library', 'language'],
  kind: ['library', 'kind'],
}

const most = { title: 255, description: 10_000, licence: 1000, language: 35 }

/** What `package.toml` says of its library. */
export function settingsIn(toml: string): LibrarySettings {
  const said: Record<string, unknown> = parse(toml)
  const text = (name: keyof LibrarySettings) => {
    const [table = '', key = ''] = places[name].map(String)
    const value = (said[table] as Record<string, unknown> | undefined)?.[key]
    return typeof value === 'string' ? value : ''
  }
  const kind = libraryKinds.find((one) => one === text('kind')) ?? 'complex'
  const { title, description, licence, language } = {
    title: text('title'),
    description: text('description'),
    licence: text('licence'),
    language: text('language'),
  }
  return { title, description, licence, language, kind }
}

/** `package.toml` with other settings, all else in it as it stands. @throws CompositorError `field-value`, `olx-malformed` */
export function withSettings(toml: string, settings: Partial<LibrarySettings>): string {
  const checked = checkedSettings(settings)
  const text = new TomlText(toml, packagePath)
  const now = settingsIn(toml)
  for (const [name, value] of Object.entries(checked) as [keyof LibrarySettings, string][])
    if (now[name] !== value) text.set(places[name], value)
  return text.text
}

/** Settings of which those that are given can be stored. @throws CompositorError `field-value` */
export function checkedSettings(settings: Partial<LibrarySettings>): Partial<LibrarySettings> {
  const given = Object.entries(settings).filter(([, value]) => value !== undefined)
  for (const [name, value] of given) {
    if (!Object.hasOwn(places, name)) throw refused(name, 'no setting of a library')
    if (typeof value !== 'string') throw refused(name, 'no text')
    if (name === 'title' && value.trim() === '') throw refused(name, 'empty')
    const limit = most[name as keyof typeof most] ?? 20
    if (value.length > limit) throw refused(name, `longer than ${limit} characters`)
    if (name === 'kind' && !libraryKinds.includes(value as LibraryKind))
      throw refused(name, `'${value}'; one of ${libraryKinds.join(', ')} is`)
    if (name === 'language' && value !== '' && !isLanguage(value))
      throw refused(name, `'${value}'; a tag such as en or pt-BR is`)
  }
  return Object.fromEntries(given)
}

function isLanguage(tag: string): boolean {
  try {
    return Intl.getCanonicalLocales(tag).length === 1
  } catch {
    return false
  }
}

function refused(name: string, why: string): CompositorError {
  const expected = why.endsWith(' is') ? `${why} expected` : why
  return new CompositorError('field-value', `The ${name} of a library is ${expected}.`)
}
