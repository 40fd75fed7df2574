import type { ComponentType } from 'react';
import { BooleanField } from './fields/BooleanField.tsx';
import { ChoiceField, ChoicesField, FixedField, TagsField } from './fields/ChoiceFields.tsx';
import { CodeField } from './fields/CodeField.tsx';
import { FileField } from './fields/FileField.tsx';
import { JsonField } from './fields/JsonField.tsx';
import { ListField } from './fields/ListField.tsx';
import { MomentField } from './fields/MomentField.tsx';
import { NumberField } from './fields/NumberField.tsx';
import { ObjectField } from './fields/ObjectField.tsx';
import { ResourceField } from './fields/ResourceField.tsx';
import { SecretField } from './fields/SecretField.tsx';
import { TextField } from './fields/TextField.tsx';
import { UnionField } from './fields/UnionField.tsx';
import type { FieldProps } from './form-context.ts';
import type { FieldKind } from './form-model.ts';

/** The view of each kind of field: a new kind is a line here and one in `form-model.ts`. */
export const fieldViews: Readonly<Record<FieldKind, ComponentType<FieldProps>>> = {
  boolean: BooleanField,
  choice: ChoiceField,
  choices: ChoicesField,
  code: CodeField,
  file: FileField,
  fixed: FixedField,
  json: JsonField,
  list: ListField,
  moment: MomentField,
  number: NumberField,
  object: ObjectField,
  resource: ResourceField,
  secret: SecretField,
  tags: TagsField,
  text: TextField,
  union: UnionField,
};
