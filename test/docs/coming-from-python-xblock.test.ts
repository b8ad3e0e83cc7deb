import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { errorTable, scopes } from '../../runtime/index.js'
import { isBuilt, root } from './document-package.js'

const text = readFileSync(join(root, 'docs/coming-from-python-xblock.md'), 'utf8')
const rows = text
  .split('\n')
  .filter((line) => line.startsWith('| ') && !line.startsWith('| Python'))
  .map((line) => line.slice(2, -2).split(' | '))

/** Names that no door exports: of packages, members, events, folders, and of package.json. */
const others = new Set(
  `unit-compositor class Response fetch init addCss addJavascript choice readOlx writeOlx shouldApplyTo overrides label help values
   content settings client type upload files unitCompositor bytes children publish service renderChild renderChildren save_fields studentView
   studioView authorView fallbackView fallbackHandler
   studentViewData studentViewUserState staffSubmissionHistory summary words stateDeleted routes check validateFields for pseudonym follow min max pattern choicesFrom multiline initializeJs runtime scenarios isSetOn resetField usageKey`.split(
    /\s+/,
  ),
)

/** The classes of XBlock 6.2, and what it decorates with, by module. */
const classes = `
  core: Blocklike XBlockMixin XBlock XBlockAside
  core, decorators: XBlock.handler XBlock.json_handler XBlock.needs XBlock.wants XBlock.supports XBlock.tag XBlockAside.aside_for
  fields: Sentinel BlockScope UserScope Scope ScopeIds Field JSONField Integer Float Boolean Dict List Set String XMLString Date
    DateTime Timedelta RelativeTime Any Reference ReferenceList ReferenceValueDict ScoreField ListScoreField UNIQUE_ID
    FailingEnforceTypeWarning ModifyingEnforceTypeWarning
  field_data: FieldData DictFieldData SplitFieldData ReadOnlyFieldData
  fragment: Fragment
  runtime: KeyValueStore DictKeyValueStore KvsFieldData IdReader IdGenerator MemoryIdManager Runtime ObjectAggregator Mixologist
    RegexLexer NullI18nService
  plugin: Plugin PluginMissingError AmbiguousPluginError AmbiguousPluginOverrideError
  exceptions: XBlockNotFoundError XBlockSaveError KeyValueMultiSaveError InvalidScopeError NoSuchViewError NoSuchHandlerError
    NoSuchServiceError NoSuchUsage NoSuchDefinition JsonHandlerError DisallowedFileError FieldDataDeprecationWarning
    UserIdDeprecationWarning XBlockParseException NotFoundError ProcessingError
  completable, scorable, progress, validation: XBlockCompletionMode CompletableXBlockMixin ScorableXBlockMixin Score ShowCorrectness
    Progress Validation ValidationMessage
  internal, run_script: LazyClassProperty class_lazy run_script
  reference: Service Filesystem FSService public UserService XBlockUser
  utils: child_isinstance PublishEventMixin ResourceLoader XBlockWithSettingsMixin ThemableXBlockMixin FutureFields
    StudioEditableXBlockMixin StudioContainerXBlockMixin NestedXBlockSpec XBlockWithPreviewMixin
    StudioContainerWithNestedXBlocksMixin ProxyTransNode xblock_translate
  django: DjangoWebobRequest DjangoUploadedFile django_to_webob_request webob_to_django_response querydict_to_multidict`
  .split('\n')
  .flatMap((line) => line.replace(/^.*: /, '').trim().split(/\s+/))
  .filter((name) => name !== '')

describe('docs/coming-from-python-xblock.md', () => {
  it('has a row for every class and decorator of XBlock', () => {
    const left = rows.map(([python = '']) => python).join(' ')
    expect(classes.length).toBeGreaterThan(100)
    expect(
      classes.filter((name) => !new RegExp(`(?<![\\w.])${name.replace('.', '\\.')}(?!\\w)`).test(left)),
    ).toEqual([])
  })

  it('names errors that are in the table', () => {
    const [, section = ''] = text.split('## Errors\n')
    const [errors = ''] = section.split('\n## ')
    const codes = [...errors.matchAll(/`([a-z]+(?:-[a-z]+)+)`/g)].map(([, code = '']) => code)
    expect(codes.length).toBeGreaterThan(8)
    expect(codes.filter((code) => !(code in errorTable))).toEqual([])
  })

  it.skipIf(!isBuilt)('names only what is exported', () => {
    const exported = exportsOfAllDoors()
    const named = rows.flatMap(([, here = '']) =>
      [...here.matchAll(/`@?(?:this\.)?([A-Za-z]\w*)(?![\w-])/g)].map(([, name = '']) => name),
    )
    const known = (name: string) => exported.has(name) || name in scopes || others.has(name)
    expect(named.length).toBeGreaterThan(90)
    expect(named.filter((name) => !known(name))).toEqual([])
  })
})

/** What every door exports, types too, as the API pages list it. */
function exportsOfAllDoors(): Set<string> {
  const folder = mkdtempSync(join(tmpdir(), 'exports-'))
  try {
    execFileSync(process.execPath, [join(root, 'docs/api-pages/main.mjs'), folder])
    const pages = readdirSync(folder).map((name) => readFileSync(join(folder, name), 'utf8'))
    return new Set(pages.flatMap((page) => [...page.matchAll(/^### (\w+)$/gm)].map(([, name = '']) => name)))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
