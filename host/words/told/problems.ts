import type { Translations } from '../translations.js'

/** What is found in problems, in their scripts, and when they are tried. */
export default {
  'Line {line}, column {column}: {message}': {
    ar: 'السطر {line}، العمود {column}: {message}',
    es: 'Línea {line}, columna {column}: {message}',
    fr: 'Ligne {line}, colonne {column} : {message}',
    zh: '第 {line} 行，第 {column} 列：{message}',
  },
  'The script is Python 2: {what}. It is run by Python 3, which cannot read it.': {
    ar: 'النص البرمجي بلغة Python 2: {what}. وهو يُشغَّل بلغة Python 3 التي لا تقرؤه.',
    es: 'El script es Python 2: {what}. Se ejecuta con Python 3, que no puede leerlo.',
    fr: 'Le script est en Python 2 : {what}. Il est exécuté par Python 3, qui ne peut pas le lire.',
    zh: '脚本为 Python 2：{what}。运行环境为 Python 3，无法读取。',
  },
  'Write print(x), or remove it: nobody sees what a script prints.': {
    ar: 'اكتب print(x)، أو احذفه: لا يرى أحد ما يطبعه النص البرمجي.',
    es: 'Escribe print(x), o quítalo: nadie ve lo que imprime un script.',
    fr: 'Écrivez print(x), ou retirez-le : personne ne voit ce qu’un script affiche.',
    zh: '请写作 print(x)，或将其删除：没有人会看到脚本的输出。',
  },
  '<{name}> stands in no response, so nobody can answer it.': {
    ar: '‏<{name}> ليس داخل إجابة، فلا يمكن لأحد الإجابة عنه.',
    es: '<{name}> no está dentro de una respuesta, así que nadie puede responderlo.',
    fr: '<{name}> n’est dans aucune réponse, personne ne peut donc y répondre.',
    zh: '<{name}> 不在任何作答之内，因此无法作答。',
  },
  '<{name}> is shown, and not graded here.': {
    ar: '‏<{name}> يُعرض ولا يُقيَّم هنا.',
    es: '<{name}> se muestra, pero aquí no se califica.',
    fr: '<{name}> est montré, mais pas noté ici.',
    zh: '<{name}> 会显示，但在此不评分。',
  },
  '<{name}> depends on a Python script, which is not run here.': {
    ar: '‏<{name}> يعتمد على نص Python لا يُشغَّل هنا.',
    es: '<{name}> depende de un script de Python, que aquí no se ejecuta.',
    fr: '<{name}> dépend d’un script Python, qui n’est pas exécuté ici.',
    zh: '<{name}> 依赖于 Python 脚本，而此处不运行脚本。',
  },
  '<{name}> is not supported.': {
    ar: '‏<{name}> غير مدعوم.',
    es: '<{name}> no se admite.',
    fr: '<{name}> n’est pas pris en charge.',
    zh: '不支持 <{name}>。',
  },
  '<{name}> takes {inputs}, not <{other}>.': {
    ar: '‏<{name}> يقبل {inputs} لا <{other}>.',
    es: '<{name}> admite {inputs}, no <{other}>.',
    fr: '<{name}> prend {inputs}, pas <{other}>.',
    zh: '<{name}> 接受 {inputs}，而非 <{other}>。',
  },
  '<{name}> cannot be answered here.': {
    ar: 'لا يمكن الإجابة عن <{name}> هنا.',
    es: 'Aquí no se puede responder a <{name}>.',
    fr: 'On ne peut pas répondre ici à <{name}>.',
    zh: '无法在此作答 <{name}>。',
  },
  '<{name}> has {count} inputs; it takes one.': {
    ar: 'في <{name}> عدد {count} من المدخلات؛ وهو يقبل واحدًا.',
    es: '<{name}> tiene {count} entradas; admite una.',
    fr: '<{name}> a {count} entrées ; il en prend une.',
    zh: '<{name}> 有 {count} 个输入；只接受一个。',
  },
  "<{name}> has no attribute ''{attribute}''.": {
    ar: '‏<{name}> ليس له سمة «{attribute}».',
    es: '<{name}> no tiene el atributo «{attribute}».',
    fr: '<{name}> n’a pas d’attribut « {attribute} ».',
    zh: '<{name}> 没有属性“{attribute}”。',
  },
  'The text is a <{name}>, and no problem.': {
    ar: 'النص عنصر <{name}> وليس مسألة.',
    es: 'El texto es un <{name}>, no un problema.',
    fr: 'Le texte est un <{name}>, pas un problème.',
    zh: '该文本是 <{name}>，不是题目。',
  },
  'The text is a <{name}>; that of a problem stands in <problem>…</problem>.': {
    ar: 'النص عنصر <{name}>؛ ونص المسألة يكون داخل <problem>…</problem>.',
    es: 'El texto es un <{name}>; el de un problema va dentro de <problem>…</problem>.',
    fr: 'Le texte est un <{name}> ; celui d’un problème est dans <problem>…</problem>.',
    zh: '该文本是 <{name}>；题目的文本应在 <problem>…</problem> 中。',
  },
  'Both the Markdown and the XML were changed, and the XML is made from the Markdown. Change one of them; to keep the XML, empty the Markdown.':
    {
      ar: 'تغيّر كل من Markdown وXML، وXML يُنشأ من Markdown. غيّر أحدهما؛ ولإبقاء XML أفرغ Markdown.',
      es: 'Se cambiaron el Markdown y el XML, y el XML se genera del Markdown. Cambia solo uno; para conservar el XML, vacía el Markdown.',
      fr: 'Le Markdown et le XML ont été changés, et le XML est tiré du Markdown. Changez l’un des deux ; pour garder le XML, videz le Markdown.',
      zh: 'Markdown 和 XML 均被更改，而 XML 由 Markdown 生成。请只改其一；若要保留 XML，请清空 Markdown。',
    },
  'This XML is made from the Markdown. Editing it here drops the Markdown.': {
    ar: 'هذا XML منشأ من Markdown. تحريره هنا يزيل Markdown.',
    es: 'Este XML se genera del Markdown. Si lo editas aquí, se descarta el Markdown.',
    fr: 'Ce XML est tiré du Markdown. Le modifier ici abandonne le Markdown.',
    zh: '此 XML 由 Markdown 生成。在此编辑会丢弃 Markdown。',
  },
  'This XML is not quite what the Markdown gives: editing the Markdown makes it anew, editing it here drops the Markdown.':
    {
      ar: 'هذا XML ليس ما يعطيه Markdown تمامًا: تحرير Markdown ينشئه من جديد، وتحريره هنا يزيل Markdown.',
      es: 'Este XML no es exactamente lo que da el Markdown: editar el Markdown lo genera de nuevo; editarlo aquí descarta el Markdown.',
      fr: 'Ce XML n’est pas tout à fait ce que donne le Markdown : modifier le Markdown le refait, le modifier ici abandonne le Markdown.',
      zh: '此 XML 与 Markdown 的结果不完全一致：编辑 Markdown 会重新生成它，在此编辑会丢弃 Markdown。',
    },
  'No choice is right: none has correct="true".': {
    ar: 'لا خيار صحيح: لا شيء يحمل correct="true".',
    es: 'Ninguna opción es correcta: ninguna tiene correct="true".',
    fr: 'Aucun choix n’est juste : aucun n’a correct="true".',
    zh: '没有正确选项：均未设 correct="true"。',
  },
  'No option is right.': {
    ar: 'لا خيار صحيح.',
    es: 'Ninguna opción es correcta.',
    fr: 'Aucune option n’est juste.',
    zh: '没有正确选项。',
  },
  "The right option ''{correct}'' is none of its options.": {
    ar: 'الخيار الصحيح «{correct}» ليس من خياراته.',
    es: 'La opción correcta «{correct}» no es ninguna de sus opciones.',
    fr: 'L’option juste « {correct} » n’est aucune de ses options.',
    zh: '正确选项“{correct}”不在其选项之中。',
  },
  "The answer ''{answer}'' is a range from more to less: no number lies in it.": {
    ar: 'الإجابة «{answer}» مدى من الأكبر إلى الأصغر: لا عدد يقع فيه.',
    es: 'La respuesta «{answer}» es un intervalo de mayor a menor: ningún número está en él.',
    fr: 'La réponse « {answer} » est un intervalle décroissant : aucun nombre ne s’y trouve.',
    zh: '答案“{answer}”是从大到小的区间：没有数在其中。',
  },
  "The answer ''{answer}'' is neither a number nor a range such as [5,10).": {
    ar: 'الإجابة «{answer}» ليست عددًا ولا مدى مثل [5,10).',
    es: 'La respuesta «{answer}» no es un número ni un intervalo como [5,10).',
    fr: 'La réponse « {answer} » n’est ni un nombre ni un intervalle comme [5,10).',
    zh: '答案“{answer}”既不是数，也不是 [5,10) 之类的区间。',
  },
  "The additional answer ''{answer}'' is neither a number nor a range such as [5,10).": {
    ar: 'الإجابة الإضافية «{answer}» ليست عددًا ولا مدى مثل [5,10).',
    es: 'La respuesta adicional «{answer}» no es un número ni un intervalo como [5,10).',
    fr: 'La réponse supplémentaire « {answer} » n’est ni un nombre ni un intervalle comme [5,10).',
    zh: '附加答案“{answer}”既不是数，也不是 [5,10) 之类的区间。',
  },
  "The answer ''{answer}'' is no regular expression.": {
    ar: 'الإجابة «{answer}» ليست تعبيرًا نمطيًا.',
    es: 'La respuesta «{answer}» no es una expresión regular.',
    fr: 'La réponse « {answer} » n’est pas une expression régulière.',
    zh: '答案“{answer}”不是正则表达式。',
  },
  "The answer ''{answer}'' is no formula of {names}: {why}": {
    ar: 'الإجابة «{answer}» ليست صيغة من {names}: {why}',
    es: 'La respuesta «{answer}» no es una fórmula de {names}: {why}',
    fr: 'La réponse « {answer} » n’est pas une formule de {names} : {why}',
    zh: '答案“{answer}”不是 {names} 的公式：{why}',
  },
  "The tolerance ''{text}'' is no number: {why}": {
    ar: 'هامش الخطأ «{text}» ليس عددًا: {why}',
    es: 'La tolerancia «{text}» no es un número: {why}',
    fr: 'La tolérance « {text} » n’est pas un nombre : {why}',
    zh: '容差“{text}”不是数：{why}',
  },
  'Time ran out after {tried} of {all} seeds.': {
    ar: 'انتهى الوقت بعد {tried} من {all} بذرة.',
    es: 'Se acabó el tiempo tras {tried} de {all} semillas.',
    fr: 'Le temps a manqué après {tried} graines sur {all}.',
    zh: '在测试 {all} 个种子中的 {tried} 个后超时。',
  },
  'It takes Python, which does not run here.': {
    ar: 'يحتاج إلى Python، وهو لا يعمل هنا.',
    es: 'Necesita Python, que aquí no se ejecuta.',
    fr: 'Il faut Python, qui ne tourne pas ici.',
    zh: '需要 Python，而此处不运行 Python。',
  },
  "Its own answer ''{answer}'' to {input} is none of its choices.": {
    ar: 'إجابته «{answer}» على {input} ليست من خياراته.',
    es: 'Su propia respuesta «{answer}» a {input} no es ninguna de sus opciones.',
    fr: 'Sa propre réponse « {answer} » à {input} n’est aucun de ses choix.',
    zh: '其自身对 {input} 的答案“{answer}”不在选项之中。',
  },
  'Its own answer {answer} to {input} is graded {correctness}.': {
    ar: 'إجابته {answer} على {input} قُيّمت {correctness}.',
    es: 'Su propia respuesta {answer} a {input} se califica como {correctness}.',
    fr: 'Sa propre réponse {answer} à {input} est notée {correctness}.',
    zh: '其自身对 {input} 的答案 {answer} 被判为 {correctness}。',
  },
  'Its own answers earn {earned} of {most} points.': {
    ar: 'إجاباته تكسب {earned} من {most} نقطة.',
    es: 'Sus propias respuestas obtienen {earned} de {most} puntos.',
    fr: 'Ses propres réponses obtiennent {earned} points sur {most}.',
    zh: '其自身答案得 {earned} 分，满分 {most} 分。',
  },
  'Its own answer cannot be read: {why}': {
    ar: 'لا يمكن قراءة إجابته: {why}',
    es: 'Su propia respuesta no se puede leer: {why}',
    fr: 'Sa propre réponse ne peut pas être lue : {why}',
    zh: '无法读取其自身答案：{why}',
  },
  'Time ran out: {count} problems were not tried.': {
    ar: 'انتهى الوقت: لم تُجرَّب {count} مسألة.',
    es: 'Se acabó el tiempo: {count} problemas no se probaron.',
    fr: 'Le temps a manqué : {count} problèmes n’ont pas été essayés.',
    zh: '超时：有 {count} 道题目未测试。',
  },
} as const satisfies Translations
