import type { Translations } from '../translations.js'

/** What is found of references to libraries, and of what units bring in. */
export default {
  "{usage} refers to no version of ''{library}'', which is not there; nothing is shown in its place until it is.":
    {
      ar: '‏{usage} لا يشير إلى أي إصدار من «{library}»؛ فلا يُعرض شيء مكانه حتى يوجد.',
      es: '{usage} no hace referencia a ninguna versión de «{library}»; no se muestra nada en su lugar hasta que la haya.',
      fr: '{usage} ne se réfère à aucune version de « {library} » ; rien n’est montré à sa place d’ici là.',
      zh: '{usage} 未引用“{library}”的任何版本；在此之前该处不显示内容。',
    },
  "{usage} refers to the latest version of ''{library}'', which is not there; nothing is shown in its place until it is.":
    {
      ar: '‏{usage} يشير إلى أحدث إصدار من «{library}»، وهو غير موجود؛ فلا يُعرض شيء مكانه حتى يوجد.',
      es: '{usage} hace referencia a la última versión de «{library}», que no existe; no se muestra nada en su lugar hasta que exista.',
      fr: '{usage} se réfère à la dernière version de « {library} », qui n’existe pas ; rien n’est montré à sa place d’ici là.',
      zh: '{usage} 引用“{library}”的最新版本，而它不存在；在此之前该处不显示内容。',
    },
  "{usage} refers to version ''{version}'' of ''{library}'', which is not there; nothing is shown in its place until it is.":
    {
      ar: '‏{usage} يشير إلى الإصدار «{version}» من «{library}»، وهو غير موجود؛ فلا يُعرض شيء مكانه حتى يوجد.',
      es: '{usage} hace referencia a la versión «{version}» de «{library}», que no existe; no se muestra nada en su lugar hasta que exista.',
      fr: '{usage} se réfère à la version « {version} » de « {library} », qui n’existe pas ; rien n’est montré à sa place d’ici là.',
      zh: '{usage} 引用“{library}”的版本“{version}”，而它不存在；在此之前该处不显示内容。',
    },
  'Import that library, or refer to one that is here, by lib:ORG:SLUG:HASH.': {
    ar: 'استورد تلك المكتبة، أو أشر إلى مكتبة موجودة هنا بالصيغة lib:ORG:SLUG:HASH.',
    es: 'Importa esa biblioteca, o haz referencia a una que esté aquí, con lib:ORG:SLUG:HASH.',
    fr: 'Importez cette bibliothèque, ou référez-vous à une qui est ici, par lib:ORG:SLUG:HASH.',
    zh: '请导入该内容库，或以 lib:ORG:SLUG:HASH 引用此处已有的内容库。',
  },
  'Refer to a version of it that is here, such as {versions}.': {
    ar: 'أشر إلى إصدار منها موجود هنا، مثل {versions}.',
    es: 'Haz referencia a una versión que esté aquí, como {versions}.',
    fr: 'Référez-vous à une version qui est ici, comme {versions}.',
    zh: '请引用此处已有的版本，例如 {versions}。',
  },
  "{usage} refers to {block}, which version ''{version}'' of {library} does not hold.": {
    ar: '‏{usage} يشير إلى {block}، وهو ليس في الإصدار «{version}» من {library}.',
    es: '{usage} hace referencia a {block}, que la versión «{version}» de {library} no contiene.',
    fr: '{usage} se réfère à {block}, que la version « {version} » de {library} ne contient pas.',
    zh: '{usage} 引用 {block}，而 {library} 的版本“{version}”中没有它。',
  },
  '{usage} draws from a kind of blocks that is not there: {why}': {
    ar: '‏{usage} يسحب من نوع كتل غير موجود: {why}',
    es: '{usage} sortea de una clase de bloques que no existe: {why}',
    fr: '{usage} tire d’une sorte de blocs qui n’existe pas : {why}',
    zh: '{usage} 抽取的块类型不存在：{why}',
  },
  '{usage} refers to nothing: it does not say which blocks of which library are to stand there.': {
    ar: '‏{usage} لا يشير إلى شيء: لا يقول أي كتل من أي مكتبة توضع هناك.',
    es: '{usage} no hace referencia a nada: no dice qué bloques de qué biblioteca van ahí.',
    fr: '{usage} ne se réfère à rien : il ne dit pas quels blocs de quelle bibliothèque y mettre.',
    zh: '{usage} 未引用任何内容：没有说明应放置哪个内容库的哪些块。',
  },
  'It does not say which blocks of which library are to stand here.': {
    ar: 'لا يقول أي كتل من أي مكتبة توضع هنا.',
    es: 'No dice qué bloques de qué biblioteca van aquí.',
    fr: 'Il ne dit pas quels blocs de quelle bibliothèque mettre ici.',
    zh: '没有说明此处应放置哪个内容库的哪些块。',
  },
  'An override at {usage} holds for nothing: {why}': {
    ar: 'تخصيص عند {usage} بلا أثر: {why}',
    es: 'Un ajuste en {usage} no vale para nada: {why}',
    fr: 'Une surcharge en {usage} ne vaut pour rien : {why}',
    zh: '{usage} 处的覆盖设置不起作用：{why}',
  },
  'Give another value, or take the override away; until then what is below it holds.': {
    ar: 'أدخل قيمة أخرى، أو أزل التخصيص؛ وحتى ذلك الحين يسري ما تحته.',
    es: 'Da otro valor, o quita el ajuste; hasta entonces vale lo que hay debajo.',
    fr: 'Donnez une autre valeur, ou retirez la surcharge ; d’ici là vaut ce qui est dessous.',
    zh: '请提供其他值，或移除覆盖设置；在此之前以其下层的值为准。',
  },
  '{usage} is to show {count} blocks, and draws from {size}.': {
    ar: 'على {usage} أن يعرض {count} من الكتل، ويسحب من {size}.',
    es: '{usage} debe mostrar {count} bloques, y sortea entre {size}.',
    fr: '{usage} doit montrer {count} blocs, et tire parmi {size}.',
    zh: '{usage} 应显示 {count} 个块，而可抽取的有 {size} 个。',
  },
  "{blocks} of ''{library}'' should stand here, but no version of that library is pinned.": {
    ar: 'ينبغي أن يكون هنا {blocks} من «{library}»، لكن لم يُثبَّت أي إصدار من تلك المكتبة.',
    es: 'Aquí debería estar {blocks} de «{library}», pero no hay fijada ninguna versión de esa biblioteca.',
    fr: 'Ici devrait se trouver {blocks} de « {library} », mais aucune version de cette bibliothèque n’est fixée.',
    zh: '此处应为“{library}”的 {blocks}，但未固定该内容库的版本。',
  },
  "{blocks} should stand here, but library ''{library}'' had published nothing when the unit was published.":
    {
      ar: 'ينبغي أن يكون هنا {blocks}، لكن المكتبة «{library}» لم تكن قد نشرت شيئًا حين نُشرت الوحدة.',
      es: 'Aquí debería estar {blocks}, pero la biblioteca «{library}» no había publicado nada al publicarse la unidad.',
      fr: 'Ici devrait se trouver {blocks}, mais la bibliothèque « {library} » n’avait rien publié quand l’unité l’a été.',
      zh: '此处应为 {blocks}，但发布单元时内容库“{library}”尚未发布任何内容。',
    },
  "{blocks} should stand here, but version ''{version}'' of library ''{library}'' was not there when the unit was published.":
    {
      ar: 'ينبغي أن يكون هنا {blocks}، لكن الإصدار «{version}» من المكتبة «{library}» لم يكن موجودًا حين نُشرت الوحدة.',
      es: 'Aquí debería estar {blocks}, pero la versión «{version}» de la biblioteca «{library}» no existía al publicarse la unidad.',
      fr: 'Ici devrait se trouver {blocks}, mais la version « {version} » de la bibliothèque « {library} » n’existait pas quand l’unité a été publiée.',
      zh: '此处应为 {blocks}，但发布单元时内容库“{library}”的版本“{version}”不存在。',
    },
  "Version ''{version}'' of library ''{library}'' has no block ''{block}''.": {
    ar: 'ليس في الإصدار «{version}» من المكتبة «{library}» كتلة «{block}».',
    es: 'La versión «{version}» de la biblioteca «{library}» no tiene el bloque «{block}».',
    fr: 'La version « {version} » de la bibliothèque « {library} » n’a pas de bloc « {block} ».',
    zh: '内容库“{library}”的版本“{version}”没有块“{block}”。',
  },
  "''{block}'' of version ''{version}'' of ''{library}'' refers back to itself here.": {
    ar: 'الكتلة «{block}» في الإصدار «{version}» من «{library}» تعود هنا إلى نفسها.',
    es: '«{block}» de la versión «{version}» de «{library}» vuelve aquí a sí mismo.',
    fr: '« {block} » de la version « {version} » de « {library} » revient ici à lui-même.',
    zh: '“{library}”版本“{version}”的“{block}”在此引用回自身。',
  },
  "''{usage}'' refers to ''{target}'' more than once.": {
    ar: 'الكتلة «{usage}» تشير إلى «{target}» أكثر من مرة.',
    es: '«{usage}» hace referencia a «{target}» más de una vez.',
    fr: '« {usage} » se réfère plus d’une fois à « {target} ».',
    zh: '“{usage}”不止一次引用“{target}”。',
  },
  "''{text}'' names no library; one is written lib:ORG:SLUG:HASH, or lib:ORG:SLUG to follow what it publishes.":
    {
      ar: 'لا يسمي «{text}» أي مكتبة؛ تُكتب المكتبة lib:ORG:SLUG:HASH، أو lib:ORG:SLUG لمتابعة ما تنشره.',
      es: '«{text}» no nombra ninguna biblioteca; se escribe lib:ORG:SLUG:HASH, o lib:ORG:SLUG para seguir lo que publica.',
      fr: '« {text} » ne nomme pas de bibliothèque ; on écrit lib:ORG:SLUG:HASH, ou lib:ORG:SLUG pour suivre ce qu’elle publie.',
      zh: '“{text}”不是内容库；应写作 lib:ORG:SLUG:HASH，或 lib:ORG:SLUG 以跟随其发布。',
    },
  "''{text}'' is no block of a library; one is written lb:ORG:SLUG:TYPE:ID.": {
    ar: 'ليس «{text}» كتلة في مكتبة؛ تُكتب الكتلة lb:ORG:SLUG:TYPE:ID.',
    es: '«{text}» no es un bloque de biblioteca; se escribe lb:ORG:SLUG:TYPE:ID.',
    fr: '« {text} » n’est pas un bloc de bibliothèque ; on écrit lb:ORG:SLUG:TYPE:ID.',
    zh: '“{text}”不是内容库的块；应写作 lb:ORG:SLUG:TYPE:ID。',
  },
  "''{text}'' is of {library}, which is not among the libraries here: {listed}.": {
    ar: 'الكتلة «{text}» من {library}، وهذه ليست من المكتبات هنا: {listed}.',
    es: '«{text}» es de {library}, que no está entre las bibliotecas de aquí: {listed}.',
    fr: '« {text} » est de {library}, qui n’est pas parmi les bibliothèques d’ici : {listed}.',
    zh: '“{text}”属于 {library}，而它不在此处的内容库中：{listed}。',
  },
  'An item of a pathway is one block; further ones are items of their own.': {
    ar: 'عنصر المسار كتلة واحدة؛ وما زاد فعناصر مستقلة.',
    es: 'Un elemento de un itinerario es un bloque; los demás son elementos propios.',
    fr: 'Un élément d’un parcours est un bloc ; les autres sont des éléments à part.',
    zh: '学习路径的一项是一个块；其余的应各为一项。',
  },
} as const satisfies Translations
