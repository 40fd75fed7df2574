import { Button, Switch } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { IconButton } from '../../../ui/IconButton.tsx';
import { practiceModel } from '../agent-document.ts';
import { useAgentForm } from '../agent-form.ts';
import { ModelFields } from './ModelFields.tsx';
import classes from './Parts.module.css';

/** Which model answers, which when it cannot be reached, and which others people may pick. */
export function ModelPart(): ReactNode {
  const { value, set } = useAgentForm();
  return (
    <div className={classes.part}>
      <ModelFields label="Asked through" value={value.model} onChange={(next) => set(['model'], next)} pointer="/value/model" />
      <section className={classes.group}>
        <Switch
          label="Another model when it cannot be reached"
          description="Asked after the retries of the first one have failed."
          checked={value.fallback_model !== null}
          onChange={({ currentTarget }) => set(['fallback_model'], currentTarget.checked ? practiceModel : null)}
        />
        {value.fallback_model && (
          <ModelFields
            label="Then asked through"
            value={value.fallback_model}
            onChange={(next) => set(['fallback_model'], next)}
            pointer="/value/fallback_model"
          />
        )}
      </section>
      <section className={classes.group}>
        <div>
          <h2 className={classes.heading}>Models to pick in the chat</h2>
          <p className={classes.quiet}>People may answer with one of these instead. None: everybody gets the model above.</p>
        </div>
        <div className={classes.cards}>
          {value.models.map((model, index) => (
            <div key={index} className={classes.card}>
              <div className={classes.cardHead}>
                <span className={`${classes.cardWords} ${classes.cardTitle}`}>Model {index + 1}</span>
                <IconButton label={`Remove model ${index + 1}`} icon={<IconTrash />} variant="subtle" onClick={() => set(['models', index], undefined)} />
              </div>
              <div className={classes.cardBody}>
                <ModelFields label="Asked through" value={model} onChange={(next) => set(['models', index], next)} pointer={`/value/models/${index}`} />
              </div>
            </div>
          ))}
        </div>
        <div>
          <Button size="xs" leftSection={<IconPlus />} disabled={value.models.length >= 20} onClick={() => set(['models'], [...value.models, practiceModel])}>
            Add model
          </Button>
        </div>
      </section>
    </div>
  );
}
