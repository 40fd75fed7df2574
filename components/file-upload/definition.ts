import { z } from 'zod';
import { defineComponent, inputEvents, inputMethods, inputProps, inputState } from '../component.ts';
import { fileKinds } from './kinds.ts';

/** A file in the object store, as scripts get it: `id` is read by `readFile` of the SDK. */
export const fileReference = z.object({ id: z.string(), name: z.string(), size: z.number(), type: z.string() }).meta({ id: 'AppFile' });
const value = z.array(fileReference);
const { placeholder: _none, ...ownProps } = inputProps;

export const fileUpload = defineComponent({
  type: 'file_upload',
  title: 'File upload',
  description: 'Files that people choose or drop, kept in the object store',
  category: 'input',
  icon: 'upload',
  keywords: ['attachment', 'dropzone', 'image', 'document', 'csv', 'photo'],
  idStem: 'files',
  size: { w: 6, h: 'auto' },
  props: z.object({
    ...ownProps,
    value: value.default([]).meta({ label: 'Default', group: 'content', isAdvanced: true }),
    accept: z
      .array(z.enum(fileKinds))
      .max(fileKinds.length)
      .default(['any'])
      .meta({ label: 'Kinds of files', group: 'behaviour', isFixed: true, description: 'Told by their content, on the server' }),
    max_size_mb: z.number().min(0.01).max(100_000).default(20).meta({ label: 'Largest file in MB', group: 'behaviour', isFixed: true }),
    max_files: z.number().int().min(1).max(50).default(1).meta({ label: 'Most files', group: 'behaviour', isFixed: true }),
    button_text: z.string().max(100).default('Choose a file').meta({ label: 'Text of the button', group: 'content', isAdvanced: true }),
  }),
  state: z.object({
    ...inputState(value),
    file: fileReference.nullable(),
    is_uploading: z.boolean(),
    progress: z.number().nullable(),
  }),
  derived: { value: ['value'], file: ['value'], is_valid: ['required', 'invalid'] },
  events: {
    ...inputEvents(value),
    upload: { title: 'When a file is there', payload: z.object({ file: fileReference }) },
    refuse: { title: 'When a file was refused', payload: z.object({ name: z.string(), message: z.string() }) },
  },
  methods: { ...inputMethods(value), choose: { title: 'Ask for a file', args: [] } },
});
