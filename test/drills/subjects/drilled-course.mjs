import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const texts = 8

/** A course of its own for a subject: units of texts that all say which edition they are of, and one with a problem. */
export class DrilledCourse {
  /** @param answerOf the right answer to its problem, by edition */
  constructor(run, answerOf = () => 'x') {
    this.run = run
    this.answerOf = answerOf
    this.context = `course-v1:O+Drill+${run}`
    this.units = Array.from({ length: texts }, (_one, index) => this.usage('vertical', `u${index}`))
  }

  usage(type, id) {
    return `block-v1:O+Drill+${this.run}+type@${type}+block@${id}`
  }

  /** Imports an edition. */
  async import(host, edition, settings) {
    const folder = mkdtempSync(join(tmpdir(), 'drilled-course-'))
    try {
      for (const [path, text] of this.#files(edition)) {
        mkdirSync(dirname(join(folder, path)), { recursive: true })
        writeFileSync(join(folder, path), text)
      }
      return await host.authoring.import(folder, settings)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  }

  /** Whether it was ever imported whole. */
  async isThere(host) {
    return (await host.units.contexts()).includes(this.context)
  }

  *#files(edition) {
    const verticals = this.units.map(
      (_key, index) =>
        `<vertical url_name="u${index}"><html url_name="h${index}" display_name="Text ${index}"/></vertical>`,
    )
    yield ['course.xml', `<course url_name="${this.run}" org="O" course="Drill"/>`]
    yield [
      `course/${this.run}.xml`,
      `<course display_name="Edition ${edition}"><chapter url_name="c"><sequential url_name="s">${verticals.join('')}
        <vertical url_name="graded"><problem url_name="p" max_attempts="100000"><stringresponse answer="${this.answerOf(edition)}"><label>x?</label><textline/></stringresponse></problem></vertical>
      </sequential></chapter></course>`,
    ]
    for (let index = 0; index < texts; index++) {
      yield [`html/h${index}.xml`, `<html filename="h${index}"/>`]
      yield [`html/h${index}.html`, `<p>Edition ${edition} of text ${index}, ${'padding '.repeat(200)}</p>`]
    }
  }
}

/** What a request was answered with, which must be what was hoped for. */
export function expected(status, answer) {
  if (answer.status === status) return answer.text
  throw new Error(`Answered with ${answer.status} in place of ${status}: ${answer.text.slice(0, 400)}`)
}
