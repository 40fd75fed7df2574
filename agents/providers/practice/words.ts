/** Words that say nothing about what is wanted. */
const fillers = new Set(
  'a an the of to in on at by for from with and or but if it its is are was were be been this that these those there here i me my we us our you your he she they them please can could would should will shall do does did not no so as than then also just now about into out up down over all any some more most very'.split(
    ' ',
  ),
);

/** Words that ask to be told something, and change nothing. */
export const readingWords = new Set(
  'look lookup get find show list search check read fetch see view tell give what where when who which how why status count query describe display know'.split(
    ' ',
  ),
);

/** Words that ask to change something. A tool with one of these in its name is called only by a message that has it too. */
export const changingWords = new Set(
  'add approve archive assign authorize book cancel change charge close create credit delete deploy disable drop edit email enable execute grant invite insert issue kick mail make merge message modify move notify pay post publish purge refund register reject release remove rename replace reply reset restart restore revoke run schedule send set ship sign start stop submit suspend transfer trigger unlock update upload wipe write'.split(
    ' ',
  ),
);

/** Last words of names that stand for something to read, whatever the word before is: `refund_policy` refunds nothing. */
export const readingNouns = new Set(
  'conditions details docs documentation faq figures guide handbook help history info information instructions list log manual overview policies policy questions report reports rules statistics stats status summary terms'.split(
    ' ',
  ),
);

/** A word without its ending, so that `orders`, `ordered` and `order` meet. Crude, and the same for all. */
export function stem(word: string): string {
  const plain = word.toLowerCase();
  for (const ending of ['ations', 'ation', 'ings', 'ing', 'ies', 'ied', 'ed', 'es', 's']) {
    if (!plain.endsWith(ending) || plain.length - ending.length < 3) continue;
    const bare = plain.slice(0, -ending.length);
    return ending === 'ies' || ending === 'ied' ? `${bare}y` : undoubled(bare);
  }
  return undoubled(plain);
}

/** `shipp` of `shipped`, and the silent e of `cancele`, `move` (`moving`), are cut off too. */
const undoubled = (word: string): string => word.replace(/([bdfgmnprt])\1$/, '$1').replace(/(?<=...)e$/, '');

const changingStems = new Set([...changingWords].map(stem));
const readingStems = new Set([...readingWords].map(stem));

/** Whether a word asks to change something. */
export const isChanging = (word: string): boolean => changingStems.has(stem(word));
/** Whether a word only asks to be told something. */
export const isReading = (word: string): boolean => readingStems.has(stem(word));

const questionWords = new Set(['what', 'where', 'when', 'who', 'which', 'how', 'why', 'is', 'are', 'was', 'were', 'does', 'did', 'has', 'have']);
/** Whether words begin as a question does that only asks to be told something; "can you" and "would you" ask for a deed. */
export const isQuestion = ([first = '']: readonly string[]): boolean => questionWords.has(first);

/** The words of a text or of a name such as `look_up_order` or `refundOrder`. */
export function wordsOf(text: string): string[] {
  return text
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '')
    .map((word) => word.toLowerCase());
}

/** Stems of the words that mean something. */
export const meaningOf = (text: string): string[] =>
  wordsOf(text)
    .filter((word) => !fillers.has(word))
    .map(stem);
