import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { parseXml, sourceOf } from '../../../runtime/olx/index.js'

/** Real courses and libraries; there only beside a checkout that has them. */
export const courses = new URL('../../../../shared/olx/', import.meta.url)

/** The XML of every problem in the real courses and libraries, by file and place. */
export function realProblems(): [string, string][] {
  if (!existsSync(courses)) return []
  const files = readdirSync(courses, { recursive: true, encoding: 'utf8' }).filter((name) =>
    name.endsWith('.xml'),
  )
  return files.flatMap((name) => {
    const text = readFileSync(new URL(name, courses), 'utf8')
    if (!text.includes('<problem')) return []
    return [...parseXml(text).descendants()]
      .filter((element) => element.name === 'problem' && element.children.length > 0)
      .map((element): [string, string] => [`${name}:${element.line}`, sourceOf(element, text)])
  })
}
