import {
  ScriptRunner,
  type ScriptOrigin,
  type ScriptOutcome,
  type ScriptRun,
} from '../../../runtime/service/script-runner.js'

/** Runs scripts of problems that come from a library, which may import what it brings along. */
export class LibraryRunner extends ScriptRunner {
  constructor(
    private readonly runner: ScriptRunner,
    private readonly library: ScriptOrigin,
  ) {
    super()
  }

  override run(run: ScriptRun): Promise<ScriptOutcome> {
    return this.runner.run({ ...run, library: this.library })
  }
}
