import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { summarised } from './pairs.js'
import type { Benchmark } from './result.js'
import { numbers, problemXml } from './stress-unit.js'

const lines = 6000
const rounds = 3
const target = 2000
const cli = fileURLToPath(new URL('../cli/main.js', import.meta.url))
/** What reading and writing JSON lines costs by itself. */
const echo = `
const { createInterface } = require('node:readline')
createInterface({ input: process.stdin }).on('line', (line) => process.stdout.write(JSON.stringify(JSON.parse(line)) + '\\n'))`

const questions = [
  { xml: problemXml(1), answers: { '2_1': 'choice_1' } },
  {
    xml: '<problem><stringresponse answer="Halley" type="ci"><label>Which comet?</label><textline/></stringresponse></problem>',
    answers: { '2_1': 'halley' },
  },
  {
    xml: '<problem><numericalresponse answer="29.78"><label>How fast?</label><responseparam type="tolerance" default="2%"/><formulaequationinput/></numericalresponse></problem>',
    answers: { '2_1': '30' },
  },
]

/** Lines of a choice, a text and a number in turn, all different to the one who reads them. */
const input = numbers(lines)
  .map((number) => `${JSON.stringify({ ...questions[number % questions.length], seed: number })}\n`)
  .join('')

/** Seconds from the first line of a command's answer to its last: its start does not count. */
async function seconds(given: readonly string[]): Promise<number> {
  const child = spawn(process.execPath, given, { stdio: ['pipe', 'pipe', 'inherit'] })
  let began = 0
  let answered = 0
  child.stdout.on('data', (chunk: Buffer) => {
    if (began === 0) began = performance.now()
    for (const byte of chunk) if (byte === 10) answered++
  })
  child.stdin.end(input)
  await once(child, 'close')
  if (answered !== lines) throw new Error(`${lines} lines were answered by ${answered}.`)
  return (performance.now() - began) / 1000
}

/** How many lines a second a command answers. */
function lineRate(command: 'grade' | 'render-problem', id: string): Benchmark {
  return {
    id,
    title: `lines that \`${command}\` answers a second: a choice, a text and a number in turn`,
    async run() {
      const rate = async (given: readonly string[]) => lines / (await seconds(given))
      const pairs: { subject: number; against: number }[] = []
      for (let round = 0; round < rounds; round++) {
        const subject = await rate([cli, command])
        pairs.push({ subject, against: await rate(['-e', echo]) })
      }
      const found = summarised(pairs)
      return {
        id,
        title: this.title,
        value: found.subject,
        unit: 'lines/s',
        against: 'reading the same lines as JSON and writing them again',
        ratio: found.ratio,
        spread: found.spread,
        runs: found.runs,
        pairs: found.pairs,
        target: `at least ${target} lines/s`,
        met: found.subject >= target,
      }
    },
  }
}

export const gradeLines = lineRate('grade', 'grade-lines')
export const renderLines = lineRate('render-problem', 'render-lines')
