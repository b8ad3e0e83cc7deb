import {
  Block,
  block,
  definePlugin,
  Fragment,
  handler,
  html,
  integer,
  list,
  needs,
  optional,
  string,
  Urls,
  User,
  view,
} from '../../runtime/index.js'

/** A block of every kind of field an author edits. */
@block('note')
class Note extends Block({
  content: { text: string('Nothing yet'), words: list(string()) },
  settings: {
    displayName: string('Note'),
    motto: optional(string()),
    size: integer(3, { help: 'In lines.' }),
    maxAttempts: optional(integer()),
    mood: string('calm', { values: ['calm', 'wild'] }),
  },
  userState: { seen: integer() },
}) {
  @view studentView() {
    const motto = this.motto === null ? 'no motto' : `motto “${this.motto}”`
    return new Fragment(
      html`<p>${this.text}, ${motto}, size ${this.size}, at most ${this.maxAttempts ?? 'any'}</p>`,
    )
  }
}

/** A block that brings its own editor. */
@block('dial')
@needs(Urls)
@needs(User)
class Dial extends Block({
  settings: { displayName: string('Dial'), angle: integer(0) },
  userState: { turned: integer() },
}) {
  @view studentView() {
    return new Fragment(html`<p>${this.angle} degrees</p>`)
  }
  @view studioView() {
    return new Fragment(
      html`<p>Turn it, ${this.service(User).name}: ${this.angle}</p>
        <form action="${this.service(Urls).handler(this.composed.key, 'turn')}"></form>`,
    )
  }
  @handler turn() {
    this.turned += 1
    return { turned: this.turned }
  }
}

export default definePlugin({ name: 'drafts', blocks: [Note, Dial] })
