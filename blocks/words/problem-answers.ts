import type { Translations } from '../../runtime/words/index.js'

/** Why an answer to a problem cannot be read; none of these uses an attempt. */
export default {
  'The answer is too long to be read as maths.': {
    ar: 'الإجابة أطول من أن تُقرأ كتعبير رياضي.',
    es: 'La respuesta es demasiado larga para leerse como matemáticas.',
    fr: 'La réponse est trop longue pour être lue comme une formule.',
    zh: '答案太长，无法作为数学式读取。',
  },
  "There is a closing parenthesis too many after ''{before}''.": {
    ar: 'يوجد قوس إغلاق زائد بعد «{before}».',
    es: 'Sobra un paréntesis de cierre después de «{before}».',
    fr: 'Il y a une parenthèse fermante de trop après « {before} ».',
    zh: '“{before}” 之后多了一个右括号。',
  },
  "{open} of the parentheses in ''{text}'' are not closed.": {
    ar: 'عدد الأقواس غير المغلقة في «{text}»: {open}.',
    es: 'Paréntesis sin cerrar en «{text}»: {open}.',
    fr: 'Parenthèses non fermées dans « {text} » : {open}.',
    zh: '“{text}” 中有 {open} 个括号未闭合。',
  },
  "''{text}'' is not valid maths.": {
    ar: '«{text}» ليس تعبيرًا رياضيًا صحيحًا.',
    es: '«{text}» no es una expresión matemática válida.',
    fr: '« {text} » n’est pas une formule valable.',
    zh: '“{text}” 不是有效的数学式。',
  },
  "''{text}'' is not valid maths: the character ''{character}'' ({code}) has no meaning in it.": {
    ar: '«{text}» ليس تعبيرًا رياضيًا صحيحًا: لا معنى فيه للمحرف «{character}» ({code}).',
    es: '«{text}» no es una expresión matemática válida: el carácter «{character}» ({code}) no significa nada en ella.',
    fr: '« {text} » n’est pas une formule valable : le caractère « {character} » ({code}) n’y a pas de sens.',
    zh: '“{text}” 不是有效的数学式：其中的字符“{character}”（{code}）没有意义。',
  },
  "''{text}'' takes a factorial of something else than a small whole number.": {
    ar: '«{text}» يحسب مضروب ما ليس عددًا صحيحًا صغيرًا.',
    es: '«{text}» calcula el factorial de algo que no es un número entero pequeño.',
    fr: '« {text} » prend la factorielle d’autre chose qu’un petit nombre entier.',
    zh: '“{text}” 对不是较小整数的值取了阶乘。',
  },
  '{names} may not be used as a variable in this answer.': {
    ar: 'لا يجوز استخدام {names} كمتغير في هذه الإجابة.',
    es: 'En esta respuesta no se puede usar {names} como variable.',
    fr: '{names} ne peut pas servir de variable dans cette réponse.',
    zh: '此答案中不能将 {names} 用作变量。',
  },
  '{names} may not be used as a function in this answer.': {
    ar: 'لا يجوز استخدام {names} كدالة في هذه الإجابة.',
    es: 'En esta respuesta no se puede usar {names} como función.',
    fr: '{names} ne peut pas servir de fonction dans cette réponse.',
    zh: '此答案中不能将 {names} 用作函数。',
  },
  '{names} may not be used as a function in this answer. Did you leave out a * for multiplication?': {
    ar: 'لا يجوز استخدام {names} كدالة في هذه الإجابة. هل نسيت علامة الضرب *؟',
    es: 'En esta respuesta no se puede usar {names} como función. ¿Has olvidado un * de multiplicar?',
    fr: '{names} ne peut pas servir de fonction dans cette réponse. Avez-vous oublié un * de multiplication ?',
    zh: '此答案中不能将 {names} 用作函数。是否漏写了乘号 *？',
  },
  "''{text}'' has no value.": {
    ar: 'ليس لـ«{text}» قيمة.',
    es: '«{text}» no tiene valor.',
    fr: '« {text} » n’a pas de valeur.',
    zh: '“{text}” 没有值。',
  },
  'The answer is too long.': {
    ar: 'الإجابة طويلة جدًا.',
    es: 'La respuesta es demasiado larga.',
    fr: 'La réponse est trop longue.',
    zh: '答案过长。',
  },
  'The answer takes too long to check.': {
    ar: 'يستغرق التحقق من الإجابة وقتًا طويلًا جدًا.',
    es: 'Comprobar la respuesta lleva demasiado tiempo.',
    fr: 'La vérification de la réponse prend trop de temps.',
    zh: '检查答案耗时过长。',
  },
  'There is a fault in the answer its author gave.': {
    ar: 'هناك خلل في الإجابة التي حددها المؤلف.',
    es: 'Hay un error en la respuesta que dio el autor.',
    fr: 'La réponse donnée par l’auteur comporte une erreur.',
    zh: '作者给出的答案有误。',
  },
  'There is a fault in the range its author gave.': {
    ar: 'هناك خلل في النطاق الذي حدده المؤلف.',
    es: 'Hay un error en el intervalo que dio el autor.',
    fr: 'L’intervalle donné par l’auteur comporte une erreur.',
    zh: '作者给出的范围有误。',
  },
  "''{text}'' is not a place such as [10,20].": {
    ar: '«{text}» ليس موضعًا مثل [10,20].',
    es: '«{text}» no es un punto como [10,20].',
    fr: '« {text} » n’est pas un endroit comme [10,20].',
    zh: '“{text}” 不是像 [10,20] 这样的位置。',
  },
  'The answer is not a number.': {
    ar: 'الإجابة ليست عددًا.',
    es: 'La respuesta no es un número.',
    fr: 'La réponse n’est pas un nombre.',
    zh: '答案不是数字。',
  },
  'A complex number cannot lie in a range.': {
    ar: 'لا يمكن لعدد عقدي أن يقع ضمن نطاق.',
    es: 'Un número complejo no puede estar en un intervalo.',
    fr: 'Un nombre complexe ne peut pas se trouver dans un intervalle.',
    zh: '复数不能落在某个范围内。',
  },
  'The answer is not a formula.': {
    ar: 'الإجابة ليست صيغة.',
    es: 'La respuesta no es una fórmula.',
    fr: 'La réponse n’est pas une formule.',
    zh: '答案不是公式。',
  },
  'The answer is not an expression.': {
    ar: 'الإجابة ليست تعبيرًا.',
    es: 'La respuesta no es una expresión.',
    fr: 'La réponse n’est pas une expression.',
    zh: '答案不是表达式。',
  },
  "''{text}'' is no matrix: write its rows like [[a, b], [c, d]].": {
    ar: '«{text}» ليس مصفوفة: اكتب صفوفها هكذا [[a, b], [c, d]].',
    es: '«{text}» no es una matriz: escribe sus filas así: [[a, b], [c, d]].',
    fr: '« {text} » n’est pas une matrice : écrivez ses lignes comme [[a, b], [c, d]].',
    zh: '“{text}” 不是矩阵：请像 [[a, b], [c, d]] 这样写出各行。',
  },
  'The answer is not a text.': {
    ar: 'الإجابة ليست نصًا.',
    es: 'La respuesta no es un texto.',
    fr: 'La réponse n’est pas un texte.',
    zh: '答案不是文本。',
  },
} as const satisfies Translations
