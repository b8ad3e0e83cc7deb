import {
  Block,
  block,
  boolean,
  dict,
  Files,
  float,
  Fragment,
  handler,
  HandlerError,
  HandlerUrls,
  html,
  integer,
  Learners,
  needs,
  optional,
  Person,
  report,
  string,
  structured,
  Urls,
  User,
  view,
  type BlockLearners,
  type HandlerRequest,
  type HandlerResponse,
  type KeptFile,
  type StaffRequest,
  type UploadRequest,
} from 'unit-compositor'
import { z } from 'zod'
import { contentAnswer } from './content-answer.js'
import { refusalOf, rulesOf } from './data-model.js'
import { fileIn, manifest, readManifest } from './manifest.js'
import { secondsIn, standingOf, timeOf } from './standing.js'
import { entriesOf, open } from './zip-archive.js'

const largest = 200_000_000
const archiveName = 'package.zip'

/** How much a package may have kept of one learner. */
const [mostValues, mostText] = [2000, 250_000]

const launching = z.object({ item: z.number().int().min(0).default(0) })
const committing = z.object({
  values: z.record(z.string().max(200), z.string().max(64_000)),
  isEnd: z.boolean(),
})

/** Plays packages of SCORM 1.2 and 2004 that staff upload; what a package says of its learner is kept, and scored. */
@needs(User)
@needs(Person.with('name'))
@needs(Files)
@needs(Urls)
@needs(HandlerUrls)
@needs(Learners)
@block('scorm', {
  hasScore: true,
  summary: ({ isScored, weight }: { isScored: boolean; weight: number }) => ({
    maxScore: isScored ? weight : 0,
  }),
  maxScore: ({ isScored, weight }: { isScored: boolean; weight: number }) => (isScored ? weight : 0),
  keeps: { kinds: ['application/zip'], size: largest, learner: 0, block: largest, names: 1 },
})
export class ScormBlock extends Block({
  settings: {
    displayName: string('SCORM module', { label: 'Title' }),
    isScored: boolean(true, { olxName: 'has_score', label: 'Its score counts' }),
    weight: float(1, { min: 0, label: 'Points' }),
    height: integer(600, { min: 100, max: 4000, label: 'Height in pixels' }),
  },
  userStateSummary: {
    manifest: optional(
      structured(manifest, {
        version: '1.2',
        title: '',
        items: [{ title: '', href: '' }],
        masteryScore: null,
      }),
    ),
  },
  userState: {
    values: dict(string()),
    seconds: float(0),
    status: string('not attempted'),
    progress: float(0),
    score: optional(float()),
  },
}) {
  @view studentView() {
    const { manifest: given } = this
    const items = given?.items ?? []
    const fragment = new Fragment(html`<div class="scorm" style="--scorm-height: ${this.height}px">
      <h2>${this.displayName}</h2>
      ${
        given
          ? html`<p class="scorm-standing" role="status">${this.standing}</p>
            ${items.length > 1 ? html`<ol>${items.map(({ title }, at) => html`<li><button type="button" value="${at}">${title || `Part ${at + 1}`}</button></li>`)}</ol>` : html`<p><button type="button" value="0">Open</button></p>`}
            <div class="scorm-stage"></div><button type="button" class="scorm-full" hidden>Full screen</button>`
          : html`<p>There is no package here yet.</p>`
      }
      ${
        this.service(User).isStaff &&
        html`<form class="scorm-upload"><label>Package (.zip) <input type="file" name="package" accept=".zip" required></label>
          <button>${given ? 'Replace' : 'Upload'}</button> <output></output></form>`
      }</div>`)
    return fragment
      .addCss('scorm.css')
      .initializeJs('scorm.client.js', { title: given?.title || this.displayName })
  }

  /** Takes a package in place of the one that is there. */
  @handler({ upload: z.object({}), files: 1, limit: largest, for: 'staff' })
  async upload(_input: object, { files: [sent] }: StaffRequest & UploadRequest) {
    if (!sent) throw new HandlerError(422, 'No package was sent.')
    const { ofBlock } = this.service(Files)
    await ofBlock.put(archiveName, sent, { type: 'application/zip' })
    const archive = await this.archive()
    const entries = await entriesOf(archive)
    const entry = entries.get('imsmanifest.xml')
    if (!entry || entry.size > 2_000_000)
      throw new HandlerError(
        422,
        'This is no package that can be played: imsmanifest.xml is not at its top, or too large.',
      )
    const content = await open(archive, entry)
    const text = Buffer.from(content instanceof Uint8Array ? content : await content.bytes()).toString('utf8')
    const found = readManifest(text, (name) => entries.has(name))
    this.manifest = found
    return { title: found.title, version: found.version, parts: found.items.length, files: entries.size }
  }

  /** What a learner opens: where it is, and what the API says there. */
  @handler(launching) async launch({ item }: z.output<typeof launching>) {
    const { version, items } = this.package
    const { href } = items[item] ?? { href: '' }
    if (href === '') throw new HandlerError(404, 'The package has no such part.')
    const { hash } = await this.archive()
    const path = fileIn(href)
    const address = `${this.service(HandlerUrls).signed('content')}/${hash.slice(0, 16)}/${path.split('/').map(encodeURIComponent).join('/')}`
    const known = Object.entries(this.values).filter(
      ([name, value]) => refusalOf(version, name, value) === undefined,
    )
    return {
      address: address + href.slice(href.search(/[?#]|$/)),
      api: {
        scorm: version,
        values: { ...Object.fromEntries(known), ...this.givenValues },
        rules: rulesOf(version),
      },
    }
  }

  /** A file of the package, for whoever was given a launched address. */
  @handler({ reads: true }) async content({ suffix }: HandlerRequest): Promise<HandlerResponse> {
    const archive = await this.archive()
    const [hash, ...parts] = suffix.split('/')
    if (hash !== archive.hash.slice(0, 16))
      throw new HandlerError(410, 'The package was replaced; open it again.')
    const name = parts.join('/')
    const entry = (await entriesOf(archive)).get(name)
    if (!entry) throw new HandlerError(404, 'The package has no such file.')
    return contentAnswer(
      name,
      await open(archive, entry),
      this.service(Urls).client(this.blockType, 'scorm-api.js'),
    )
  }

  /** Keeps what the package set. */
  @handler(committing) commit({ values: set, isEnd }: z.output<typeof committing>) {
    const { version } = this.package
    for (const [name, value] of Object.entries(set)) {
      const why = refusalOf(version, name, value)
      if (why !== undefined) throw new HandlerError(400, `${name} ${why}.`)
    }
    const values = { ...this.values, ...set }
    const text = Object.entries(values).reduce((sum, [name, value]) => sum + name.length + value.length, 0)
    if (Object.keys(values).length > mostValues || text > mostText)
      throw new HandlerError(413, 'The package keeps more than there is room for.')
    if (isEnd) {
      this.seconds += secondsIn(values['cmi.core.session_time'] ?? values['cmi.session_time'] ?? '')
      delete values['cmi.core.session_time']
      delete values['cmi.session_time']
    }
    this.values = values
    this.judge()
    return { standing: this.standing }
  }

  /** All that a package keeps of one learner. */
  @handler(z.object({ learner: z.string() }), { for: 'staff' })
  async learnersValues(
    { learner }: { learner: string },
    request: StaffRequest,
  ): Promise<{ values: Record<string, string>; seconds: number }> {
    const found = await this.service(Learners).of(this, request).find(learner)
    if (!found) throw new HandlerError(404, 'Nothing is kept of this learner here.')
    return { values: found.state.values, seconds: found.state.seconds }
  }

  @report({
    learner: 'text',
    status: 'text',
    score: { title: 'Score, from 0 to 1', type: 'number' },
    seconds: 'number',
    values: 'text',
  })
  async *rows(learners: BlockLearners<ScormBlock>) {
    for await (const { id, state } of learners.all())
      yield {
        learner: id,
        status: state.status,
        score: state.score,
        seconds: state.seconds,
        values: JSON.stringify(state.values),
      }
  }

  /** Packages commit often: only what is another than before is told. */
  private judge(): void {
    const before = { score: this.score, completion: this.progress }
    const { status, score, completion } = standingOf(this.package, this.values)
    this.status = status
    this.score = score
    this.progress = completion
    if (completion !== before.completion) this.publish('completion', { value: completion })
    if (this.isScored && score !== null && score !== before.score)
      this.publish('grade', { value: score * this.weight, maxValue: this.weight })
  }

  private get package() {
    if (!this.manifest) throw new HandlerError(404, 'There is no package here yet.')
    return this.manifest
  }

  private async archive(): Promise<KeptFile> {
    const kept = await this.service(Files).ofBlock.get(archiveName)
    if (!kept) throw new HandlerError(404, 'There is no package here yet.')
    return kept
  }

  /** How the learner stands, in words. */
  private get standing(): string {
    const { score, weight } = this
    const points =
      this.isScored && score !== null ? `, ${Number((score * weight).toFixed(2))} of ${weight} points` : ''
    return `${this.status[0]?.toUpperCase()}${this.status.slice(1)}${points}`
  }

  /** What a package reads of its learner, and sets nothing of. */
  private get givenValues(): Readonly<Record<string, string>> {
    const { version, masteryScore } = this.package
    const { pseudonym, name = '' } = this.service(Person.with('name'))
    const exit = this.values['cmi.core.exit'] ?? this.values['cmi.exit']
    const entry = Object.keys(this.values).length === 0 ? 'ab-initio' : exit === 'suspend' ? 'resume' : ''
    const total = timeOf(version, this.seconds)
    if (version === '2004')
      return {
        'cmi.learner_id': pseudonym,
        'cmi.learner_name': name,
        'cmi.credit': 'credit',
        'cmi.mode': 'normal',
        'cmi.entry': entry,
        'cmi.total_time': total,
      }
    return {
      'cmi.core.student_id': pseudonym,
      'cmi.core.student_name': name,
      'cmi.core.credit': 'credit',
      'cmi.core.lesson_mode': 'normal',
      'cmi.core.entry': entry,
      'cmi.core.total_time': total,
      'cmi.core.lesson_status': this.values['cmi.core.lesson_status'] ?? 'not attempted',
      ...(masteryScore !== null && { 'cmi.student_data.mastery_score': String(masteryScore) }),
    }
  }
}
