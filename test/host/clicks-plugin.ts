import { z } from 'zod'
import {
  Aside,
  aside,
  asideFor,
  Block,
  block,
  Cache,
  definePlugin,
  Fragment,
  handler,
  HandlerUrls,
  html,
  integer,
  needs,
  Settings,
  string,
  User,
  view,
  type HandlerRequest,
} from '../../runtime/index.js'

/** Counts clicks, and shows an address at which anyone with it may click for the learner. */
@needs(HandlerUrls)
@needs(User)
@needs(Settings)
@needs(Cache)
@block('clicks')
class Clicks extends Block({
  content: { answer: string('42') },
  settings: { displayName: string('Clicks') },
  userState: { clicks: integer(), views: integer() },
}) {
  @view async studentView() {
    this.views += 1
    await this.service(Cache).set('seen', true)
    const { values } = this.service(Settings)
    return new Fragment(
      html`<a href="${this.service(HandlerUrls).signed('click')}">${this.clicks} clicks, ${this.views} views
        ${JSON.stringify(values)}</a>`,
    )
  }
  @view studentViewData() {
    return { title: this.displayName }
  }
  @view studentViewUserState() {
    return { clicks: this.clicks, views: this.views }
  }
  @view authorViewData() {
    return { answer: this.answer }
  }
  @handler click({ suffix, bytes }: HandlerRequest) {
    this.clicks += 1
    return { who: this.service(User).id, suffix, bytes: bytes?.length }
  }
  @handler({ reads: true }) count({ query }: HandlerRequest) {
    return { who: this.service(User).id, clicks: this.clicks, asked: query.get('q') ?? null }
  }
  @handler({ reads: true }) stealthyClick() {
    this.clicks += 1
  }
  @handler(z.object({})) json() {
    return {}
  }
  @handler other() {
    return {}
  }
}

@aside('hearts', { shouldApplyTo: ({ type }) => type === 'clicks' })
class Hearts extends Aside({ userState: { clicks: integer() } }) {
  @asideFor('student_view') hearts() {
    return new Fragment(html`<i>${this.clicks} hearts</i>`).initializeJs('hearts.js')
  }
  @handler({ reads: true }) counted() {
    return { hearts: this.clicks }
  }
  @handler give() {
    this.clicks += 1
    this.publish('hearts.given', {})
    return { hearts: this.clicks }
  }
}

export default definePlugin({ name: 'clicks', blocks: [Clicks], asides: [Hearts] })
