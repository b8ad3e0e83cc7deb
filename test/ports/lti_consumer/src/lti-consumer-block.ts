import { randomBytes } from 'node:crypto'
import {
  Block,
  block,
  boolean,
  Clock,
  float,
  Fragment,
  handler,
  HandlerError,
  html,
  list,
  needs,
  optional,
  Person,
  PluginStore,
  Settings,
  string,
  Urls,
  User,
  view,
  type DeletedState,
} from 'unit-compositor'
import { z } from 'zod'
import { launchFields } from './launch.js'
import { settingsIn } from './tools.js'

const launching = z.object({ agreed: z.boolean() })
const result = z.object({
  operation: z.enum(['replaceResult', 'readResult', 'deleteResult']),
  score: z.number().min(0).max(1).nullable(),
})

/** What a learner's state kept: the ticket that their tool has. */
async function forgetTicket({ values, service }: DeletedState): Promise<void> {
  const { ticket } = values
  if (typeof ticket === 'string' && ticket !== '') await service(PluginStore).delete(`ticket:${ticket}`)
}

/** A tool on another site, launched by LTI 1.1, which may tell how its learner did. */
@needs(User)
@needs(Person.with('name', 'email'))
@needs(Clock)
@needs(PluginStore)
@needs(Settings)
@needs(Urls)
@block('lti_consumer', {
  hasScore: true,
  summary: ({ isScored, weight }: { isScored: boolean; weight: number }) => ({
    maxScore: isScored ? weight : 0,
  }),
  maxScore: ({ isScored, weight }: { isScored: boolean; weight: number }) => (isScored ? weight : 0),
  stateDeleted: forgetTicket,
})
export class LtiConsumerBlock extends Block({
  settings: {
    displayName: string('LTI Consumer', { label: 'Title' }),
    description: string('', { label: 'Description', help: 'Shown above the tool.' }),
    ltiId: string('', { label: 'Tool', help: 'One of the tools that this site knows.' }),
    launchUrl: string('', { label: 'Address of the tool', help: 'Where it is launched, with https.' }),
    customParameters: list(string(), [], { label: 'Custom parameters', help: 'Each as name=value.' }),
    isScored: boolean(false, { olxName: 'has_score', label: 'The tool tells scores' }),
    weight: float(1, { label: 'Points' }),
    asksToSendName: boolean(false, {
      olxName: 'ask_to_send_full_name',
      label: 'Send the name of learners who agree',
    }),
    asksToSendEmail: boolean(false, {
      olxName: 'ask_to_send_email',
      label: 'Send the email of learners who agree',
    }),
  },
  userState: { agreed: boolean(false), ticket: string(''), moduleScore: optional(float()) },
}) {
  @view studentView() {
    const { problem } = this
    const sent = this.partsToSend
    const consent = html`<label><input type="checkbox" name="agreed" ${this.agreed && 'checked'}>
      Send my ${sent.join(' and ')} to this tool</label>`
    const score =
      this.isScored && this.moduleScore !== null
        ? html`<p class="lti-score">Your score: ${this.moduleScore * this.weight} of ${this.weight}</p>`
        : ''
    return new Fragment(html`<div class="lti">
      ${this.description !== '' && html`<p>${this.description}</p>`}
      ${
        problem === undefined
          ? html`<form class="lti-launch">${sent.length > 0 && consent} <button>Open ${this.displayName}</button></form>`
          : html`<p>${problem}</p>`
      }
      ${score}</div>`)
      .addCss('lti.css')
      .initializeJs('lti.client.js')
  }

  @view publicView() {
    return new Fragment(html`<p>Sign in to open ${this.displayName}.</p>`)
  }

  @handler(launching) async launch({ agreed }: z.infer<typeof launching>) {
    const { tool, problem } = this
    if (!tool || problem !== undefined) throw new HandlerError(409, problem ?? '')
    this.agreed = agreed
    const { id, anonymousId, isStaff } = this.service(User)
    const { name, email } = this.service(Person.with('name', 'email'))
    if (this.isScored && this.ticket === '') {
      this.ticket = randomBytes(24).toString('base64url')
      const entry = { usage: this.usageKey.toString(), learner: id, tool: this.ltiId }
      await this.service(PluginStore).set(`ticket:${this.ticket}`, entry)
    }
    return launchFields({
      tool,
      outcomes: new URL(
        this.service(Urls).route('unit-compositor-lti-consumer', '/outcomes'),
        this.hostSettings.site || 'http://localhost',
      ).href,
      address: this.launchUrl,
      usage: this.usageKey.toString(),
      context: this.usageKey.context.toString(),
      title: this.displayName,
      custom: this.customParameters,
      user: anonymousId,
      role: isStaff ? 'Instructor' : 'Learner',
      ticket: this.ticket,
      name: agreed && this.asksToSendName ? name : undefined,
      email: agreed && this.asksToSendEmail ? email : undefined,
      now: this.service(Clock).now(),
    })
  }

  @handler(result, { for: 'route' }) takeResult({ operation, score }: z.infer<typeof result>) {
    if (!this.isScored) throw new HandlerError(409, 'No scores are taken here.')
    if (operation === 'deleteResult') this.moduleScore = null
    if (operation === 'replaceResult' && score !== null) {
      this.moduleScore = score
      this.publish('completion', { value: 1 })
    }
    if (operation !== 'readResult')
      this.publish('grade', { value: (this.moduleScore ?? 0) * this.weight, maxValue: this.weight })
    return { score: this.moduleScore }
  }

  private get hostSettings() {
    return settingsIn(this.service(Settings).values)
  }

  private get tool() {
    return Object.hasOwn(this.hostSettings.tools, this.ltiId)
      ? this.hostSettings.tools[this.ltiId]
      : undefined
  }

  /** Why it cannot be launched, in words for whoever looks. */
  private get problem(): string | undefined {
    if (!this.tool) return 'This site does not know the tool that belongs here.'
    if (URL.canParse(this.launchUrl) && /^https?:/.test(this.launchUrl)) return undefined
    return 'The tool that belongs here has no address.'
  }

  private get partsToSend(): string[] {
    return [...(this.asksToSendName ? ['name'] : []), ...(this.asksToSendEmail ? ['email address'] : [])]
  }
}
