import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import type { CheckedPlace } from './store-subject.js'

/** Another process with a store opened in it: it prints lines, and can be killed. */
export class OtherProcess {
  readonly #child
  readonly #ended: Promise<unknown[]>

  /** @param script JavaScript whose `store` is opened already, and which prints by `say(text)` */
  constructor({ subject: { module }, address }: CheckedPlace, script: string) {
    const whole = `const { openStore } = await import(process.argv[1])
const store = await openStore(process.argv[2])
const say = (text) => process.stdout.write(text + '\\n')
${script}
await store.close()
process.exit(0)`
    this.#child = spawn(process.execPath, ['--input-type=module', '-e', whole, String(module), address], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    this.#ended = once(this.#child, 'exit')
  }

  /** What it prints, line by line, until it ends. */
  lines(): AsyncIterable<string> {
    return createInterface({ input: this.#child.stdout })
  }

  kill(): void {
    this.#child.kill('SIGKILL')
  }

  /** Waits for its end, which is one of success. */
  async ended(): Promise<void> {
    assert.deepEqual(await this.#ended, [0, null], 'The other process failed.')
  }

  /** Waits for its end, whatever it is. */
  async gone(): Promise<void> {
    await this.#ended
  }
}
