import { useId, type ReactNode } from 'react';
import type { AppTemplate } from '../../../backend/app-templates/app-templates.contract.ts';
import { SkeletonBlock } from '../../ui/Skeletons.tsx';
import { PageSketch } from './PageSketch.tsx';
import classes from './TemplateGallery.module.css';

/** How many templates there are, so that nothing jumps when they come. */
const expected = 6;

/** `templates` is null until they are there. */
type Props = { templates: readonly AppTemplate[] | null; chosen: AppTemplate | null; onChoose: (template: AppTemplate | null) => void };

/** What a new app begins with: an empty page, or one of the templates with a picture of its first page. */
export function TemplateGallery({ templates, chosen, onChoose }: Props): ReactNode {
  const name = useId();
  return (
    <fieldset className={classes.gallery}>
      <legend className={classes.legend}>Begin with</legend>
      <div className={classes.cards}>
        <Card name={name} title="Empty page" words="Nothing yet, and everything possible." template={null} isChosen={chosen === null} onChoose={onChoose} />
        {templates === null && Array.from({ length: expected }, (_, index) => <SkeletonBlock key={index} height={220} />)}
        {templates?.map((template) => (
          <Card
            key={template.id}
            name={name}
            title={template.title}
            words={template.description}
            template={template}
            isChosen={chosen?.id === template.id}
            onChoose={onChoose}
          />
        ))}
      </div>
    </fieldset>
  );
}

type CardProps = { name: string; title: string; words: string; template: AppTemplate | null; isChosen: boolean; onChoose: Props['onChoose'] };

function Card({ name, title, words, template, isChosen, onChoose }: CardProps): ReactNode {
  const described = useId();
  return (
    <label className={classes.card} data-chosen={isChosen || undefined}>
      <input
        type="radio"
        className="visually-hidden"
        name={name}
        checked={isChosen}
        onChange={() => onChoose(template)}
        aria-label={title}
        aria-describedby={described}
      />
      <PageSketch document={template?.document ?? null} />
      <span className={classes.text}>
        <span className={classes.title}>{title}</span>
        <span id={described} className={classes.words}>
          {words}
        </span>
      </span>
    </label>
  );
}
