import { afterAll, beforeAll, expect, it } from 'vitest'
import { MadeSite } from '../../host/made-site.js'

let site: MadeSite
beforeAll(async () => {
  site = await MadeSite.open()
})
afterAll(() => site.close())

/** A v2 library of problems, as its archive has them. @param problems attributes by id */
function libraryFiles(problems: Readonly<Record<string, string>>): Record<string, string> {
  const dates = 'created = 2025-01-01T00:00:00Z\nupdated = 2025-01-01T00:00:00Z\n'
  const files: Record<string, string> = {
    'package.toml': `[meta]\nformat_version = 1\n[learning_package]\ntitle = "L"\nkey = "lib:O:L"\ndescription = ""\n${dates}`,
  }
  for (const [id, attributes] of Object.entries(problems)) {
    const folder = `entities/xblock.v1/problem/${id}`
    files[`${folder}.toml`] =
      `[entity]\ncan_stand_alone = true\nkey = "xblock.v1:problem:${id}"\ncreated = 2025-01-01T00:00:00Z\n[entity.draft]\nversion_num = 1\n[entity.published]\nversion_num = 1\n[[version]]\ntitle = "${id}"\nversion_num = 1\n`
    files[`${folder}/component_versions/v1/block.xml`] = `<problem ${attributes}/>`
  }
  return files
}

it('an import notes where a library sets something otherwise than the course, and which overrides hold for nothing', async () => {
  await site.publish(
    libraryFiles({ a: 'max_attempts="2"', b: 'max_attempts="5"', c: 'max_attempts="1" weight="3"' }),
  )
  const key = 'lib:O:L'
  const { published } = await site.host.drafts.head(key)
  const lb = (id: string) => `lb:O:L:problem:${id}`
  const course = (attributes: string) => `<course org="O" course="C" url_name="R" max_attempts="5">
  <chapter url_name="ch"><sequential url_name="s"><vertical url_name="v">
    <library_content_v2 url_name="u" source_libraries='["${key}:${published ?? ''}"]' library_blocks='["${lb('a')}", "${lb('b')}", "${lb('c')}"]' ${attributes}/>
  </vertical></sequential></chapter></course>`
  const { findings } = await site.publish({ 'course.xml': course('') })
  const usage = 'block-v1:O+C+R+type@library_content_v2+block@u'
  expect(findings).toMatchObject([
    {
      level: 'note',
      code: 'library-settings-differ',
      usage,
      file: 'course.xml',
      line: 3,
      count: 2,
      message: expect.stringMatching(
        /2 library blocks set max_attempts to 2, 1; .*course.* sets it to 5/,
      ) as string,
    },
  ])
  const overriding = `field_overrides='{"max_attempts": "many", "colour": 1}' block_field_overrides='{"${lb('a')}": {"max_attempts": 3}}'`
  const second = await site.publish({ 'course.xml': course(overriding) })
  expect(
    second.findings.map(({ level, code, message, file, line }) => [level, code, file, line, message]),
  ).toEqual(
    expect.arrayContaining([
      ['warning', 'field-value', 'course.xml', 3, expect.stringContaining("'max_attempts' takes")],
      ['warning', 'field-value', 'course.xml', 3, expect.stringContaining("no field 'colour'")],
    ]),
  )
})
