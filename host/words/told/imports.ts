import type { Translations } from '../translations.js'

/** What is found in content that comes in. */
export default {
  "The {field} of <{type}> links to ''{link}'', but the course has no such file.": {
    ar: '‏{field} في <{type}> يشير إلى «{link}»، لكن لا يوجد هذا الملف في المقرر.',
    es: '{field} de <{type}> enlaza con «{link}», pero el curso no tiene ese archivo.',
    fr: '{field} de <{type}> renvoie à « {link} », mais le cours n’a pas ce fichier.',
    zh: '<{type}> 的 {field} 链接到“{link}”，但课程中没有该文件。',
  },
  "The {field} of <{type}> links to ''{link}'', but the course has no such block.": {
    ar: '‏{field} في <{type}> يشير إلى «{link}»، لكن لا توجد هذه الكتلة في المقرر.',
    es: '{field} de <{type}> enlaza con «{link}», pero el curso no tiene ese bloque.',
    fr: '{field} de <{type}> renvoie à « {link} », mais le cours n’a pas ce bloc.',
    zh: '<{type}> 的 {field} 链接到“{link}”，但课程中没有该块。',
  },
  "The {field} of <{type}> names the file ''{file}'', which is not there.": {
    ar: '‏{field} في <{type}> يسمي الملف «{file}»، وهو غير موجود.',
    es: '{field} de <{type}> nombra el archivo «{file}», que no existe.',
    fr: '{field} de <{type}> nomme le fichier « {file} », qui n’existe pas.',
    zh: '<{type}> 的 {field} 指定的文件“{file}”不存在。',
  },
  "<{type}> names the file ''{file}'', which is not there; looked for {paths}.": {
    ar: '‏<{type}> يسمي الملف «{file}»، وهو غير موجود؛ بُحث عن {paths}.',
    es: '<{type}> nombra el archivo «{file}», que no existe; se buscó {paths}.',
    fr: '<{type}> nomme le fichier « {file} », qui n’existe pas ; cherché : {paths}.',
    zh: '<{type}> 指定的文件“{file}”不存在；已查找 {paths}。',
  },
  "<{type}> names the file ''{file}'', but there is none of {paths}.": {
    ar: '‏<{type}> يسمي الملف «{file}»، لكن لا يوجد أي من {paths}.',
    es: '<{type}> nombra el archivo «{file}», pero no existe ninguno de {paths}.',
    fr: '<{type}> nomme le fichier « {file} », mais aucun de {paths} n’existe.',
    zh: '<{type}> 指定了文件“{file}”，但 {paths} 均不存在。',
  },
  "<{type}> points to ''{name}'', but there is neither {paths}.": {
    ar: '‏<{type}> يشير إلى «{name}»، لكن لا يوجد {paths}.',
    es: '<{type}> apunta a «{name}», pero no existe {paths}.',
    fr: '<{type}> pointe vers « {name} », mais il n’y a pas {paths}.',
    zh: '<{type}> 指向“{name}”，但 {paths} 不存在。',
  },
  '<{type}> points to {path}, the file it stands in itself.': {
    ar: '‏<{type}> يشير إلى {path}، وهو الملف الذي يقع فيه.',
    es: '<{type}> apunta a {path}, el mismo archivo en el que está.',
    fr: '<{type}> pointe vers {path}, le fichier même où il se trouve.',
    zh: '<{type}> 指向 {path}，即其自身所在的文件。',
  },
  '{path} holds <{found}>, but a <{type}> points to it; it is read as {read}.': {
    ar: '‏{path} فيه <{found}>، لكن <{type}> يشير إليه؛ فيُقرأ على أنه {read}.',
    es: '{path} contiene <{found}>, pero apunta a él un <{type}>; se lee como {read}.',
    fr: '{path} contient <{found}>, mais un <{type}> y pointe ; il est lu comme {read}.',
    zh: '{path} 含有 <{found}>，但 <{type}> 指向它；按 {read} 读取。',
  },
  'The pointer to {path} has attributes of its own ({names}); they win over those in the file.': {
    ar: 'للمؤشر إلى {path} سمات خاصة به ({names})؛ وهي تغلب ما في الملف.',
    es: 'El puntero a {path} tiene atributos propios ({names}); prevalecen sobre los del archivo.',
    fr: 'Le pointeur vers {path} a ses propres attributs ({names}) ; ils l’emportent sur ceux du fichier.',
    zh: '指向 {path} 的指针带有自己的属性（{names}）；它们优先于文件中的属性。',
  },
  'The attribute file_name is read as filename.': {
    ar: 'تُقرأ السمة file_name على أنها filename.',
    es: 'El atributo file_name se lee como filename.',
    fr: 'L’attribut file_name est lu comme filename.',
    zh: '属性 file_name 按 filename 读取。',
  },
  'There is no {path}.': {
    ar: 'لا يوجد {path}.',
    es: 'No existe {path}.',
    fr: '{path} n’existe pas.',
    zh: '{path} 不存在。',
  },
  "One block of the type ''{type}'' is not shown to learners: no plugin provides it.": {
    ar: 'كتلة من النوع «{type}» لا تُعرض للمتعلمين: لا توفرها أي إضافة.',
    es: 'Un bloque del tipo «{type}» no se muestra a los estudiantes: ningún complemento lo ofrece.',
    fr: 'Un bloc du type « {type} » n’est pas montré aux apprenants : aucun module ne le fournit.',
    zh: '一个“{type}”类型的块不向学习者显示：没有插件提供它。',
  },
  "{count, plural, other {# blocks}} of the type ''{type}'' are not shown to learners: no plugin provides it.":
    {
      ar: '{count, plural, zero {لا كتل} one {كتلة واحدة} two {كتلتان} few {# كتل} many {# كتلة} other {# كتلة}} من النوع «{type}» لا تُعرض للمتعلمين: لا توفرها أي إضافة.',
      es: '{count, plural, one {# bloque} other {# bloques}} del tipo «{type}» no se muestran a los estudiantes: ningún complemento lo ofrece.',
      fr: '{count, plural, one {# bloc} other {# blocs}} du type « {type} » ne sont pas montrés aux apprenants : aucun module ne le fournit.',
      zh: '{count, plural, other {# 个}}“{type}”类型的块不向学习者显示：没有插件提供该类型。',
    },
  "There already is a <{type}> with the url_name ''{name}''; this one gets a derived name.": {
    ar: 'يوجد بالفعل <{type}> باسم url_name «{name}»؛ ويحصل هذا على اسم مشتق.',
    es: 'Ya hay un <{type}> con el url_name «{name}»; este recibe un nombre derivado.',
    fr: 'Il y a déjà un <{type}> avec l’url_name « {name} » ; celui-ci reçoit un nom dérivé.',
    zh: '已有 url_name 为“{name}”的 <{type}>；此处改用派生名称。',
  },
  "{count} of the blocks without url_name in {parent} may not be the ones that were there before; learners' work follows their place.":
    {
      ar: '{count} من الكتل بلا url_name في {parent} قد لا تكون التي كانت هناك من قبل؛ وعمل المتعلمين يتبع مواضعها.',
      es: '{count} de los bloques sin url_name en {parent} pueden no ser los que había antes; el trabajo de los estudiantes sigue su posición.',
      fr: '{count} des blocs sans url_name dans {parent} ne sont peut-être pas ceux d’avant ; le travail des apprenants suit leur place.',
      zh: '{parent} 中 {count} 个没有 url_name 的块可能不是之前的那些；学习者的作业按位置对应。',
    },
  'The attribute {name} is kept but has no effect: {why}': {
    ar: 'تُحفظ السمة {name} لكن بلا أثر: {why}',
    es: 'El atributo {name} se conserva pero no tiene efecto: {why}',
    fr: 'L’attribut {name} est gardé mais sans effet : {why}',
    zh: '属性 {name} 已保留但无效：{why}',
  },
  'Expected {wanted}, received {value}.': {
    ar: 'المتوقع {wanted}، والوارد {value}.',
    es: 'Se esperaba {wanted}, se recibió {value}.',
    fr: 'Attendu : {wanted}, reçu : {value}.',
    zh: '应为 {wanted}，实为 {value}。',
  },
  'A field is nested too deep to be kept.': {
    ar: 'حقل متداخل بعمق يتجاوز ما يمكن حفظه.',
    es: 'Un campo está anidado demasiado hondo para conservarlo.',
    fr: 'Un champ est imbriqué trop profond pour être gardé.',
    zh: '某字段嵌套过深，无法保存。',
  },
  '{path} is not a JSON object: {why}.': {
    ar: '‏{path} ليس كائن JSON: {why}.',
    es: '{path} no es un objeto JSON: {why}.',
    fr: '{path} n’est pas un objet JSON : {why}.',
    zh: '{path} 不是 JSON 对象：{why}。',
  },
  "{path} gives ''{block}'' a value that is no object of attributes.": {
    ar: '‏{path} يعطي «{block}» قيمة ليست كائن سمات.',
    es: '{path} da a «{block}» un valor que no es un objeto de atributos.',
    fr: '{path} donne à « {block} » une valeur qui n’est pas un objet d’attributs.',
    zh: '{path} 给“{block}”的值不是属性对象。',
  },
  'Correct what is named, and import or publish the course again.': {
    ar: 'صحّح ما ذُكر، ثم استورد المقرر أو انشره مرة أخرى.',
    es: 'Corrige lo indicado e importa o publica el curso de nuevo.',
    fr: 'Corrigez ce qui est nommé, puis importez ou publiez le cours à nouveau.',
    zh: '更正所指出的内容，然后重新导入或发布课程。',
  },
  "The assignment type ''{type}'' stands twice; both count.": {
    ar: 'نوع المهمة «{type}» مذكور مرتين؛ وكلاهما محتسب.',
    es: 'El tipo de tarea «{type}» aparece dos veces; ambos cuentan.',
    fr: 'Le type de devoir « {type} » figure deux fois ; les deux comptent.',
    zh: '作业类型“{type}”出现两次；两者都计入。',
  },
  "Of ''{type}'' as many are dropped as there are at least: with no more than {count} nothing of it counts.":
    {
      ar: 'يُسقط من «{type}» بقدر الحد الأدنى منها: فإن لم تزد على {count} لم يُحتسب منها شيء.',
      es: 'De «{type}» se descartan tantas como el mínimo: con no más de {count} no cuenta ninguna.',
      fr: 'De « {type} » on retire autant que le minimum : avec {count} au plus, rien n’en compte.',
      zh: '“{type}”舍弃的数量不少于最少数量：不超过 {count} 个时全部不计。',
    },
  'The weights of all assignment types make {percent} %, not 100 %.': {
    ar: 'مجموع أوزان أنواع المهام {percent} ٪ لا 100 ٪.',
    es: 'Los pesos de todos los tipos de tarea suman {percent} %, no 100 %.',
    fr: 'Les poids de tous les types de devoirs font {percent} %, et non 100 %.',
    zh: '所有作业类型的权重合计为 {percent} %，而不是 100 %。',
  },
  'No cut-off is above 0, so nobody can pass.': {
    ar: 'لا حد أعلى من 0، فلا يمكن لأحد أن ينجح.',
    es: 'Ningún corte es mayor que 0, así que nadie puede aprobar.',
    fr: 'Aucun seuil n’est au-dessus de 0, personne ne peut donc réussir.',
    zh: '没有高于 0 的分数线，因此无人能通过。',
  },
  "The link ''{path}'' {why}, so it is left out.": {
    ar: 'الرابط «{path}» متروك: {why}.',
    es: 'El enlace «{path}» se omite: {why}.',
    fr: 'Le lien « {path} » est laissé de côté : {why}.',
    zh: '链接“{path}”已略去：{why}。',
  },
  "What learners see of <{type}> rests on ''{name}'', which is not there.": {
    ar: 'ما يراه المتعلمون من <{type}> يعتمد على «{name}»، وهو غير موجود.',
    es: 'Lo que se ve de <{type}> depende de «{name}», que no existe.',
    fr: 'Ce que l’on voit de <{type}> dépend de « {name} », qui n’existe pas.',
    zh: '学习者所见的 <{type}> 依赖于“{name}”，而它不存在。',
  },
  '{count} more findings are not listed.': {
    ar: 'لم تُسرد {count} ملاحظة أخرى.',
    es: 'Hay {count} observaciones más que no se enumeran.',
    fr: '{count} autres constats ne sont pas listés.',
    zh: '还有 {count} 条结果未列出。',
  },
  "The TeX ''{tex}'' is not understood.": {
    ar: 'صيغة TeX «{tex}» غير مفهومة.',
    es: 'No se entiende el TeX «{tex}».',
    fr: 'Le TeX « {tex} » n’est pas compris.',
    zh: '无法识别 TeX“{tex}”。',
  },
  "The TeX ''{tex}'' is not understood, nor {count} more here.": {
    ar: 'صيغة TeX «{tex}» غير مفهومة، ولا {count} غيرها هنا.',
    es: 'No se entiende el TeX «{tex}», ni {count} más aquí.',
    fr: 'Le TeX « {tex} » n’est pas compris, ni {count} autres ici.',
    zh: '无法识别 TeX“{tex}”，此处还有 {count} 处。',
  },
  'A part of the course opens {day}, and is not shown to learners before.': {
    ar: 'يُفتح جزء من المقرر في {day}، ولا يُعرض للمتعلمين قبل ذلك.',
    es: 'Una parte del curso se abre el {day} y no se muestra antes a los estudiantes.',
    fr: 'Une partie du cours ouvre le {day} et n’est pas montrée avant aux apprenants.',
    zh: '课程的一部分于 {day} 开放，在此之前不向学习者显示。',
  },
  '{count, plural, other {# parts}} of the course open {day}, and is not shown to learners before.': {
    ar: '{count, plural, zero {لا أجزاء} one {جزء واحد} two {جزءان} few {# أجزاء} many {# جزءًا} other {# جزء}} من المقرر تُفتح في {day}، ولا تُعرض للمتعلمين قبل ذلك.',
    es: '{count, plural, one {# parte} other {# partes}} del curso se abren el {day} y no se muestran antes a los estudiantes.',
    fr: '{count, plural, one {# partie} other {# parties}} du cours ouvrent le {day} et ne sont pas montrées avant aux apprenants.',
    zh: '课程的{count, plural, other { # 个部分}}于 {day} 开放，在此之前不向学习者显示。',
  },
  'The course opens {day}: until then it is for staff only.': {
    ar: 'يُفتح المقرر في {day}: وحتى ذلك الحين هو للطاقم فقط.',
    es: 'El curso se abre el {day}: hasta entonces es solo para el equipo.',
    fr: 'Le cours ouvre le {day} : jusque-là il est réservé à l’équipe.',
    zh: '课程于 {day} 开放：在此之前仅教职人员可见。',
  },
  'Nothing to do if that is meant; else set another start date. Staff see it before.': {
    ar: 'لا شيء إن كان ذلك مقصودًا؛ وإلا فعيّن تاريخ بدء آخر. الطاقم يراه قبل ذلك.',
    es: 'Nada, si es lo que se quiere; si no, pon otra fecha de inicio. El equipo lo ve antes.',
    fr: 'Rien si c’est voulu ; sinon, fixez une autre date de début. L’équipe le voit avant.',
    zh: '如属有意则无需处理；否则请设置其他开始日期。教职人员可提前看到。',
  },
  'Parts of the course are for some enrolment tracks: learners see them when the host says which track they are in.':
    {
      ar: 'أجزاء من المقرر لمسارات تسجيل معينة: يراها المتعلمون حين يحدد الموقع مسارهم.',
      es: 'Partes del curso son para ciertas modalidades de inscripción: se ven cuando el sitio dice en cuál está cada uno.',
      fr: 'Des parties du cours sont pour certaines voies d’inscription : on les voit quand le site dit laquelle est la sienne.',
      zh: '课程的部分内容面向特定报名轨道：网站说明学习者所属轨道后方可看到。',
    },
  'A part of the course is for groups of a partition {id} that the course does not have: no learner sees it.':
    {
      ar: 'جزء من المقرر لمجموعات تقسيم {id} غير موجود في المقرر: فلا يراه أي متعلم.',
      es: 'Una parte del curso es para grupos de una partición {id} que el curso no tiene: nadie la ve.',
      fr: 'Une partie du cours est pour des groupes d’une partition {id} que le cours n’a pas : aucun apprenant ne la voit.',
      zh: '课程的一部分面向划分 {id} 的组，而课程没有该划分：没有学习者能看到它。',
    },
  'A part of the course is for groups {groups} that partition {id} does not have: no learner sees it.': {
    ar: 'جزء من المقرر للمجموعات {groups} غير الموجودة في التقسيم {id}: فلا يراه أي متعلم.',
    es: 'Una parte del curso es para los grupos {groups}, que la partición {id} no tiene: nadie la ve.',
    fr: 'Une partie du cours est pour les groupes {groups}, que la partition {id} n’a pas : aucun apprenant ne la voit.',
    zh: '课程的一部分面向组 {groups}，而划分 {id} 没有这些组：没有学习者能看到它。',
  },
  'A part of the course is for groups {groups} that partition {id} does not have: only the other groups see it.':
    {
      ar: 'جزء من المقرر للمجموعات {groups} غير الموجودة في التقسيم {id}: فلا تراه إلا المجموعات الأخرى.',
      es: 'Una parte del curso es para los grupos {groups}, que la partición {id} no tiene: solo la ven los demás grupos.',
      fr: 'Une partie du cours est pour les groupes {groups}, que la partition {id} n’a pas : seuls les autres groupes la voient.',
      zh: '课程的一部分面向组 {groups}，而划分 {id} 没有这些组：只有其他组能看到它。',
    },
  'The element says {name}="{text}", but the policy says {other}, which wins.': {
    ar: 'يقول العنصر {name}="{text}"، لكن السياسة تقول {other}، وهي الغالبة.',
    es: 'El elemento dice {name}="{text}", pero la política dice {other}, que prevalece.',
    fr: 'L’élément dit {name}="{text}", mais la politique dit {other}, qui l’emporte.',
    zh: '元素写作 {name}="{text}"，但策略为 {other}，以后者为准。',
  },
  'The element says {name}="{text}", but an option element inside it says {other}, which wins.': {
    ar: 'يقول العنصر {name}="{text}"، لكن عنصر option بداخله يقول {other}، وهو الغالب.',
    es: 'El elemento dice {name}="{text}", pero un elemento option en su interior dice {other}, que prevalece.',
    fr: 'L’élément dit {name}="{text}", mais un élément option qu’il contient dit {other}, qui l’emporte.',
    zh: '元素写作 {name}="{text}"，但其中的 option 元素为 {other}，以后者为准。',
  },
  '{path} is no grading policy: {why}. Nobody is graded by it.': {
    ar: '‏{path} ليس سياسة تقييم: {why}. ولا يُقيَّم بها أحد.',
    es: '{path} no es una política de calificación: {why}. Nadie se califica con ella.',
    fr: '{path} n’est pas un barème : {why}. Personne n’est noté d’après lui.',
    zh: '{path} 不是评分政策：{why}。不会据此评分。',
  },
  '{path} is no grading policy at {place}: {why}. Nobody is graded by it.': {
    ar: '‏{path} ليس سياسة تقييم عند {place}: {why}. ولا يُقيَّم بها أحد.',
    es: '{path} no es una política de calificación en {place}: {why}. Nadie se califica con ella.',
    fr: '{path} n’est pas un barème à l’endroit {place} : {why}. Personne n’est noté d’après lui.',
    zh: '{path} 在 {place} 处不是评分政策：{why}。不会据此评分。',
  },
  "In the video ''{name}'', the youtube attribute ''{text}'' holds no SPEED:ID pair.": {
    ar: 'في الفيديو «{name}»، لا تحوي السمة youtube «{text}» أي زوج SPEED:ID.',
    es: 'En el vídeo «{name}», el atributo youtube «{text}» no contiene ningún par SPEED:ID.',
    fr: 'Dans la vidéo « {name} », l’attribut youtube « {text} » ne contient aucune paire SPEED:ID.',
    zh: '视频“{name}”的 youtube 属性“{text}”不含 SPEED:ID 对。',
  },
  "In the video ''{name}'', the {attribute} attribute ''{text}'' is no time HH:MM:SS.": {
    ar: 'في الفيديو «{name}»، قيمة السمة {attribute} «{text}» ليست وقتًا بصيغة HH:MM:SS.',
    es: 'En el vídeo «{name}», el atributo {attribute} «{text}» no es una hora HH:MM:SS.',
    fr: 'Dans la vidéo « {name} », l’attribut {attribute} « {text} » n’est pas une durée HH:MM:SS.',
    zh: '视频“{name}”的 {attribute} 属性“{text}”不是 HH:MM:SS 格式的时间。',
  },
} as const satisfies Translations
