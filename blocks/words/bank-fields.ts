import type { Translations } from '../../runtime/words/index.js'

/** Labels and help of the fields of banks and of references to library blocks. */
export default {
  Libraries: { ar: 'المكتبات', es: 'Bibliotecas', fr: 'Bibliothèques', zh: '内容库' },
  'Libraries, each with its pinned version: lib:ORG:SLUG:HASH. One without a version follows what the library publishes.':
    {
      ar: 'المكتبات، لكل منها إصدارها المثبّت: lib:ORG:SLUG:HASH. وما ليس له إصدار يتبع ما تنشره المكتبة.',
      es: 'Bibliotecas, cada una con su versión fijada: lib:ORG:SLUG:HASH. La que no tiene versión sigue lo que publica la biblioteca.',
      fr: 'Bibliothèques, chacune avec sa version fixée : lib:ORG:SLUG:HASH. Sans version, elle suit ce que la bibliothèque publie.',
      zh: '内容库及其固定版本：lib:ORG:SLUG:HASH。不带版本的跟随内容库的发布。',
    },
  Subset: { ar: 'مجموعة جزئية', es: 'Subconjunto', fr: 'Sous-ensemble', zh: '子集' },
  'Which blocks of the libraries, while none is named: by collection, tags, words and types.': {
    ar: 'أي كتل المكتبات حين لا يُذكر أي منها: حسب المجموعة والوسوم والكلمات والأنواع.',
    es: 'Qué bloques de las bibliotecas, si no se nombra ninguno: por colección, etiquetas, palabras y tipos.',
    fr: 'Quels blocs des bibliothèques, si aucun n’est nommé : par collection, étiquettes, mots et types.',
    zh: '未指明块时取内容库中的哪些块：按集合、标签、词语和类型。',
  },
  'Settings of all blocks': {
    ar: 'إعدادات كل الكتل',
    es: 'Ajustes de todos los bloques',
    fr: 'Réglages de tous les blocs',
    zh: '所有块的设置',
  },
  'Field values by OLX name.': {
    ar: 'قيم الحقول حسب اسم OLX.',
    es: 'Valores de campos por su nombre en OLX.',
    fr: 'Valeurs des champs par nom OLX.',
    zh: '按 OLX 名称列出的字段值。',
  },
  'Settings of single blocks': {
    ar: 'إعدادات كتل بعينها',
    es: 'Ajustes de bloques concretos',
    fr: 'Réglages de certains blocs',
    zh: '单个块的设置',
  },
  'Usage key in the library, then field values by OLX name.': {
    ar: 'مفتاح الاستخدام في المكتبة، ثم قيم الحقول حسب اسم OLX.',
    es: 'Clave de uso en la biblioteca y valores de campos por su nombre en OLX.',
    fr: 'Clé d’usage dans la bibliothèque, puis valeurs des champs par nom OLX.',
    zh: '内容库中的使用键，然后是按 OLX 名称列出的字段值。',
  },
  'Declined versions': {
    ar: 'الإصدارات المرفوضة',
    es: 'Versiones rechazadas',
    fr: 'Versions refusées',
    zh: '已拒绝的版本',
  },
  'Versions of libraries that are not offered any more: lib:ORG:SLUG:HASH.': {
    ar: 'إصدارات المكتبات التي لم تعد تُعرض: lib:ORG:SLUG:HASH.',
    es: 'Versiones de bibliotecas que ya no se ofrecen: lib:ORG:SLUG:HASH.',
    fr: 'Versions de bibliothèques qui ne sont plus proposées : lib:ORG:SLUG:HASH.',
    zh: '不再提供的内容库版本：lib:ORG:SLUG:HASH。',
  },
  'Reference group': {
    ar: 'مجموعة المراجع',
    es: 'Grupo de referencias',
    fr: 'Groupe de références',
    zh: '引用组',
  },
  'Banks and references of the course with the same group show no learner one block twice.': {
    ar: 'بنوك المقرر ومراجعه ذات المجموعة نفسها لا تعرض لأي متعلم الكتلة نفسها مرتين.',
    es: 'Los bancos y referencias del curso con el mismo grupo no muestran a nadie un bloque dos veces.',
    fr: 'Les banques et références du cours du même groupe ne montrent à personne deux fois un bloc.',
    zh: '课程中同组的题库和引用不会向同一学习者重复显示同一块。',
  },
  Blocks: { ar: 'الكتل', es: 'Bloques', fr: 'Blocs', zh: '块' },
  Block: { ar: 'الكتلة', es: 'Bloque', fr: 'Bloc', zh: '块' },
  'Usage keys of the blocks in their libraries, in the order shown.': {
    ar: 'مفاتيح استخدام الكتل في مكتباتها، بالترتيب المعروض.',
    es: 'Claves de uso de los bloques en sus bibliotecas, en el orden mostrado.',
    fr: 'Clés d’usage des blocs dans leurs bibliothèques, dans l’ordre montré.',
    zh: '块在其内容库中的使用键，按显示顺序。',
  },
  'The usage key of the block in its library: lb:ORG:SLUG:TYPE:ID.': {
    ar: 'مفتاح استخدام الكتلة في مكتبتها: lb:ORG:SLUG:TYPE:ID.',
    es: 'La clave de uso del bloque en su biblioteca: lb:ORG:SLUG:TYPE:ID.',
    fr: 'La clé d’usage du bloc dans sa bibliothèque : lb:ORG:SLUG:TYPE:ID.',
    zh: '块在其内容库中的使用键：lb:ORG:SLUG:TYPE:ID。',
  },
  'Source library id': {
    ar: 'معرّف المكتبة المصدر',
    es: 'Id de la biblioteca de origen',
    fr: 'Identifiant de la bibliothèque source',
    zh: '来源内容库编号',
  },
  'Source library version': {
    ar: 'إصدار المكتبة المصدر',
    es: 'Versión de la biblioteca de origen',
    fr: 'Version de la bibliothèque source',
    zh: '来源内容库版本',
  },
  'The library whose blocks are meant where none is named.': {
    ar: 'المكتبة المقصودة كتلها حين لا تُذكر أي منها.',
    es: 'La biblioteca a la que se refiere si no se nombra ninguna.',
    fr: 'La bibliothèque visée si aucune n’est nommée.',
    zh: '未指明内容库时所指的内容库。',
  },
  Count: { ar: 'العدد', es: 'Cantidad', fr: 'Nombre', zh: '数量' },
  'How many blocks each learner sees; -1 shows all.': {
    ar: 'كم كتلة يرى كل متعلم؛ ‎-1 يعرضها كلها.',
    es: 'Cuántos bloques ve cada estudiante; -1 los muestra todos.',
    fr: 'Combien de blocs voit chaque apprenant ; -1 les montre tous.',
    zh: '每位学习者看到的块数；-1 表示全部。',
  },
  'Count (max_count)': {
    ar: 'العدد (max_count)',
    es: 'Cantidad (max_count)',
    fr: 'Nombre (max_count)',
    zh: '数量（max_count）',
  },
  'The same, as older content names it.': {
    ar: 'الشيء نفسه كما يسميه محتوى أقدم.',
    es: 'Lo mismo, como lo llaman contenidos antiguos.',
    fr: 'La même chose, comme la nomme un contenu plus ancien.',
    zh: '含义相同，旧内容中的名称。',
  },
  Pool: { ar: 'مجموعة السحب', es: 'Reserva', fr: 'Réserve', zh: '抽取池' },
  'Usage keys of the library blocks to draw from; empty draws from the whole libraries.': {
    ar: 'مفاتيح استخدام كتل المكتبة التي يُسحب منها؛ الفراغ يعني السحب من المكتبات كلها.',
    es: 'Claves de uso de los bloques de los que se sortea; vacío sortea de bibliotecas enteras.',
    fr: 'Clés d’usage des blocs parmi lesquels tirer ; vide tire dans les bibliothèques entières.',
    zh: '供抽取的内容库块的使用键；留空则从整个内容库抽取。',
  },
  'Different from last time': {
    ar: 'مختلفة عن المرة السابقة',
    es: 'Distintos de la vez anterior',
    fr: 'Différents de la fois précédente',
    zh: '与上次不同',
  },
  'Who begins anew is shown others first than those that they had.': {
    ar: 'من يبدأ من جديد تُعرض له أولًا غير التي كانت لديه.',
    es: 'A quien empieza de nuevo se le muestran antes otros que los que tuvo.',
    fr: 'Qui recommence voit d’abord d’autres blocs que les siens.',
    zh: '重新开始者会先看到与之前不同的块。',
  },
  'The same as': { ar: 'مثل', es: 'Los mismos que', fr: 'Les mêmes que', zh: '与之相同' },
  'Usage key or id of another bank of the course: each learner is shown here what they are shown there.': {
    ar: 'مفتاح استخدام أو معرّف بنك آخر في المقرر: يُعرض لكل متعلم هنا ما يُعرض له هناك.',
    es: 'Clave de uso o id de otro banco del curso: cada estudiante ve aquí lo que ve allí.',
    fr: 'Clé d’usage ou identifiant d’une autre banque du cours : chacun voit ici ce qu’il voit là-bas.',
    zh: '课程中另一题库的使用键或编号：学习者在此看到与彼处相同的内容。',
  },
  'The v1 library the children were copied from.': {
    ar: 'مكتبة الإصدار 1 التي نُسخت منها الكتل.',
    es: 'La biblioteca v1 de la que se copiaron los bloques.',
    fr: 'La bibliothèque v1 dont les blocs ont été copiés.',
    zh: '子块所复制自的 v1 内容库。',
  },
  'Kind of problem': {
    ar: 'نوع المسألة',
    es: 'Clase de problema',
    fr: 'Sorte de problème',
    zh: '题目类型',
  },
  'Of the libraries, only problems with such a response: multiplechoiceresponse, numericalresponse, ...; any takes all blocks.':
    {
      ar: 'من المكتبات، المسائل ذات هذه الإجابة فقط: multiplechoiceresponse أو numericalresponse ...؛ أما any فيأخذ كل الكتل.',
      es: 'De las bibliotecas, solo problemas con esa respuesta: multiplechoiceresponse, numericalresponse, ...; any toma todos los bloques.',
      fr: 'Des bibliothèques, les seuls problèmes avec une telle réponse : multiplechoiceresponse, numericalresponse, ... ; any prend tous les blocs.',
      zh: '仅取内容库中含此类作答的题目：multiplechoiceresponse、numericalresponse 等；any 取所有块。',
    },
} as const satisfies Translations
