/** What one error code promises: its HTTP status, what it means, and what the reader can do about it. */
export interface ErrorEntry {
  /** HTTP status a host answers with when the error reaches a request. */
  readonly status: number
  /** One sentence: what kind of thing went wrong. */
  readonly meaning: string
  /** One sentence: what to do about it. */
  readonly remedy: string
}

/**
 * Every error and diagnostic code of the product. A code never changes its meaning once released;
 * `docs/errors.md` lists the same entries, and a test keeps the two equal.
 */
export const errorTable = {
  'key-malformed': {
    status: 400,
    meaning: 'A text does not follow the grammar of any known opaque key.',
    remedy: 'Compare the text with the grammar named in the message.',
  },
  'key-kind': {
    status: 400,
    meaning: 'A key is well formed but of another kind than the one asked for.',
    remedy: 'Pass a key of the kind the message names.',
  },
  'field-value': {
    status: 400,
    meaning: 'A value does not fit the type of its field, or what its block asks of fields together.',
    remedy: 'Give a value as the message says.',
  },
  'field-scope': {
    status: 500,
    meaning: 'A field was touched at a time its scope does not allow.',
    remedy: 'Read learner scopes in views and handlers only, never while composing.',
  },
  'block-outside-runtime': {
    status: 500,
    meaning: 'A block was constructed by hand.',
    remedy: 'Let a runtime make blocks; in tests use the test kit.',
  },
  'service-undeclared': {
    status: 500,
    meaning: 'A block asked for a service it did not declare.',
    remedy: 'Declare the service with @needs or @wants in the constructor.',
  },
  'person-undeclared': {
    status: 500,
    meaning: 'A block asked for something of a person that its class does not declare.',
    remedy: 'Name the part where the class declares the service: `@needs(Person.with(...))`.',
  },
  'service-missing': {
    status: 500,
    meaning: 'A block needs a service that the host does not provide.',
    remedy: 'Bind the service in the host, or declare it with @wants.',
  },
  'service-use': {
    status: 500,
    meaning: 'A block passed a service something that it does not take.',
    remedy: 'Pass what the message asks for.',
  },
  'view-missing': {
    status: 404,
    meaning: 'A block has neither the view asked for nor a fallback view.',
    remedy: 'Ask for one of the views listed in the message.',
  },
  'handler-missing': {
    status: 404,
    meaning: 'A block has neither the handler asked for nor a fallback handler.',
    remedy: 'Call one of the handlers listed in the message.',
  },
  'handler-method': {
    status: 405,
    meaning:
      'A handler was called with another method than it takes: POST, or GET and HEAD where it only reads.',
    remedy:
      'Use a method that the `Allow` header names; a handler that answers GET is marked `@handler({ reads: true })`.',
  },
  'handler-input': {
    status: 400,
    meaning: 'The input of a handler, or of the API, is not what it takes, or does not fit its schema.',
    remedy: 'Send JSON, or a form, of the shape named in the message.',
  },
  'handler-refused': {
    status: 409,
    meaning: 'A handler refused the request for a reason of the block.',
    remedy: 'Read the message: it is the block author’s.',
  },
  'handler-address': {
    status: 403,
    meaning: 'A signed handler address is forged or has expired.',
    remedy: 'Load the page again, which makes a new address.',
  },
  'request-too-large': {
    status: 413,
    meaning: 'The body of a request is larger than the handler, or the host, takes.',
    remedy:
      'Send less; a handler says how much it takes by `limit`, the host by `uploadLimit` and `handlerLimit`.',
  },
  'file-name': {
    status: 400,
    meaning: 'A block would keep a file under a name that no file can have.',
    remedy:
      'Call it by 1 to 300 characters, with folders between single slashes, without control characters and without `..`.',
  },
  'upload-busy': {
    status: 429,
    meaning: 'More files are being sent at once than this host takes, of everybody or of one learner.',
    remedy: 'Try again when the others are there; a host says how many it takes by `uploadsAtOnce`.',
  },
  'file-kind': {
    status: 415,
    meaning: 'What a block would keep is of a kind that it does not take, whatever its name says.',
    remedy: 'Send one of the kinds that the message names.',
  },
  'file-too-large': {
    status: 413,
    meaning: 'A file is larger than a block, or the host, takes.',
    remedy:
      'Send a smaller one; the type of the block says how large they may be (`keeps`), within the host’s `fileLimits`.',
  },
  'files-full': {
    status: 409,
    meaning: 'With one more file a block would keep more of a learner, or of all together, than it may.',
    remedy:
      'Delete files that are not needed any more; the type of the block says how much it keeps (`keeps`), within the host’s `fileLimits`.',
  },
  'plugin-load': {
    status: 500,
    meaning: 'A plugin module could not be loaded.',
    remedy: 'Check the module specifier and the cause.',
  },
  'plugin-invalid': {
    status: 500,
    meaning: 'A plugin breaks the plugin contract.',
    remedy: 'Correct what the message names, then register it again.',
  },
  'plugin-conflict': {
    status: 500,
    meaning: 'Two plugins claim the same name for a block type, aside, mixin, service or kind of keys.',
    remedy: 'Remove one of them, or list the name under `overrides`.',
  },
  'plugin-entry': {
    status: 400,
    meaning:
      'A plugin would keep something under a key that is none, or a value that is too large or no JSON.',
    remedy: 'Keep JSON of at most 64 KiB, under 1 to 300 characters of printable ASCII without spaces.',
  },
  'plugin-store-full': {
    status: 507,
    meaning: 'A plugin would keep more of its own than this host lets it.',
    remedy: 'Delete entries that the plugin does not need any more, or give it more room (`pluginQuota`).',
  },
  'plugin-store-busy': {
    status: 503,
    meaning: 'What a plugin keeps could not be stored, as others kept changing the same entry.',
    remedy: 'Try again; entries that many change at once are better kept each under a key of its own.',
  },
  'route-missing': {
    status: 404,
    meaning: 'No plugin has a route at an address.',
    remedy: 'Check the name of the plugin and the path, and that the plugin is installed.',
  },
  'route-only': {
    status: 403,
    meaning: 'Somebody asked a block for something that only routes of its plugin may.',
    remedy: 'Call the route; a handler that learners may call is not `for` routes.',
  },
  'route-failed': {
    status: 500,
    meaning: 'A route of a plugin threw, hung or answered with what it may not.',
    remedy: 'See the cause; nothing else is affected.',
  },
  'block-nonconforming': {
    status: 500,
    meaning: 'A block type breaks a rule of the conformance suite.',
    remedy: 'Change the block type as the message says.',
  },
  'scaffold-refused': {
    status: 409,
    meaning: 'A new block cannot be made in a folder.',
    remedy: 'Name a folder that is new or empty, or make a package of its own with --in-package.',
  },
  'block-type-unknown': {
    status: 500,
    meaning: 'No registered plugin provides a block type.',
    remedy: 'Install a plugin for the type; until then the block is kept and shown as unsupported.',
  },
  'block-failed': {
    status: 500,
    meaning: 'A block threw, hung or returned rubbish.',
    remedy: 'See the cause; the rest of the unit is not affected.',
  },
  'block-not-found': {
    status: 404,
    meaning: 'No published block has this usage key for this learner.',
    remedy: 'Check the usage key, and that its course is published.',
  },
  'events-unsent': {
    status: 503,
    meaning: 'Lines of the event log could not be sent to one of the places they go to.',
    remedy: 'See to that place; they are kept in the store, and sent again by themselves.',
  },
  'learner-state-too-large': {
    status: 413,
    meaning: 'A block would keep more of a learner, or of all learners together, than one record may hold.',
    remedy: 'Send less; the block type should bound what it keeps, as every change writes the whole record.',
  },
  'collection-full': {
    status: 413,
    meaning: 'A collection of a block has as many entries as it may.',
    remedy: 'Delete entries, or let the block type say `most` of a collection that has to grow further.',
  },
  'not-yet-open': {
    status: 403,
    meaning: 'A part of a course is not open to this learner yet.',
    remedy:
      'Come back on the day the message names; authors set start dates, a host may say who comes earlier.',
  },
  closed: {
    status: 403,
    meaning: 'A part of a course was due and is hidden from then on.',
    remedy: 'Authors set due dates and whether they hide; a host may give a learner more time.',
  },
  'not-in-group': {
    status: 403,
    meaning: 'A part of a course is for groups that this learner is not in.',
    remedy: 'A host says who is in which group, by the `LearnerStanding` it binds.',
  },
  'job-not-found': {
    status: 404,
    meaning: 'A job is not known, or ended so long ago that it is forgotten.',
    remedy: 'List what there is at `/api/v1/jobs`, or with the command `jobs`.',
  },
  'job-cancelled': {
    status: 409,
    meaning: 'A job was ended before it was done.',
    remedy: 'Start it again.',
  },
  'job-overtaken': {
    status: 409,
    meaning:
      'What a job was to import or publish is older than what somebody else has imported or published since.',
    remedy: 'Look at the history, and start it again where it is still wanted.',
  },
  'learner-record-unread': {
    status: 503,
    meaning: 'A block asked for what is stored of the learner elsewhere, and it was not at hand.',
    remedy:
      'Nothing: the work is done again with it. A block that asks for something else each time must not.',
  },
  'learner-write-conflict': {
    status: 503,
    meaning: 'What a learner sent could not be stored, as others kept changing the same values.',
    remedy: 'Send it again.',
  },
  'exception-changed': {
    status: 409,
    meaning: 'Somebody of staff gave a learner another score or date while another did.',
    remedy: 'Look at what holds, and give yours again if it is still right.',
  },
  'olx-malformed': {
    status: 422,
    meaning: 'A text is not well-formed XML, or uses what OLX does not allow.',
    remedy: 'Correct the file at the line and column named.',
  },
  'text-encoding': {
    status: 422,
    meaning:
      'A file holds bytes that are no text in the encoding it names, or in UTF-8 where it names none; or it is in UTF-8 and names another.',
    remedy: 'Save the file as UTF-8, and look at its accents and signs.',
  },
  'olx-too-large': {
    status: 413,
    meaning: 'An XML document, one of its attributes or its number of elements exceeds a limit.',
    remedy: 'Split the document, or move the large value into a file of its own.',
  },
  'olx-too-deep': {
    status: 422,
    meaning: 'The elements of an XML document are nested deeper than the limit.',
    remedy: 'Flatten the document at the line and column named.',
  },
  'import-refused': {
    status: 422,
    meaning: 'An import that was to be without errors has some; nothing was stored.',
    remedy: 'Correct what the findings name, or import without --strict.',
  },
  'source-missing': {
    status: 404,
    meaning: 'The folder or archive to import does not exist.',
    remedy: 'Check the path.',
  },
  'source-unknown': {
    status: 400,
    meaning: 'A path is neither a folder nor an archive that holds one course or library.',
    remedy:
      'Point at a folder, .tar.gz, .tgz, .tar or .zip with a course.xml, library.xml, package.toml or pathway.xml.',
  },
  'source-changed': {
    status: 409,
    meaning: 'A file changed while a course or library was imported.',
    remedy: 'Import it again when nothing writes to the folder.',
  },
  'archive-unreadable': {
    status: 400,
    meaning: 'An archive is broken, encrypted or cut off.',
    remedy: 'Export it again, and check that it opens elsewhere.',
  },
  'archive-unsafe': {
    status: 400,
    meaning:
      'An archive or folder holds links, devices, paths that lead outside, two files of one name, or far more data than its size tells.',
    remedy: 'Pack it again with plain files and folders only.',
  },
  'archive-too-large': {
    status: 413,
    meaning: 'An archive or folder holds more than an import reads.',
    remedy: 'Move large media out of the course, or raise the limits named in the message.',
  },
  'olx-unreadable': {
    status: 400,
    meaning: 'The OLX root does not say which course or library it is.',
    remedy: 'Correct the root file named in the message.',
  },
  'olx-file-missing': {
    status: 400,
    meaning: 'A pointer names a file that is not there.',
    remedy: 'Add the file, or remove the pointer; until then an error block stands in its place.',
  },
  'html-file-missing': {
    status: 400,
    meaning: 'An html block names a text file that is not there.',
    remedy: 'Add the file, or correct its name; until then the block is empty.',
  },
  'link-broken': {
    status: 400,
    meaning: 'A link leads to a block that the course does not have.',
    remedy: 'Correct the id or key in the link, or remove it; until then it leads to a page that says so.',
  },
  'formula-not-drawn': {
    status: 400,
    meaning: 'A formula is written in TeX that is not understood.',
    remedy: 'Correct the TeX; until then its source is shown.',
  },
  'static-file-missing': {
    status: 400,
    meaning: 'A block names a static file that is not there.',
    remedy: 'Add the file to `static`, or correct its name; until then it is not offered.',
  },
  'olx-unwritable': {
    status: 422,
    meaning: 'A change of a block cannot be written into its files so that it reads as it was meant.',
    remedy: 'Change the value the message names; control characters, for one, cannot stand in XML.',
  },
  'block-refused': {
    status: 422,
    meaning: 'A block that was to be added to a draft could not be shown to learners.',
    remedy: 'Correct what the message names, then add it again; nothing was changed.',
  },
  'olx-duplicate': {
    status: 400,
    meaning: 'Two blocks of one type have the same url_name.',
    remedy: 'Give one of them another url_name; until then the second has a derived one.',
  },
  'olx-unnamed': {
    status: 400,
    meaning: 'Blocks without url_name may not be the ones that stood in their place in the version before.',
    remedy: 'Give them url_names: those of their usage keys keep their learners’ work with them.',
  },
  'olx-cycle': {
    status: 400,
    meaning: 'A block contains itself through pointers or children.',
    remedy: 'Remove the pointer that leads back.',
  },
  'olx-policy': {
    status: 400,
    meaning: 'A policy file is not JSON of the expected shape.',
    remedy: 'Correct the policy file; until then it is ignored.',
  },
  'olx-attribute': {
    status: 400,
    meaning: 'An attribute or element of a block does not say what it should.',
    remedy: 'Correct what the message names; until then it is kept as it stands and has no effect.',
  },
  'history-left': {
    status: 409,
    meaning: 'An import carries a history of a course or library that has one here.',
    remedy:
      'Nothing: what was imported is a new draft. Import it under another key to have its older versions.',
  },
  'import-unrelated': {
    status: 409,
    meaning: 'An import shares nothing with the versions of the same key that are here.',
    remedy:
      'If it is another course or library, give it a key of its own, and import the former one again with --publish where learners see this one.',
  },
  'rule-not-kept': {
    status: 422,
    meaning:
      'A course asks for a rule that this product does not keep, such as timed exams or prerequisites.',
    remedy: 'Decide whether the course may be shown without it; the setting itself is kept and written back.',
  },
  'context-unknown': {
    status: 404,
    meaning: 'No course or library with this key has been imported.',
    remedy: 'Import it, or use one of the keys listed in the message.',
  },
  'search-input': {
    status: 400,
    meaning: 'Something that is looked for is not written as it is to be.',
    remedy: 'Write it as the message says.',
  },
  'taxonomy-unknown': {
    status: 404,
    meaning: 'There is no taxonomy, or no tag in it, of this name.',
    remedy: 'Use one of those that the message lists; `library taxonomy list` lists all.',
  },
  'taxonomy-invalid': {
    status: 400,
    meaning: 'Tags of a taxonomy cannot be read, or contradict each other.',
    remedy: 'Correct what the message names; nothing was changed.',
  },
  'tags-refused': {
    status: 409,
    meaning: 'A block cannot have these tags together.',
    remedy: 'Remove the other tag of this taxonomy in the same step, or let it allow several.',
  },
  'sheet-invalid': {
    status: 400,
    meaning: 'A sheet of titles and tags has rows that cannot be taken.',
    remedy: 'Correct the lines that the message names; nothing was changed.',
  },
  'sheet-conflict': {
    status: 409,
    meaning: 'What a sheet changes was changed by others since it was exported.',
    remedy: 'Say whether theirs is kept or overwritten; nothing was changed.',
  },
  'context-exists': {
    status: 409,
    meaning: 'A course or library is to be made under a key that one has already.',
    remedy: 'Choose another key, or change the one that is there.',
  },
  'export-refused': {
    status: 409,
    meaning: 'An export cannot be written where it was to go.',
    remedy: 'Give a path that is not there yet, or an empty folder, in a folder that can be written.',
  },
  'version-collected': {
    status: 410,
    meaning: 'The content of an old draft was removed by `store gc`; its line stays in the history.',
    remedy: 'Take a later version, or the archive that it was imported from.',
  },
  'version-unnamed': {
    status: 400,
    meaning: 'A version of a library is to be published without a name.',
    remedy: 'Say what it is to be called: --name, or `name` in code; a comment is optional.',
  },
  'version-ambiguous': {
    status: 400,
    meaning: 'Several versions of a course or library have names that begin with the text given.',
    remedy: 'Give more characters of the name, or the number of the version.',
  },
  'version-unknown': {
    status: 404,
    meaning: 'The store holds no version of this name for the course or library.',
    remedy: 'Use a version out of the history of the course or library.',
  },
  'library-version-missing': {
    status: 404,
    meaning: 'A course refers to a library version that has not been imported.',
    remedy: 'Import that version of the library; the course is then published again.',
  },
  'library-block-missing': {
    status: 404,
    meaning: 'A course refers to a block that its library version does not hold.',
    remedy: 'Refer to another block or another version of the library.',
  },
  'library-content': {
    status: 409,
    meaning:
      'Content of a library block would be changed where a course uses it, and nobody said that it may.',
    remedy:
      'Change it in the library, or say that it is to be this course’s own (`customizeContent`, `--content`): later versions of the library change it here no more until that is cleared.',
  },
  'library-settings-differ': {
    status: 422,
    meaning:
      'A library sets something otherwise than the course that refers to it; what the course says holds.',
    remedy: 'Set it in the overrides of the reference where the library’s value is meant.',
  },
  'problem-input': {
    status: 400,
    meaning: 'A learner’s answer cannot be read, so it was not graded.',
    remedy: 'Correct the answer as the message says; no attempt was used.',
  },
  'problem-script': {
    status: 422,
    meaning: 'A problem depends on a Python script that is not run here.',
    remedy: 'Nothing to do: the problem is kept, shown with a notice, and not graded.',
  },
  'script-failed': {
    status: 500,
    meaning: 'A Python script of a problem raised an error, or is no Python.',
    remedy: 'Correct the script at the line named; until then its problem is shown with a notice.',
  },
  'script-package': {
    status: 500,
    meaning: 'A Python package named in the options of the host cannot be given to scripts.',
    remedy: 'Give a folder, a zip or a wheel that holds Python and no native code.',
  },
  'script-timeout': {
    status: 500,
    meaning: 'A Python script of a problem did not end in time.',
    remedy: 'Look for a loop that does not end, or work that can be done beforehand.',
  },
  'script-memory': {
    status: 500,
    meaning: 'A Python script of a problem used more memory than scripts may.',
    remedy: 'Make the lists and texts of the script smaller.',
  },
  'script-output': {
    status: 500,
    meaning: 'A Python script of a problem printed, or left in its variables, more than is taken.',
    remedy: 'Remove the prints, and delete large variables at the end of the script.',
  },
  'script-paused': {
    status: 503,
    meaning: 'A Python script of a problem did not end when it was run before, so it is not run again yet.',
    remedy: 'Wait as long as the message says; its author looks for a loop that does not end.',
  },
  'script-unavailable': {
    status: 503,
    meaning: 'Python is turned off, could not be started, or has too much to do.',
    remedy: 'Try again shortly; see the cause in the log, and the `python` option of the host.',
  },
  'problem-answer': {
    status: 422,
    meaning: 'A problem does not give full marks to the answer that it shows itself.',
    remedy: 'Correct the answer, its tolerance or its check, or take out the seeds for which it fails.',
  },
  'problem-case': {
    status: 422,
    meaning: 'Answers of a problem’s tests do not come to what the tests say.',
    remedy: 'Correct the problem, or the case at the line named.',
  },
  'problem-cases': {
    status: 422,
    meaning: 'The file with the tests of a problem cannot be read.',
    remedy: 'Write it as docs/libraries.md says.',
  },
  'problem-untried': {
    status: 422,
    meaning: 'Not all of a problem was tried, as time ran out.',
    remedy: 'Run `library test` on it alone, or give more time.',
  },
  'problem-unsupported': {
    status: 422,
    meaning: 'A response of a problem is of a type that is not supported, or not written as its type asks.',
    remedy: 'Correct the response at the line named; until then it is shown with a notice and not graded.',
  },
  'problem-attribute': {
    status: 422,
    meaning: 'An attribute in a problem has a value that cannot be used, so it is ignored.',
    remedy: 'Give the attribute a value of the kind the message names.',
  },
  'reference-cycle': {
    status: 422,
    meaning: 'A library block refers to itself, directly or through others.',
    remedy: 'Remove the reference that leads back.',
  },
  'reference-unset': {
    status: 422,
    meaning: 'A reference to libraries does not say which library or which blocks.',
    remedy: 'Choose a library and its blocks, or delete the reference.',
  },
  'reference-empty': {
    status: 422,
    meaning: 'A reference to libraries brings no block, as none fits what it asks for.',
    remedy: 'Ask for another subset, or choose another version of the library.',
  },
  'reference-few': {
    status: 422,
    meaning: 'A reference is to give learners more blocks than there are, or none.',
    remedy: 'Ask for another number, or add blocks to its pool.',
  },
  'reference-duplicate': {
    status: 422,
    meaning: 'A block refers to the same library block twice.',
    remedy: 'Remove one of the two; the first stands.',
  },
  'reference-group-small': {
    status: 422,
    meaning:
      'The pools of a reference group have fewer components than its banks show, so learners see some twice.',
    remedy: 'Add components to the pools, show fewer, or take a bank out of the group.',
  },
  'reference-group-large': {
    status: 422,
    meaning: 'A reference group has more banks than draw together; the last ones draw by themselves.',
    remedy: 'Split the group into several.',
  },
  'reference-same-as': {
    status: 422,
    meaning: 'A bank is to show the same as another one, which is not there; it draws by itself.',
    remedy:
      'Give the usage key or id of another bank of the course that leads back to none of those before it.',
  },
  'composition-too-large': {
    status: 422,
    meaning: 'A unit with its references replaced holds more blocks or levels than are composed.',
    remedy: 'Split the unit, or refer to fewer library blocks.',
  },
  'unit-not-found': {
    status: 404,
    meaning: 'The published version of a context holds no unit of this key.',
    remedy: 'Take a key out of the list of units of the context.',
  },
  'context-not-published': {
    status: 404,
    meaning: 'Nothing has been published under this context.',
    remedy: 'Publish the course or library first.',
  },
  'publication-incomplete': {
    status: 409,
    meaning: 'A publication refers to records or files that were neither given nor stored before.',
    remedy: 'Publish again with everything it refers to; what was published before stays.',
  },
  'state-lines-missing': {
    status: 422,
    meaning: 'An event log tells nothing of what learners’ records came to, so they cannot be made of it.',
    remedy: 'Have events sent to a place with states (docs/run-a-host.md), from the first learner on.',
  },
  'store-unavailable': {
    status: 503,
    meaning: 'A store could not be read or written.',
    remedy: 'See the cause, and try again once the store answers.',
  },
  'store-full': {
    status: 503,
    meaning: 'A store has no room for what was to be written; nothing of it is stored, and reading goes on.',
    remedy: 'Make room on the disk, then send it again; nothing has to be restarted.',
  },
  'store-read-only': {
    status: 503,
    meaning: 'A store takes no writes; nothing of what was to be written is stored, and reading goes on.',
    remedy: 'Make it writable as the message says, then send it again; nothing has to be restarted.',
  },
  'store-address': {
    status: 400,
    meaning: 'An address of a store is neither a folder nor the address of a PostgreSQL database.',
    remedy: 'Give a folder, or `postgres://USER:PASSWORD@HOST:PORT/DATABASE`.',
  },
  'store-refused': {
    status: 500,
    meaning:
      'Whoever keeps a store refuses the user, the password, the database, or what would have to be done there.',
    remedy: 'Correct the address, or let the owner of the database do what the message names.',
  },
  'store-foreign': {
    status: 500,
    meaning: 'What stands where a store should be opened is somebody else’s; nothing was changed in it.',
    remedy: 'Name another folder, or another schema with `?schema=NAME` in the address.',
  },
  'store-plugins': {
    status: 409,
    meaning:
      'A host that is to be opened has other plugins than those that run on the same store; nothing was changed in it.',
    remedy:
      'Give all hosts of a store the same plugins; to change them, stop the others first, or open it with `otherPlugins: warn`.',
  },
  'store-newer': {
    status: 500,
    meaning: 'A store was written by a newer version than this one; nothing was changed in it.',
    remedy: 'Open it with that version or a later one, or open another store.',
  },
  'store-older': {
    status: 409,
    meaning: 'A store was written by an older version, and has to be upgraded before it can be read.',
    remedy: 'Open it once with any command of this version that works on a host, such as `contexts`.',
  },
  'store-occupied': {
    status: 409,
    meaning: 'A store to be filled holds something already; nothing was written.',
    remedy: 'Name a new folder, another schema, or the store that a copy of the same was begun into.',
  },
  'store-changed': {
    status: 409,
    meaning: 'A store was written for as long as it was copied.',
    remedy: 'Stop the hosts on it, then begin the copy again: it goes on where it was.',
  },
  'store-damaged': {
    status: 500,
    meaning: 'A store lacks, or holds in another form, something that it said it has.',
    remedy: 'Restore the store from a backup, or import and publish again.',
  },
  'store-secret': {
    status: 500,
    meaning:
      'The `secret` file of a store is empty, cut short or not random, so that whatever it signs could be forged.',
    remedy:
      'Restore the file from a backup. Without one, delete it: a new one is made, demo visitors choose their learner again and anonymous learner ids change.',
  },
  'compositor-busy': {
    status: 503,
    meaning: 'More units wait to be composed than the queue holds, or the compositor is closing.',
    remedy: 'Try again shortly; raise `maxQueue` or `threads` if it happens often.',
  },
  'page-not-found': {
    status: 404,
    meaning: 'The host has no page at this address.',
    remedy: 'Check the address and the path the host is mounted at.',
  },
  'file-not-found': {
    status: 404,
    meaning: 'No published context or plugin has this file.',
    remedy: 'Check the name; a course’s files come with its import.',
  },
  'request-foreign': {
    status: 403,
    meaning: 'A page of another site tried to act with the learner’s cookie.',
    remedy: 'Call handlers from pages of this host.',
  },
  'embed-options': {
    status: 500,
    meaning: 'A host was opened with embedding options that cannot be used.',
    remedy: 'Write origins as https://HOST without a path, and a key of 32 characters or more.',
  },
  'host-options': {
    status: 500,
    meaning: 'A host was opened with options that cannot be used.',
    remedy: 'Correct the option that the message names. Origins are written as https://HOST, without a path.',
  },
  'embed-origin': {
    status: 403,
    meaning: 'A page of a site that may not show units asked for one.',
    remedy: 'Add the site’s origin to the `embedding.origins` the host was opened with.',
  },
  'embed-token': {
    status: 401,
    meaning: 'A page of another site gave no learner token that holds.',
    remedy:
      'Have the page’s server make a new token for this learner and unit, with the host’s embedding key.',
  },
  'author-only': {
    status: 403,
    meaning: 'Somebody who is no author asked for something that only authors may do.',
    remedy: 'Sign in as an author, or check the `author` function the host was opened with.',
  },
  'draft-changed': {
    status: 412,
    meaning: 'A draft, or a field of it, was changed by others since an author looked at it.',
    remedy:
      'Look at what differs, choose between your value and theirs, and send it again for the draft there is.',
  },
  'draft-unnamed': {
    status: 428,
    meaning: 'A change of a draft does not say which draft it was thought of for.',
    remedy: 'Send `If-Match` with the name of the draft in quotes, as the `ETag` of what was read says it.',
  },
  'draft-edited': {
    status: 409,
    meaning: 'An import would throw away, or contradicts, edits of a draft; nothing was changed.',
    remedy:
      'Say what becomes of the edits: --keep, --merge or --replace (`edits` in code); or put a conflicting field back first.',
  },
  'update-removes': {
    status: 409,
    meaning:
      'Another version of a library lacks blocks that a reference brings, and nobody said that they may leave.',
    remedy:
      'Look at the preview, who has work there; say that they may leave (`--let-go`, `removed: "leave"`), or stay at the version there is.',
  },
  'library-role': {
    status: 403,
    meaning: 'Somebody’s role in a library does not allow what they asked for.',
    remedy: 'Ask an admin of the library for the role that the message names.',
  },
  'library-archived': {
    status: 409,
    meaning: 'A library is archived: it takes no edits and no new references, and learners go on.',
    remedy: 'Restore it first, or copy what is needed to another library.',
  },
  'library-elsewhere': {
    status: 409,
    meaning: 'A library of another site is to be changed here, where it is read and referred to only.',
    remedy: 'Change it at its own site, or copy what is needed to a library of this one.',
  },
  'library-closed': {
    status: 409,
    meaning: 'A course or library refers to a library that does not let it, or takes no new references.',
    remedy: 'Refer to another library, or ask an admin of this one to name the course or its organisation.',
  },
  'library-used': {
    status: 409,
    meaning: 'A library is to be deleted, and nobody said that those who use it may lose it.',
    remedy: 'Look at who uses it, archive it instead, or confirm with the number of its uses.',
  },
  'asset-unknown': {
    status: 404,
    meaning: 'A component, or the whole, has no static file of this name.',
    remedy: 'Use one of the names that `library file list` lists.',
  },
  'asset-refused': {
    status: 400,
    meaning: 'A static file has a name, a size or a kind that is not taken.',
    remedy: 'Change what the message names; browsers get no pages or scripts as static files.',
  },
  'library-type-refused': {
    status: 409,
    meaning: 'A library does not take blocks of this type.',
    remedy: 'Add it to a library of kind complex, or change what the message names.',
  },
  'draft-fixed': {
    status: 409,
    meaning: 'A block of a draft cannot be changed in this place.',
    remedy: 'Change it in its library, or install the plugin for its type, as the message says.',
  },
  'access-unavailable': {
    status: 503,
    meaning: 'The host could not say who may see a course or library.',
    remedy:
      'Try again shortly; see the cause in the log, and the `access` function the host was opened with.',
  },
  'learner-unknown': {
    status: 401,
    meaning: 'The host could not say who a request is from.',
    remedy: 'Sign in, or check the `learner` function the host was opened with.',
  },
  'learner-unlogged': {
    status: 404,
    meaning: 'An event log or a store tells nothing of a learner whose log is gone through.',
    remedy: 'Check the id; a log without states knows the anonymous id alone (docs/workbench.md).',
  },
  'people-unavailable': {
    status: 503,
    meaning: 'The host could not say who people are that staff asked about.',
    remedy:
      'Try again shortly; see the cause in the log, and the `people` option that the host was opened with.',
  },
  'standing-unavailable': {
    status: 503,
    meaning: 'The host could not say what it knows of a learner: their groups, extensions or enrolment.',
    remedy: 'Try again shortly; see the cause in the log, and the `LearnerStanding` that the host binds.',
  },
  'staff-only': {
    status: 403,
    meaning: 'Somebody who is no staff asked for something that only staff may do.',
    remedy: 'Sign in as staff, or check the `isStaff` that the host says of the learner.',
  },
  'report-missing': {
    status: 404,
    meaning: 'A block is of a type that reports nothing to staff.',
    remedy: 'Mark a method of the type with @report.',
  },
  'rescore-unsupported': {
    status: 422,
    meaning: 'A block is of a type that cannot grade submissions again.',
    remedy: 'Rescore blocks with a score, such as problems; mark a method of the type with @rescores.',
  },
  'rescore-refused': {
    status: 409,
    meaning: 'A block refused to grade a learner’s submissions again; their score is as it was.',
    remedy: 'See the message; there may be nothing submitted, or a script that fails.',
  },
  'host-closing': {
    status: 503,
    meaning: 'The host is being closed and takes no more requests.',
    remedy: 'Try again shortly, once it or another one is there.',
  },
  'operations-port': {
    status: 500,
    meaning: 'The port for those who run the host cannot be listened on.',
    remedy: 'Give another `operations.port`, or end what listens there; 0 takes any that is free.',
  },
  'host-unknown': {
    status: 421,
    meaning:
      'A request called the server by a name that is not its own, as a site does that leads its name to this machine.',
    remedy:
      'Use the address that was printed at the start, or name further hosts with `--allow-host`, or `hosts` of `openHost`.',
  },
  'host-failed': {
    status: 500,
    meaning: 'The host failed in a way it does not know.',
    remedy: 'See the cause in the log.',
  },
} as const satisfies Record<string, ErrorEntry>

/** A permanent code out of {@link errorTable}. */
export type ErrorCode = keyof typeof errorTable
