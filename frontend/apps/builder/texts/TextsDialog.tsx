import { Alert, Button, FileButton, Menu, Modal, Select, Textarea, TextInput } from '@mantine/core';
import { IconDownload, IconPlus, IconTrash, IconUpload } from '@tabler/icons-react';
import { useState, type ReactNode } from 'react';
import type { AppCommand } from '../../../../backend/apps/app-commands.contract.ts';
import { directionOf, languagesOf, textKeys } from '../../../../backend/apps/core/texts.ts';
import { saveFile } from '../../../ui/download.ts';
import { EmptyState } from '../../../ui/EmptyState.tsx';
import { IconButton } from '../../../ui/IconButton.tsx';
import { useEditor, useEditorStore } from '../editor-context.ts';
import { readTexts, textsAsCsv, UnreadableTexts } from './text-files.ts';
import classes from './TextsDialog.module.css';

/** The texts of the app: a line for each key, a column for each language. What is missing is marked. */
export function TextsDialog({ onClose }: { onClose: () => void }): ReactNode {
  const store = useEditorStore();
  const document = useEditor(({ session }) => session.document);
  const [search, setSearch] = useState('');
  const [languages, keys] = [languagesOf(document), textKeys(document)];
  const perform = (command: AppCommand, title: string, merge?: string): void => void store.getState().perform(command, title, merge);
  const missing = languages.reduce((sum, language) => sum + keys.filter((key) => !document.strings?.[language]?.[key]).length, 0);
  const words = search.trim().toLowerCase();
  const shown = keys.filter((key) =>
    [key, ...languages.map((language) => document.strings?.[language]?.[key] ?? '')].some((text) => text.toLowerCase().includes(words)),
  );
  return (
    <Modal opened onClose={onClose} title="Texts by language" size="min(1100px, 96vw)">
      <div className={classes.dialog}>
        <p className={classes.words}>
          Expressions ask for a text by its key: <code>{"t('greeting', {name: user.name})"}</code> gives “Hello {'{name}'}” with the name in it. The title of a
          page is the text <code>page.</code> and its name, where there is one.
        </p>
        <Tools languages={languages} missing={missing} search={search} onSearch={setSearch} />
        {languages.length === 0 ? (
          <EmptyState icon={<IconPlus />} title="Add the language in which the app is written now; others come after it." />
        ) : (
          <div className={classes.scroll}>
            <table className={classes.table}>
              <thead>
                <tr>
                  <th scope="col">Key</th>
                  {languages.map((language, index) => (
                    <th key={language} scope="col">
                      <span className={classes.head}>
                        {nameOf(language)} <span className={classes.code}>{language}</span>
                        {index === 0 && <span className={classes.first}>others fall back to it</span>}
                        <IconButton
                          label={`Delete ${nameOf(language)}`}
                          icon={<IconTrash />}
                          size="xs"
                          onClick={() => perform({ do: 'put_language', language }, `Delete the texts in ${language}`)}
                        />
                      </span>
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {shown.map((key) => (
                  <Row key={key} textKey={key} languages={languages} perform={perform} />
                ))}
              </tbody>
            </table>
            <NewKey languages={languages} taken={keys} perform={perform} />
          </div>
        )}
      </div>
    </Modal>
  );
}

type Perform = (command: AppCommand, title: string, merge?: string) => void;

function Row({ textKey, languages, perform }: { textKey: string; languages: readonly string[]; perform: Perform }): ReactNode {
  const store = useEditorStore();
  const strings = useEditor(({ session }) => session.document.strings);
  const remove = (): void => {
    const having = languages.filter((language) => strings?.[language]?.[textKey] !== undefined);
    perform({ do: 'batch', commands: having.map((language) => ({ do: 'put_text', language, key: textKey })) }, `Delete the text ${textKey}`);
  };
  return (
    <tr>
      <th scope="row">
        <span className={classes.head}>
          <span className={classes.code}>{textKey}</span>
          <IconButton label={`Delete ${textKey}`} icon={<IconTrash />} size="xs" onClick={remove} />
        </span>
      </th>
      {languages.map((language) => {
        const text = strings?.[language]?.[textKey] ?? '';
        return (
          <td key={language} data-missing={text === '' || undefined}>
            <Textarea
              size="xs"
              autosize
              minRows={1}
              maxRows={6}
              aria-label={`${textKey} in ${nameOf(language)}`}
              dir={directionOf(language)}
              placeholder="Missing"
              value={text}
              onChange={({ currentTarget: { value } }) =>
                perform({ do: 'put_text', language, key: textKey, ...(value === '' ? {} : { text: value }) }, `Text ${textKey}`, `text:${language}:${textKey}`)
              }
              onBlur={() => store.getState().settle()}
            />
          </td>
        );
      })}
    </tr>
  );
}

/** A key is there as soon as its first language has a text; until then it is typed here. */
function NewKey({ languages, taken, perform }: { languages: readonly string[]; taken: readonly string[]; perform: Perform }): ReactNode {
  const [key, setKey] = useState('');
  const [language = ''] = languages;
  const isTaken = taken.includes(key.trim());
  const add = (): void => {
    perform({ do: 'put_text', language, key: key.trim(), text: key.trim() }, `Add the text ${key.trim()}`);
    setKey('');
  };
  return (
    <form
      className={classes.add}
      onSubmit={(event) => {
        event.preventDefault();
        if (key.trim() !== '' && !isTaken) add();
      }}
    >
      <TextInput
        size="xs"
        aria-label="Key of a new text"
        placeholder="greeting"
        value={key}
        error={isTaken ? 'There is a text with this key' : undefined}
        onChange={(event) => setKey(event.currentTarget.value)}
      />
      <Button type="submit" size="xs" variant="default" leftSection={<IconPlus aria-hidden />} disabled={key.trim() === '' || isTaken}>
        Add a text
      </Button>
    </form>
  );
}

function Tools({
  languages,
  missing,
  search,
  onSearch,
}: {
  languages: readonly string[];
  missing: number;
  search: string;
  onSearch: (text: string) => void;
}): ReactNode {
  const store = useEditorStore();
  const document = useEditor(({ session }) => session.document);
  const [problem, setProblem] = useState<string | null>(null);
  const strings = document.strings ?? {};
  const put = (commands: AppCommand[], title: string): void => void store.getState().perform({ do: 'batch', commands }, title);
  const take = async (file: File | null): Promise<void> => {
    if (!file) return;
    try {
      const table = readTexts(await file.text());
      put(
        Object.entries(table).map(([language, texts]) => ({ do: 'put_language', language, texts: { ...strings[language], ...texts } })),
        `Texts of ${file.name}`,
      );
      setProblem(null);
    } catch (error) {
      if (!(error instanceof UnreadableTexts)) throw error;
      setProblem(error.message);
    }
  };
  const { navigation, theme, audience } = document;
  return (
    <>
      <div className={classes.tools}>
        <TextInput size="xs" aria-label="Find a text" placeholder="Find a text" value={search} onChange={(event) => onSearch(event.currentTarget.value)} />
        <Select
          size="xs"
          aria-label="Add a language"
          placeholder="Add a language"
          searchable
          value={null}
          data={offered
            .filter((language) => !languages.includes(language))
            .map((language) => ({ value: language, label: `${nameOf(language)} (${language})` }))}
          onChange={(language) => language !== null && put([{ do: 'put_language', language, texts: {} }], `Texts in ${language}`)}
        />
        {languages.length > 1 && (
          <Select
            size="xs"
            aria-label="Language that others fall back to"
            value={languages[0] ?? null}
            allowDeselect={false}
            data={languages.map((language) => ({ value: language, label: `Falls back to ${nameOf(language)}` }))}
            onChange={(language) => language !== null && put([{ do: 'set_app', navigation, theme, audience, language }], 'Language of the app')}
          />
        )}
        <span className={classes.missing} role="status">
          {missing > 0 ? `${missing} missing` : ''}
        </span>
        <FileButton accept=".csv,.json,text/csv,application/json" onChange={(file) => void take(file)}>
          {(props) => (
            <Button {...props} size="xs" variant="default" leftSection={<IconUpload aria-hidden />}>
              Import
            </Button>
          )}
        </FileButton>
        <Menu>
          <Menu.Target>
            <Button size="xs" variant="default" leftSection={<IconDownload aria-hidden />} disabled={languages.length === 0}>
              Export
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => saveFile('texts.csv', textsAsCsv(strings, languages), 'text/csv')}>As CSV</Menu.Item>
            <Menu.Item onClick={() => saveFile('texts.json', `${JSON.stringify(strings, null, 2)}\n`, 'application/json')}>As JSON</Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </div>
      {problem !== null && (
        <Alert color="red" title="The texts were not imported" withCloseButton onClose={() => setProblem(null)}>
          {problem}
        </Alert>
      )}
    </>
  );
}

const offered = [
  'en',
  'de',
  'fr',
  'es',
  'it',
  'pt',
  'pt-BR',
  'nl',
  'pl',
  'cs',
  'da',
  'sv',
  'nb',
  'fi',
  'tr',
  'uk',
  'ru',
  'el',
  'ro',
  'hu',
  'ar',
  'he',
  'fa',
  'ur',
  'hi',
  'ja',
  'ko',
  'zh',
  'zh-TW',
  'vi',
  'th',
  'id',
];
const names = new Intl.DisplayNames(['en'], { type: 'language' });
const nameOf = (language: string): string => names.of(language) ?? language;
